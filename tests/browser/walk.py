"""The walk past every page there is, as a visitor, as Ada, as somebody new and as their guest.

Each part of the walk yields the name of a page as soon as it is on screen, for whoever wants to look at it.
The steps go by what a page is made of, not by its words, so that the walk can be taken in any language.
"""

import secrets
from collections.abc import Callable, Iterator

from playwright.sync_api import Page

from tests.browser.components import open_showroom
from tests.browser.conftest import Server, Window
from tests.browser.journey import begin, clear_boxes, passphrase_of, sign_in
from tests.browser.looks import BELOW, DETAILS, EMPTY, OWN, PUBLIC, first_link

ComeIn = Callable[[Window], object]
# Opens a window for somebody who comes in this way, or for a visitor; at the sample, or at another place.
Enter = Callable[..., Window]
Sight = tuple[str, Window]
FIELDS_ALLOWED = 1000
# Sends a form to be looked over, as a press does where there are no scripts.
LOOKED_OVER = """() => {
  const look = document.querySelector("main [data-look]");
  look.form.action = look.formAction;
  look.form.submit();
}"""
# What is typed at a box that the coach stands beside.
AT_THE_BOX = "I feel sad tonight. You never listen to me."
# What somebody kind on the stairs would have seen of a quarrel.
SEEN = "Two tired people and one pan. Neither had eaten."
# What is typed in a talk: what it is about, what is said in it, and what is said back.
TOPIC, *SPOKEN = "The key to the cellar", "The key.", "I look for it every day, and feel like a child."
SAID_BACK = "You look for it every day. You always lose it."


def before_signing_in(sample: Server, enter: Enter) -> Iterator[Sight]:
    """What anybody sees: the public pages, refusals, and what is shown when something goes wrong."""
    window = enter(None)
    for name, path in PUBLIC.items():
        window.go(path)
        yield name, window
    yield from _refusals(window)
    yield from _errors(window)


def _refusals(window: Window) -> Iterator[Sight]:
    page = window.page
    window.go("/sign-in/")
    _fill(page, sign_in_name="Nobody", passphrase="not the right one")
    _send(page)
    yield "sign-in-refused", window
    window.go("/start/")
    _send(page)
    yield "start-refused", window
    _fill(page, name="Ada of the Long Street", sign_in_name="longstreet")
    _send(page)
    yield "start-passphrase", window
    _fill(page, passphrase="not these six words")
    _send(page)
    yield "start-passphrase-refused", window
    _press(page, "main button[name=turn][value=own]")
    yield "start-passphrase-own", window
    window.go("/recover/")
    _fill(page, sign_in_name="Nobody", code="not a code")
    _send(page)
    yield "recover-refused", window


def _errors(window: Window) -> Iterator[Sight]:
    """Forms that have lost their token, or grown more fields than a form can have."""
    page = window.page
    window.go("/sign-in/")
    _fill(page, sign_in_name="Nobody", passphrase="canary-ember-311")
    page.evaluate("document.querySelector('main [name=csrfmiddlewaretoken]').remove()")
    _send(page)
    yield "form-out-of-date", window
    window.go("/sign-in/")
    _fill(page, sign_in_name="Nobody", passphrase="canary-ember-312")
    page.evaluate(
        "many => { for (let n = 0; n <= many; n++) {"
        " const field = Object.assign(document.createElement('input'), { type: 'hidden', name: `f${n}` });"
        " document.querySelector('main form').append(field) } }",
        FIELDS_ALLOWED,
    )
    _send(page)
    yield "unreadable", window


def as_ada(sample: Server, enter: Enter) -> Iterator[Sight]:
    """Everything of a member in the middle of her weeks, and her forms when something is missing."""
    window = enter(lambda at: sign_in(at, "Ada", passphrase_of(sample, "Ada")))
    page, pages = window.page, dict(OWN)
    for name, (at, start, icon) in DETAILS.items():
        window.go(pages.get(at, at))
        pages[name] = first_link(page, start, icon)
    pages |= {name: pages[whose].partition("?")[0] + path for name, (whose, path) in BELOW.items()}
    for name, path in pages.items():
        window.go(path)
        yield name, window
    for name in ("journal", "appreciation", "check-in", "share", "export", "before"):
        window.go(pages[name])
        clear_boxes(window)
        _send(page)
        yield f"{name}-refused", window
    window.go(pages["share"])
    for box in page.locator("main .form [type=checkbox], main .form [type=radio]").all():
        box.check()
    _send(page)
    yield "share-preview", window
    yield from _beside_a_box(window)
    yield from _at_the_table(window)
    yield from _on_two_phones(window, enter(lambda at: sign_in(at, "Bo", passphrase_of(sample, "Bo"))))
    window.go("/")
    page.locator("details.menu summary").click()
    yield "menu-open", window


def _beside_a_box(window: Window) -> Iterator[Sight]:
    """What the coach says beside a page of the journal; the page is begun afresh after that."""
    page = window.page
    window.go("/me/journal/")
    page.locator("main textarea").fill(AT_THE_BOX)
    page.locator("[data-panel]:not([hidden])").wait_for()
    page.locator(".coach-fold summary").first.click()
    yield "coach-beside", window
    page.wait_for_function("() => document.querySelector('main .kept').textContent")
    with page.expect_navigation():
        page.evaluate(LOOKED_OVER)
    yield "coach-look", window
    window.go("/me/journal/")
    _press(page, "main .notice button")


def _at_the_table(window: Window) -> Iterator[Sight]:
    """A talk in turns on one phone: who speaks, who says back, a choice, quiet, and the end."""
    window.go("/talk/turns/listening/")
    clear_boxes(window)
    _press(window.page, "main .form .button")
    yield "talk-begins-refused", window
    window.go("/talk/turns/listening/")
    _press(window.page, "main .form .button")
    for name, tapped in (("talk-opens", "act"), ("talk-speaks", "act"), ("talk-says-back", "act")):
        yield name, window
        _press(window.page, f"main [name=do][value={tapped}]")
    yield "talk-choice", window
    _press(window.page, "main [value^='pause:']", hidden=True)
    yield "talk-quiet", window
    _press(window.page, "main form:has([value=stop]) .button")
    yield "talk-over", window
    window.go("/talk/turns/neutral-look/")
    _press(window.page, "main .form .button")
    _press(window.page, "main [name=do][value=act]")
    yield "talk-alone", window
    for number in range(4):
        _fill(window.page, text=SEEN if number == 0 else "")
        _press(window.page, "main [name=do][value=act]")
    yield "talk-alone-over", window


def _on_two_phones(ada: Window, bo: Window) -> Iterator[Sight]:
    """A talk that is proposed and held in turns, as each of the two sees it."""
    ada.go("/talk/turns/listening/propose/")
    yield "talk-propose", ada
    ada.page.locator("main [name=way][value=written]").check()
    _fill(ada.page, topic=TOPIC)
    _send(ada.page)
    yield "talk-proposed", ada
    where = ada.page.url.partition("?")[0].removeprefix(ada.address)
    bo.go(where)
    yield "talk-asked", bo
    for window in (bo, ada):
        window.go(where)
        _press(window.page, "main [value=ready]")
    yield "talk-live-speaks", ada
    for text in SPOKEN:
        ada.page.locator("main textarea").fill(text)
        _press(ada.page, "main [value=act]", at_once=True)
    yield "talk-live-waits", ada
    bo.go(where)
    yield "talk-live-says-back", bo
    bo.page.locator("main textarea").fill(SAID_BACK)
    bo.page.locator("[data-panel]:not([hidden])").wait_for()
    yield "talk-live-coached", bo
    _press(bo.page, "main [value^='pause:']", hidden=True)
    yield "talk-live-quiet", bo
    ada.go(where)
    yield "talk-live-quiet-asked", ada
    _press(ada.page, "main [value=stop]")
    yield "talk-live-over", ada


def as_somebody_new(sample: Server, enter: Enter) -> Iterator[Sight]:
    """Pages with nothing on them yet, the first invitation, and whoever comes by it."""
    window = enter(lambda at: _begin(at, "Newcomer"))
    page = window.page
    for name in EMPTY:
        window.go(OWN[name])
        yield f"{name}-empty", window
    window.go("/bonds/new/")
    page.locator("main .form [type=radio]").first.check()
    _send(page)
    yield "invite-first", window
    _send(page)
    page.locator(".qr svg").wait_for()
    yield "invitation", window
    link, at = page.locator("p.code").inner_text(), page.url
    page.goto(at + "withdraw/")
    yield "withdraw", window
    yield from _guests(enter, link)
    window.go("/")
    _press(page, "form.lock button")
    yield "locked", window


def _guests(enter: Enter, link: str) -> Iterator[Sight]:
    visitor = enter(None)
    visitor.page.goto(link)
    _press(visitor.page, "main .form .button")
    yield "invited", visitor
    guest = enter(lambda at: _begin(at, "Guest"))
    guest.page.goto(link)
    _press(guest.page, "main .form .button")
    yield "invited-signed-in", guest
    _press(guest.page, "form[action$='/confirm/'] .button")
    yield "asked", guest


def for_developers(sample: Server, enter: Enter) -> Iterator[Sight]:
    """The page of components, and what is shown after a mistake of ours, which no visitor can bring about."""
    with open_showroom() as stage:
        window = enter(None, stage)
        window.go("/")
        yield "components", window
        stage.renew = lambda: stage.put("errors/500.html")
        window.go("/")
        yield "our-mistake", window
        window.page.goto("about:blank")


PARTS = {
    "Before signing in": before_signing_in,
    "In the middle of it": as_ada,
    "When nothing is there yet": as_somebody_new,
    "For developers": for_developers,
}


def every_page(sample: Server, enter: Enter) -> Iterator[tuple[str, str, Window]]:
    """Take the whole walk; each page comes with the part of the walk that it belongs to."""
    for part, walk in PARTS.items():
        for name, window in walk(sample, enter):
            yield part, name, window


def _begin(window: Window, name: str) -> None:
    """Sign somebody up by a name that no earlier walk has taken."""
    begin(window, name, f"{name} {secrets.token_hex(4)}")


def _fill(page: Page, **fields: str) -> None:
    for name, text in fields.items():
        page.locator(f"main [name={name}]").fill(text)


def _send(page: Page) -> None:
    """Press the main button of the page's form, and wait for the answer."""
    _press(page, "main .form .button.main")


def _press(page: Page, button: str, *, at_once: bool = False, hidden: bool = False) -> None:
    """Press a button that leads on, and wait until the next page is there.

    `at_once` waits no moment in which one could take it back, `hidden` opens the folds first.
    """
    if at_once:
        page.locator("send-later").evaluate("one => one.setAttribute('seconds', '0')")
    if hidden:
        page.locator("main details").evaluate_all("all => all.forEach(one => (one.open = true))")
    with page.expect_navigation():
        page.locator(button).first.click()
