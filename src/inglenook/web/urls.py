"""Small files and words that browsers and machines ask for."""

from django.urls import path

from inglenook.web import views

app_name = "web"
urlpatterns = [
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("worker.js", views.worker, name="worker"),
    path("live", views.live_word, name="live"),
    path("ready", views.ready_word, name="ready"),
]
