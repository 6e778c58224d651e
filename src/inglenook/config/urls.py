"""All addresses. Each one appears in the access matrix of `tests/test_access.py`."""

from django.urls import include, path

urlpatterns = [
    path("", include("inglenook.home.urls")),
    path("", include("inglenook.people.urls")),
    path("", include("inglenook.safety.urls")),
    path("bonds/", include("inglenook.bonds.urls")),
    path("me/", include("inglenook.entries.urls")),
    path("talk/turns/", include("inglenook.conversations.urls")),
    path("talk/", include("inglenook.exchanges.urls")),
    path("coach/", include("inglenook.coaching.urls")),
    path("guide/", include("inglenook.guide.urls")),
    path("sample/", include("inglenook.sample.urls")),
    path("", include("inglenook.web.urls")),
]
handler400 = "inglenook.web.views.bad_request"
handler403 = "inglenook.web.views.forbidden"
handler404 = "inglenook.web.views.not_found"
handler500 = "inglenook.people.trouble.server_error"
