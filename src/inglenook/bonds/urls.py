"""Addresses of bonds."""

from django.urls import path

from inglenook.bonds import inviting, joining, views

app_name = "bonds"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("join/", joining.join, name="join"),
    path("join/confirm/", joining.confirm, name="confirm"),
    path("join/forget/", joining.forget, name="forget"),
    path("asked/<uuid:id>/", joining.asked, name="asked"),
    path("none/choose/", views.choose_none, name="choose-none"),
    path("<uuid:id>/", views.show, name="show"),
    path("<uuid:id>/choose/", views.choose, name="choose"),
    path("<uuid:id>/title/", views.title, name="title"),
    path("<uuid:id>/leave/", views.leave, name="leave"),
    path("<uuid:id>/invite/", inviting.new_invitation, name="invite"),
    path("<uuid:id>/invitations/<uuid:invitation_id>/", inviting.invitation, name="invitation"),
    path("<uuid:id>/invitations/<uuid:invitation_id>/withdraw/", inviting.withdraw, name="withdraw"),
]
