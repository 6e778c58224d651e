"""Addresses of exchanges."""

from django.urls import path

from inglenook.exchanges import views

app_name = "exchanges"
urlpatterns = [
    path("", views.talk, name="talk"),
    path("ask/", views.ask, name="ask"),
    path("<uuid:id>/", views.exchange, name="exchange"),
    path("<uuid:id>/skip/", views.skip, name="skip"),
    path("<uuid:id>/take-back/", views.take_back, name="take-back"),
]
