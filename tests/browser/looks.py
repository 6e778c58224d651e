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
    "nothing-here": "/no-such-page/",
}
OWN = {
    "today": "/",
    "talk": "/talk/",
    "ask": "/talk/ask/",
    "together": "/together/",
    "me": "/me/",
    "weeks": "/me/weeks/",
    "check-in": "/me/check-in/",
    "journal": "/me/journal/",
    "appreciation": "/me/appreciation/",
    "search": "/me/search/",
    "guide": "/guide/",
    "bonds": "/bonds/",
    "new-bond": "/bonds/new/",
    "settings": "/settings/",
    "passphrase": "/settings/passphrase/",
    "passphrase-known": "/settings/passphrase/?known=1",
    "devices": "/settings/devices/",
    "export": "/settings/export/",
    "erase": "/settings/erase/",
    "recovery-code": "/recovery-code/",
}


def first_link(page: Page, start: str) -> str:
    """Return where the first link goes whose address begins like this and goes on."""
    links = page.locator(f'main a[href^="{start}"]').evaluate_all(
        "all => all.map(a => a.getAttribute('href'))"
    )
    return next(str(link) for link in links if len(link) > len(start) + 30)
