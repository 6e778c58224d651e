"""Addresses of talks in turns."""

from django.urls import path

from inglenook.conversations import remaining, together, views

app_name = "conversations"
urlpatterns = [
    path("", views.index, name="index"),
    path("table/<uuid:id>/", views.table, name="table"),
    path("together/<uuid:id>/", together.talk, name="talk"),
    path("together/<uuid:id>/words/<uuid:words>/take-back/", remaining.take_back, name="take-back"),
    path("together/<uuid:id>/aside/", remaining.aside, name="aside"),
    path("together/<uuid:id>/after/", remaining.tell_after, name="after"),
    path("picture/", remaining.picture, name="picture"),
    path("<slug:protocol>/", views.begin, name="begin"),
    path("<slug:protocol>/propose/", together.propose, name="propose"),
]
