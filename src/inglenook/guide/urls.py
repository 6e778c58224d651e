"""Addresses of the guide."""

from django.urls import path

from inglenook.guide import views

app_name = "guide"
urlpatterns = [
    path("", views.index, name="index"),
    path("evidence/", views.evidence, name="evidence"),
]
