"""Addresses of the coach."""

from django.urls import path

from inglenook.coaching import views

app_name = "coaching"
urlpatterns = [
    path("", views.about, name="about"),
    path("beside/", views.beside, name="beside"),
    path("look/", views.look, name="look"),
    path("model/", views.model, name="model"),
    path("kinds/<slug:kind>/", views.kind, name="kind"),
]
