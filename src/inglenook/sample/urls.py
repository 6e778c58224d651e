"""Addresses of the sample; elsewhere they answer that there is nothing here."""

from django.urls import path

from inglenook.sample import views

app_name = "sample"
urlpatterns = [
    path("come-in/", views.come_in_as, name="come-in"),
    path("anew/", views.anew, name="anew"),
]
