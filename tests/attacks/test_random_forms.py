"""Ten thousand odd forms: each gets a clear answer, nothing typed is lost, nothing is written twice.

What was typed is kept, or stands in the form that comes back. What cannot be read as a form, or is larger
than a form may be, is not handed back: of that only the draft is left that the page has kept meanwhile.
"""

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from http.cookies import SimpleCookie
from random import Random
from typing import Any

import pytest
from conftest import again, mine
from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from django.utils.html import strip_tags

from inglenook.coach.tests.pretending import pretend
from inglenook.conversations.models import Words
from inglenook.entries.bodies import LONGEST_PAGE
from inglenook.entries.models import Entry, SharedEntry
from inglenook.exchanges.models import Answer
from inglenook.people import drafts
from inglenook.people.models import Person
from inglenook.people.tests.pages import value
from inglenook.vault.records import new_id
from inglenook.vault.sessions import begin
from tests.attacks.odd import ODD_TEXTS, Oddity, Sent, typed_bytes
from tests.attacks.whole_forms import QUERIES, let_talks_run, valid_forms
from tests.figures import figure
from tests.house import House, addresses
from tests.shares import share
from tests.test_access import state

pytestmark = pytest.mark.slow

POSTS = 10_000
SHARES = 8
# The forms are the same on both; PostgreSQL gets one share more, of its own.
HERE = share(range(SHARES), [SHARES], everything=range(SHARES + 1))
OWN = "canary-ember-700"
# Where something is written, and into which field.
TYPED_INTO = {
    "entries:check-in": "note",
    "entries:journal": "text",
    "entries:appreciation": "did",
    "entries:reading": "note",
    "entries:edit": "text",
    "entries:share": "passage",
    "exchanges:exchange": "text",
    "conversations:begin": "names",
    "conversations:table": "text",
    "conversations:propose": "topic",
    "conversations:talk": "text",
}
# Where it is not kept, but stands in the page that answers.
SHOWN_AGAIN = {
    "people:start": "name",
    "people:sign-in": "sign_in_name",
    "people:recover": "sign_in_name",
    "people:settings": "name",
    "bonds:new": "title",
    "bonds:join": "code",
    "bonds:title": "title",
    "entries:search": "wanted",
    "coaching:look": "text",
}
# What is written on one phone is never shown on another's turn; what was begun is not begun again.
SAYS_WHOSE = {"conversations:table": ("turn", "who"), "conversations:begin": ("id",)}
# A way out that leads on by itself, and what only the page's own script reads.
SAYS_LITTLE = {"safety:leave", "people:draft", "coaching:beside", "coaching:kind"}
ANSWERED = {200, 204, 302, 400, 403, 404, 405, 409, 413, 422, 429}
NEVER = 405
SPOKEN_TO = {200, 302, 409, 422}
# Where a secret that does not fit is refused; anywhere else 403 would say that the form itself was not taken.
ASKS_A_SECRET = {"people:sign-in", "people:unlock"}
# In each share, of its 1,250; a run shows about 400 and 620, and of each form with words 2 or more kept.
LEAST = {200: 350, 302: 450}


@pytest.fixture
def browser(house: House) -> Client:
    """Ada's browser with a page of hers open; a mistake of ours is its answer instead of being raised."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    session = begin(again(house.people["owner"]).keyring, label="", idle_seconds=3600)
    client.cookies[settings.SESSION_COOKIE] = session.cookie
    client.defaults["HTTP_X_CSRFTOKEN"] = value(client.get("/safety/"), "csrfmiddlewaretoken")
    return client


@pytest.fixture
def everything_is_there(house: House, settings: Any) -> Iterator[None]:
    """Let a talk run, a model be named, and the sample's buttons be there."""
    let_talks_run(house)
    settings.SAMPLE_MODE = True
    with pretend() as model:
        settings.COACH_MODEL = model.address
        yield


def odd_posts(house: House, share: int) -> Iterator[tuple[str, Sent, bool]]:
    """Yield a share of the odd requests, to each address in turn, and whether they carry what was typed."""
    forms = valid_forms(house, OWN)
    names = list(forms)
    # As a page of Ada's would send them: else nothing would ever be kept of either.
    forms["entries:check-in"]["words"] = "relieved"
    forms["exchanges:exchange"]["audience"] = mine(house.people["owner"], house.bond.id).mark
    oddity = Oddity(
        700 + share, [str(one) for one in house.ids.values()] + [str(house.bond.id), str(new_id())]
    )
    for number in range(POSTS // SHARES):
        name = names[number % len(names)]
        pairs = oddity.bent([(field, typed_bytes(text)) for field, text in forms[name].items()])
        body, kind = oddity.body(pairs)
        asked, own = oddity.query(), QUERIES.get(name, "")
        sent = Sent(house.path(name) + (asked or own), body, kind, oddity.headers())
        read = kind == "application/x-www-form-urlencoded" or kind.startswith(
            "multipart/form-data; boundary=--"
        )
        whole = read and not (own and asked) and is_typed(name, forms[name], dict(pairs))
        yield name, sent, whole


def is_typed(name: str, form: dict[str, str], sent: dict[str, bytes]) -> bool:
    """Tell whether a bent form still carries what was typed, for whom it was typed."""
    field = {**TYPED_INTO, **SHOWN_AGAIN, "people:draft": "text"}.get(name)
    fields = [field, *SAYS_WHOSE.get(name, ())] if field else []
    return bool(fields) and all(sent.get(one) == form[one].encode() for one in fields)


def what_is_wrong(name: str, page: Any, sent: Sent, is_whole: bool) -> str:
    """Return what is wrong with an answer, or nothing."""
    status, text = page.status_code, unescape(page.content.decode(errors="replace"))
    if status not in ANSWERED or (status == 403 and name not in ASKS_A_SECRET):
        return f"status {status}"
    if "Traceback" in text or "site-packages" in text:
        return "a traceback is shown"
    fits = len(sent.body) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if name in TYPED_INTO and is_whole and fits and status not in SPOKEN_TO:
        return f"what was typed is refused with {status}"
    if status in (204, 302, NEVER) or name in SAYS_LITTLE:
        return ""
    if not re.search(r"<h1|<article|^{", text) and "<section" not in text:
        return f"says nothing: {strip_tags(text)[:80]!r}"
    if name != "people:draft" and is_whole and status in SPOKEN_TO and OWN not in text:
        return "what was typed is gone"
    return ""


def keeps(name: str, status: int) -> bool:
    """Tell whether an answer says that what was typed is kept."""
    return (name in TYPED_INTO and status == 302) or (name == "people:draft" and status == 200)


def is_kept(person: Person) -> bool:
    """Tell whether somebody's entries, what they shared, their answers, talks or drafts say it."""
    said = [row.praise.did for row in Entry.objects.of(person)]
    said += [row.praise.did for row in SharedEntry.objects.of(person)]
    said += [row.given.text for row in Answer.objects.of(person)]
    said += [row.text for row in Words.objects.of(person)]
    said += [str(word) for _, kept in drafts.all_of(person) for word in QueryDict(kept.fields).values()]
    return any(OWN in one for one in said)


def test_every_address_that_takes_a_form_is_sent_odd_ones(
    house: House, browser: Client, everything_is_there: None
) -> None:
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    taking = set()
    for name in addresses():
        browser.cookies = SimpleCookie(cookies)
        with transaction.atomic():
            if browser.post(house.path(name)).status_code != NEVER:
                taking.add(name)
            transaction.set_rollback(True)
    assert set(valid_forms(house, OWN)) == taking


@pytest.mark.parametrize("share", HERE)
def test_ten_thousand_odd_forms_are_answered_and_a_refused_one_changes_nothing(
    house: House, browser: Client, everything_is_there: None, share: int
) -> None:
    before, wrong, counted, kept = state(), [], Counter[int](), Counter[str]()
    ada = again(house.people["owner"])
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    for name, sent, is_whole in odd_posts(house, share):
        browser.cookies = SimpleCookie(cookies)  # what an earlier one has signed out is signed in again
        with transaction.atomic():
            page = browser.generic("POST", sent.path, sent.body, sent.kind, headers=sent.headers)
            counted[page.status_code] += 1
            fault = what_is_wrong(name, page, sent, is_whole)
            if not fault and page.status_code >= 400 and state() != before:
                fault = f"refused with {page.status_code}, but something changed"
            if not fault and is_whole and keeps(name, page.status_code):
                kept[name] += 1
                fault = "" if is_kept(ada) else "what was typed is not kept"
            if fault:
                wrong.append(f"{name}: {fault}: {sent}"[:600])
            transaction.set_rollback(True)
    part = f"part {share + 1} of {SHARES}" if share < SHARES else "PostgreSQL's own"
    figure(f"odd forms, {part}: by status", dict(sorted(counted.items())))
    figure(f"odd forms, {part}: what was typed is kept", dict(sorted(kept.items())))
    assert not wrong, f"{len(wrong)} of {sum(counted.values())}\n" + "\n".join(wrong[:30])
    assert {status: counted[status] for status in LEAST if counted[status] < LEAST[status]} == {}
    assert set(kept) == {*TYPED_INTO, "people:draft"}


def test_whatever_is_sent_again_in_any_order_each_page_is_kept_once(house: House, browser: Client) -> None:
    chance = Random(701)  # noqa: S311  (no secret)
    texts = [text for text in ODD_TEXTS if text.isprintable() or "\n" in text]
    ada = again(house.people["owner"])
    expected = {row.id: row.plain for row in Entry.objects.of(ada)}
    ids, told = [new_id() for _ in range(40)], Counter[str]()
    for _ in range(800):
        id, text = chance.choice(ids), chance.choice(texts)
        page = browser.post("/me/journal/", {"id": str(id), "text": text})
        tidy = text.replace("\r\n", "\n").strip()
        if not tidy or len(tidy) > LONGEST_PAGE:
            assert page.status_code == 200
            told["refused, and still in the form"] += 1
        elif expected.setdefault(id, tidy) == tidy:
            assert page.status_code == 302
            told["kept"] += 1
        else:
            assert page.status_code == 409
            told["shown beside what is kept"] += 1
        if page.status_code != 302:
            assert tidy in unescape(page.content.decode()).replace("\r\n", "\n")
    figure("pages sent again with other words", dict(told))
    assert {row.id: row.plain for row in Entry.objects.of(ada)} == expected
