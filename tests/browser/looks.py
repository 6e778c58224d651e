"""Every page that a person can see, and the four looks it is looked at in."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE


@dataclass(frozen=True)
class Look:
    """A size of window and a colour scheme."""

    name: str
    size: dict[str, int]
    scheme: str


LOOKS = (
    Look("phone", PHONE, "light"),
    Look("phone-dark", PHONE, "dark"),
    Look("desk", DESK, "light"),
    Look("desk-dark", DESK, "dark"),
)

# Name of the picture, and the address or the way there. Public pages first.
PUBLIC = {
    "welcome": "/",
    "start": "/start/",
    "sign-in": "/sign-in/",
    "recover": "/recover/",
    "safety": "/safety/",
    "trust": "/trust/",
    "join": "/bonds/join/",
    "guide-for-all": "/guide/",
    "chapter-for-all": "/guide/2/",
    "no-connection": "/guide/offline/",
    "nothing-here": "/no-such-page/",
}
OWN = {
    "today": "/",
    "talk": "/talk/",
    "ask": "/talk/ask/",
    "ask-another-deck": "/talk/ask/?deck=long-love&depth=3",
    "together": "/together/",
    "me": "/me/",
    "weeks": "/me/weeks/",
    "check-in": "/me/check-in/",
    "journal": "/me/journal/",
    "appreciation": "/me/appreciation/",
    "search": "/me/search/",
    "talks": "/talk/turns/",
    "talk-begins": "/talk/turns/listening/",
    "talk-lines": "/talk/turns/picture/",
    "reading": "/me/reading/?chapter=3",
    "guide": "/guide/",
    "chapter": "/guide/1/",
    "step": "/guide/4/6/",
    "whole": "/guide/14/whole/",
    "chapter-hurdles": "/guide/3/",
    "chapter-quarrels": "/guide/9/",
    "chapter-together": "/guide/11/",
    "practices": "/guide/practices/",
    "practices-by-need": "/guide/practices/?need=quarrelled&minutes=20",
    "practice": "/guide/practices/repair/",
    "practice-built": "/guide/practices/check-in/",
    "ideas": "/guide/ideas/?minutes=60&energy=1",
    "evidence": "/guide/evidence/",
    "bonds": "/bonds/",
    "new-bond": "/bonds/new/",
    "settings": "/settings/",
    "coach": "/coach/",
    "passphrase": "/settings/passphrase/",
    "passphrase-known": "/settings/passphrase/?known=1",
    "devices": "/settings/devices/",
    "export": "/settings/export/",
    "erase": "/settings/erase/",
    "recovery-code": "/recovery-code/",
}

# Pages of one thing: the page that leads there, or its name; how the address begins; which icon is beside it.
DETAILS = {
    "question": ("/talk/", "/talk/", ""),
    "question-waiting": ("/talk/", "/talk/", "hourglass"),
    "question-opened": ("/talk/", "/talk/", "eye"),
    "talk-held": ("/talk/turns/", "/talk/turns/together/", "archive"),
    "talk-of-mine": ("/talk/turns/", "/talk/turns/together/", "calendar-clock"),
    "entry": ("/me/", "/me/entries/", ""),
    "entry-journal": ("/me/?kind=journal", "/me/entries/", ""),
    "entry-appreciation": ("/me/?kind=appreciation", "/me/entries/", ""),
    "bond": ("/bonds/", "/bonds/", ""),
    "before": ("bond", "/before/", ""),
}
# What can be done with that thing, below its own address.
BELOW = {
    "take-back": ("question-opened", "take-back/"),
    "edit": ("entry", "edit/"),
    "share": ("entry", "share/"),
    "delete": ("entry", "delete/"),
    "invite": ("bond", "invite/"),
    "leave": ("bond", "leave/"),
    "before-answered": ("before", "answered/"),
}
# Pages that say something else to somebody who has only just begun.
EMPTY = ("today", "talk", "together", "me", "weeks", "bonds", "search")


def first_link(page: Page, start: str, icon: str = "") -> str:
    """Return where the first link goes whose address begins like this and goes on; perhaps beside an icon."""
    beside = f':has(use[href$="#{icon}"])' if icon else ""
    links = page.locator(f'main a[href^="{start}"]{beside}').evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    return next(str(link) for link in links if len(link) > len(start) + 30)
