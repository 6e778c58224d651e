"""Addresses of the way out and of help."""

from django.urls import path

from inglenook.safety import views

app_name = "safety"
urlpatterns = [
    path("leave-quickly/", views.leave, name="leave"),
    path("safety/", views.help_page, name="help"),
    path("trust/", views.trust, name="trust"),
]
