"""Making an invitation, passing it on, watching it, taking it back."""

import re
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from conftest import again, mine, renew
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from inglenook.bonds.admission import admit_waiting
from inglenook.bonds.invitations import Invitation, accept, by_code, find, invite
from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond
from inglenook.bonds.signposts import Signpost
from inglenook.bonds.upkeep import sweep
from inglenook.people.models import Person
from inglenook.vault.door import InviteCode
from inglenook.vault.records import new_id

Browser = Callable[[Person], Client]


@pytest.fixture
def nest(ada: Person) -> Bond:
    """A bond of Ada's that nobody else is in yet."""
    return Bond.found(ada, About("partners"))


def make(browser: Client, bond: Bond, **form: str) -> str:
    """Make an invitation by its form and return the address of its page."""
    answer = browser.post(f"/bonds/{bond.id}/invite/", {"id": str(new_id()), **form})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def code_on(page: str) -> InviteCode:
    link = re.search(r"http://localhost:8765/bonds/join/#([\w-]{22})", page)
    assert link
    return InviteCode.parse(link[1])


def test_an_invitation_is_shown_as_link_picture_and_words(
    ada: Person, nest: Bond, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    page = browser.get(make(browser, nest)).text
    code = code_on(page)
    assert all(f"<li>{word}</li>" in page for word in code.words.split())
    assert f'data-text="http://localhost:8765/bonds/join/#{code.link}"' in page
    drawing = re.search(r'<div class="qr".*?</div>', page, re.DOTALL)
    assert drawing
    assert "<path" in drawing[0]
    assert "style=" not in page
    assert "<live-part" in page
    assert "Waiting for them" in page
    assert "72 hours" in page


def test_the_code_never_stands_in_an_address_that_the_server_sees(
    ada: Person, nest: Bond, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    where = make(browser, nest)
    page = browser.get(where).text
    code = code_on(page)
    for address in (where, *re.findall(r'(?:href|src|action|formaction)="([^"]+)"', page)):
        assert code.link not in address.partition("#")[0]


def test_an_invitation_sent_twice_is_made_once(ada: Person, nest: Bond, browser_of: Browser) -> None:
    browser, form = browser_of(ada), {"id": str(new_id())}
    first = browser.post(f"/bonds/{nest.id}/invite/", form)
    second = browser.post(f"/bonds/{nest.id}/invite/", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert Invitation.objects.count() == 1


def test_nothing_of_before_is_read_unless_chosen(
    ada: Person, bond: Bond, nest: Bond, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    page = browser.get(f"/bonds/{bond.id}/invite/").text
    assert re.search(r'value="no"[^>]*checked', page)
    assert "Also what Bo shared" in page
    assert "what was shared here before" not in browser.get(f"/bonds/{nest.id}/invite/").text
    for form, earlier in (({}, False), ({"earlier": "no"}, False), ({"earlier": "yes"}, True)):
        where = make(browser, bond, **form)
        row = Invitation.objects.of(ada).get(id=where.split("/")[-2])
        assert row.terms.earlier is earlier
        said = "They may read all" if earlier else "They read nothing"
        assert said in browser.get(where).text


def test_the_page_shows_by_itself_who_has_come(
    ada: Person, bo: Person, nest: Bond, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    where = make(browser, nest)
    code = code_on(browser.get(where).text)
    row = find(code)
    assert row
    assert accept(row, bo, code)
    part = browser.get(where, headers={"X-Fragment": "1"}).text
    assert "<html" not in part
    assert "Bo is here" in part
    assert all(f"<li>{word}</li>" in part for word in mine(bo, nest.id).words)
    assert code.link not in part


def test_a_withdrawn_invitation_lets_nobody_in(
    ada: Person, bo: Person, nest: Bond, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    where = make(browser, nest)
    code = code_on(browser.get(where).text)
    assert "Withdraw this invitation?" in browser.get(f"{where}withdraw/").text
    answer = browser.post(f"{where}withdraw/")
    assert answer.headers["Location"] == f"/bonds/{nest.id}/?said=withdrawn"
    assert "This invitation is over" in browser.get(where).text
    row = by_code(code)
    assert row
    assert find(code) is None
    assert not accept(row, bo, code)
    assert browser.post(f"{where}withdraw/").status_code == 302


def test_withdrawing_keeps_out_somebody_who_has_accepted_already(
    ada: Person, charlie: Person, nest: Bond, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    where = make(browser, nest)
    code = code_on(browser.get(where).text)
    row = find(code)
    assert row
    assert accept(row, charlie, code)
    browser.get(f"{where}withdraw/")
    answer = browser.post(f"{where}withdraw/")
    assert answer.headers["Location"].endswith("?said=withdrawn")
    assert browser.get(f"/bonds/{nest.id}/").status_code == 200
    assert bonds_of(again(charlie)) == []
    assert mine(ada, nest.id).is_waiting


def test_withdrawing_too_late_shows_who_came(
    ada: Person, bo: Person, nest: Bond, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    where = make(browser, nest)
    code = code_on(browser.get(where).text)
    row = find(code)
    assert row
    accept(row, bo, code)
    browser.get("/bonds/")
    assert browser.post(f"{where}withdraw/").headers["Location"] == where
    assert "Bo is here" in browser.get(where).text


def test_an_invitation_runs_out_after_72_hours(ada: Person, bo: Person, nest: Bond) -> None:
    row = invite(nest, ada, earlier=False, id=new_id())
    code = row.code
    with time_machine.travel(timezone.now() + timedelta(hours=71, minutes=59), tick=False):
        assert find(code)
    with time_machine.travel(timezone.now() + timedelta(hours=72, minutes=1), tick=False):
        assert find(code) is None
        assert not accept(row, bo, code)


@pytest.mark.parametrize("back", [timedelta(days=1), timedelta(days=3650)])
def test_a_clock_set_back_brings_no_used_or_withdrawn_invitation_to_life(
    ada: Person, bo: Person, charlie: Person, nest: Bond, back: timedelta
) -> None:
    used, withdrawn = (invite(nest, ada, earlier=False, id=new_id()) for _ in range(2))
    codes = used.code, withdrawn.code
    assert accept(used, bo, codes[0])
    assert withdrawn.withdraw()
    admit_waiting(again(ada))
    with time_machine.travel(timezone.now() - back, tick=False):
        for row, code in zip((used, withdrawn), codes, strict=True):
            assert find(code) is None
            assert not accept(row, charlie, code)


def test_only_the_inviter_sees_their_invitation(
    ada: Person, bo: Person, charlie: Person, bond: Bond, browser_of: Browser
) -> None:
    where = make(browser_of(ada), bond)
    for person in (bo, charlie):
        for path in (where, f"{where}withdraw/"):
            assert browser_of(person).get(path).status_code == 404
        assert browser_of(person).post(f"{where}withdraw/").status_code == 404
    assert "Waiting for them" in browser_of(ada).get(f"/bonds/{bond.id}/").text
    assert "Waiting for them" not in browser_of(bo).get(f"/bonds/{bond.id}/").text


def test_used_codes_leave_no_copy(ada: Person, bo: Person, nest: Bond) -> None:
    row = invite(nest, ada, earlier=False, id=new_id())
    code = row.code
    accept(row, bo, code)
    admit_waiting(ada)
    bonds_of(bo)
    stored = Invitation.objects.get(id=row.id)
    for kept in (stored.code_kept, stored.greeting, stored.hello, stored.joiner_mac, stored.joiner_kept):
        assert not kept
    assert stored.welcome is None


def test_old_invitations_are_forgotten(ada: Person, bo: Person, nest: Bond) -> None:
    _open, waiting, used = (invite(nest, ada, earlier=False, id=new_id()) for _ in range(3))
    accept(used, bo, used.code)
    admit_waiting(ada)
    bonds_of(bo)
    assert accept(waiting, bo, waiting.code)
    sweep()
    assert Invitation.objects.count() == 3
    with time_machine.travel(timezone.now() + timedelta(days=11), tick=False):
        sweep()
    assert [row.id for row in Invitation.objects.all()] == [waiting.id]
    with time_machine.travel(timezone.now() + timedelta(days=100), tick=False):
        sweep()
    assert not Invitation.objects.exists()
    assert not Signpost.objects.exists()


def test_a_signpost_that_leads_elsewhere_leads_nowhere(ada: Person, nest: Bond) -> None:
    row = invite(nest, ada, earlier=False, id=new_id())
    other = Bond.found(again(ada), About("friends"))
    assert find(row.code)
    Signpost.objects.filter(digest=row.digest).update(bond_id=other.id)
    assert by_code(row.code) is None


@pytest.mark.django_db(transaction=True)
def test_invitations_from_before_there_were_signposts_get_theirs(ada: Person, nest: Bond) -> None:
    row = invite(nest, ada, earlier=False, id=new_id())
    Signpost.objects.all().delete()
    assert by_code(row.code) is None
    with connection.schema_editor() as editor:
        import_module("inglenook.bonds.migrations.0002_signpost").set_up(apps, editor)
    assert find(row.code)


def test_an_invitation_made_before_new_keys_still_works(ada: Person, bo: Person, nest: Bond) -> None:

    row = invite(nest, ada, earlier=False, id=new_id())
    code = row.code
    renewed = Person.objects.get(id=ada.id).unlock(renew(again(ada).keyring, "quite another passphrase"))
    assert accept(row, bo, code)
    assert [b.id for b in admit_waiting(renewed)] == [nest.id]
    assert [b.name for b in bonds_of(again(bo))] == ["Ada"]
