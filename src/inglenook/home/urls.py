"""Addresses of home."""

from django.urls import path

from inglenook.home import views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("together/", views.together, name="together"),
    path("settings/export/", views.export, name="export"),
]
