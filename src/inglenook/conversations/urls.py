"""Addresses of talks in turns."""

from django.urls import path

from inglenook.conversations import views

app_name = "conversations"
urlpatterns = [
    path("", views.index, name="index"),
    path("table/<uuid:id>/", views.table, name="table"),
    path("<slug:protocol>/", views.begin, name="begin"),
]
