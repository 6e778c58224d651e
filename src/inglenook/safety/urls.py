"""Addresses of the way out, of help, and of the questions before exercises for two."""

from django.urls import path

from inglenook.safety import views

app_name = "safety"
urlpatterns = [
    path("leave-quickly/", views.leave, name="leave"),
    path("safety/", views.help_page, name="help"),
    path("trust/", views.trust, name="trust"),
    path("before/<uuid:id>/", views.before, name="before"),
    path("before/<uuid:id>/answered/", views.answered, name="answered"),
]
