"""Addresses of the guide."""

from django.urls import path

from inglenook.guide import offline, practising, views

app_name = "guide"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:number>/", views.chapter, name="chapter"),
    path("<int:number>/whole/", views.whole, name="whole"),
    path("<int:number>/<int:step>/", views.step, name="step"),
    path("<int:number>/place/", views.place, name="place"),
    path("evidence/", views.evidence, name="evidence"),
    path("practices/", practising.practices, name="practices"),
    path("practices/<slug:id>/", practising.practice, name="practice"),
    path("ideas/", practising.ideas, name="ideas"),
    path("files/", offline.files, name="files"),
    path("offline/", offline.offline, name="offline"),
]
