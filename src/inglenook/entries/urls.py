"""Addresses of entries."""

from django.urls import path

from inglenook.entries import sharing, views, writing

app_name = "entries"
urlpatterns = [
    path("", views.index, name="index"),
    path("check-in/", writing.check_in, name="check-in"),
    path("journal/", writing.journal, name="journal"),
    path("appreciation/", writing.appreciation, name="appreciation"),
    path("reading/", writing.reading, name="reading"),
    path("search/", views.search, name="search"),
    path("weeks/", views.weeks, name="weeks"),
    path("entries/<uuid:id>/", views.entry, name="entry"),
    path("entries/<uuid:id>/edit/", writing.edit, name="edit"),
    path("entries/<uuid:id>/delete/", views.delete, name="delete"),
    path("entries/<uuid:id>/share/", sharing.share, name="share"),
    path("entries/<uuid:id>/unshare/", sharing.unshare, name="unshare"),
]
