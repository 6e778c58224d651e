"""What the kinds of bonds are called, and what is said of them."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from inglenook.bonds.rules import Kind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise
else:
    StrPromise = str

KIND_NAMES: dict[Kind, StrPromise] = {
    "partners": _("Partners"),
    "friends": _("Friends"),
    "family": _("Family"),
    "colleagues": _("Colleagues"),
}
KIND_HINTS: dict[Kind, StrPromise] = {
    "partners": _("For people who share a life, or mean to."),
    "friends": _("For people who like each other and want to stay close."),
    "family": _("For parents, grown children, brothers, sisters and all who count."),
    "colleagues": _("For good work together. Questions stay light: the first depth, nothing private."),
}
ASKED_AS: dict[Kind, StrPromise] = {
    "partners": _("as partners"),
    "friends": _("as friends"),
    "family": _("as family"),
    "colleagues": _("as colleagues"),
}
