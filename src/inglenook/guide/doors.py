"""Doors from the guide into the practices: where each is done, and how it looks in a list."""

from django.urls import reverse
from msgspec import Struct

from inglenook.guide.content import library
from inglenook.guide.doing import Practice

# Where a practice is done that is no talk in turns. One that has neither is not built: its door says "soon".
PAGES = {
    "check-in": "entries:check-in",
    "journal": "entries:journal",
    "appreciation": "entries:appreciation",
    "opening-up": "exchanges:talk",
    "insights": "entries:weeks",
    "good-time-to-talk": "conversations:index",
    "coach": "coaching:about",
}
ANY_ICON = "armchair"
ICONS = {
    "affection": "heart",
    "appreciation": "hand-heart",
    "balance": "scale",
    "barriers": "fence",
    "boundaries": "door-closed",
    "check-in": "smile",
    "circles": "blend",
    "closeness-measure": "ruler",
    "closer-evening": "moon",
    "coach": "message-circle",
    "conflict-path": "waypoints",
    "deposits": "gift",
    "empathy-round": "footprints",
    "forgive": "feather",
    "good-news": "party-popper",
    "good-time-to-talk": "calendar-clock",
    "ground-rules": "scroll-text",
    "growth": "sprout",
    "insights": "chart-line",
    "journal": "notebook-pen",
    "keepsake": "book-heart",
    "listening": "ear",
    "neutral-look": "eye",
    "opening-up": "messages-square",
    "outside-stress": "umbrella",
    "pause": "pause",
    "promises": "handshake",
    "repair": "bandage",
    "shared-interests": "puzzle",
    "time-together": "coffee",
    "weekly-meeting": "calendar-check",
    "what-i-carry": "backpack",
}


class Door(Struct, frozen=True):
    """A practice, and where it is done; nowhere yet if `href` is empty."""

    practice: Practice
    href: str

    @property
    def icon(self) -> str:
        """The name of its icon."""
        return ICONS.get(self.practice.id, ANY_ICON)

    @property
    def is_open(self) -> bool:
        """Whether the practice is built."""
        return bool(self.href)


def door(practice_id: str) -> Door:
    """Return the door to a practice."""
    return Door(library().practices[practice_id], _address(practice_id))


def _address(practice_id: str) -> str:
    if practice_id in PAGES:
        return reverse(PAGES[practice_id])
    talks = [one.id for one in library().talks.values() if one.practice == practice_id]
    if len(talks) == 1:
        return reverse("conversations:begin", args=talks)
    return f"{reverse('conversations:index')}?practice={practice_id}" if talks else ""
