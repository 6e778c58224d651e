"""Leaving a bond, and what is left of it for each side."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from conftest import PASSPHRASE, again, join, mine
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from inglenook.bonds.invitations import Invitation, accept, find, invite
from inglenook.bonds.leaving import leave
from inglenook.bonds.memories import PastBond, memories
from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond, Membership
from inglenook.bonds.tests.tabs import at_once
from inglenook.bonds.upkeep import sweep
from inglenook.people.models import Person
from inglenook.vault.models import Anchor, BondEpoch, Grant
from inglenook.vault.owners import Locked
from inglenook.vault.records import new_id

Browser = Callable[[Person], Client]
Execute = Callable[..., object]


def test_leaving_asks_for_the_passphrase_and_happens_at_once(
    ada: Person, bo: Person, bond: Bond, browser_of: Browser
) -> None:
    browser, where = browser_of(bo), f"/bonds/{bond.id}/leave/"
    page = browser.get(where).text
    assert "What the others see" in page
    assert "Nobody is asked" in page
    for wrong in ({}, {"passphrase": "not this one at all"}):
        assert browser.post(where, wrong).status_code == 422
    assert len(mine(ada, bond.id).others) == 1
    answer = browser.post(where, {"passphrase": PASSPHRASE})
    assert answer.headers["Location"] == "/bonds/?said=left"
    assert bonds_of(again(bo)) == []
    assert "the others see only that you left" in browser.get("/bonds/?said=left").text.lower()


def test_the_others_see_only_that_somebody_left(
    ada: Person, bo: Person, bond: Bond, browser_of: Browser
) -> None:
    mine(bo, bond.id).leave(again(bo), take_back=False)
    page = browser_of(ada).get(f"/bonds/{bond.id}/").text
    assert "<strong>Bo</strong><small>left</small>" in page
    assert "The others have left" in page
    assert str(timezone.now().year) not in page.split("<strong>Bo</strong>")[1].split("</li>")[0]


def test_a_departed_member_sees_what_they_still_have_and_nothing_else(
    ada: Person, bo: Person, bond: Bond, browser_of: Browser
) -> None:
    bond.rename("canary-ember-3")
    mine(bo, bond.id).leave(again(bo), take_back=True)
    browser = browser_of(bo)
    page = browser.get(f"/bonds/{bond.id}/")
    assert page.status_code == 200
    assert "What you still have" in page.text
    assert "canary-ember-3" in page.text
    assert "was deleted when you left" in page.text
    assert browser.get(f"/bonds/{bond.id}/leave/").headers["Location"] == f"/bonds/{bond.id}/"
    assert browser.get(f"/bonds/{bond.id}/invite/").status_code == 404
    for path in ("title/", "choose/", "invite/"):
        assert browser.post(f"/bonds/{bond.id}/{path}", {"title": "x"}).status_code == 404
    assert "canary-ember-3" in browser.get("/bonds/").text
    assert "canary-ember-3" not in browser_of(ada).get("/bonds/").text.partition("Bonds you have left")[2]


def test_leaving_twice_changes_nothing(ada: Person, bo: Person, bond: Bond, browser_of: Browser) -> None:
    browser, form = browser_of(bo), {"passphrase": PASSPHRASE}
    browser.post(f"/bonds/{bond.id}/leave/", form)
    assert browser.post(f"/bonds/{bond.id}/leave/", form).headers["Location"] == f"/bonds/{bond.id}/"
    assert PastBond.objects.count() == 1


def test_two_tabs_leave_at_once(bo: Person, bond: Bond) -> None:
    first, second = again(bo), again(bo)
    tabs = [(bonds_of(person)[0], person) for person in (first, second)]
    for seen, person in tabs:
        leave(seen, person, take_back=False)
    assert PastBond.objects.count() == 1


def test_leaving_works_from_a_page_that_is_out_of_date(
    ada: Person, bo: Person, dana: Person, bond: Bond
) -> None:
    person = again(bo)
    (stale,) = bonds_of(person)
    join(mine(ada, bond.id), again(ada), dana)
    stale.leave(person, take_back=False)
    assert [m.name for m in mine(ada, bond.id).others] == ["Dana"]


def test_who_leaves_and_is_invited_again_begins_afresh(
    ada: Person, bo: Person, bond: Bond, browser_of: Browser
) -> None:
    mine(bo, bond.id).leave(again(bo), take_back=False)
    join(mine(ada, bond.id), again(ada), again(bo))
    seen = mine(bo, bond.id)
    assert [m.name for m in seen.others] == ["Ada"]
    assert seen.departed == []
    assert Membership.objects.filter(bond_id=bond.id, person=bo).count() == 2
    assert mine(ada, bond.id).past_names == []
    assert "Bonds you have left" not in browser_of(bo).get("/bonds/").text
    assert browser_of(bo).get(f"/bonds/{bond.id}/").status_code == 200
    with pytest.raises(Locked):
        again(bo).keyring.bond_key(bond.id, 2)
    mine(bo, bond.id).leave(again(bo), take_back=False)
    assert len(memories(again(bo))) == 1


def test_a_newcomer_is_not_told_who_left_before_them(
    ada: Person, bo: Person, dana: Person, bond: Bond
) -> None:
    mine(bo, bond.id).leave(again(bo), take_back=False)
    join(mine(ada, bond.id), again(ada), dana)
    seen = mine(dana, bond.id)
    assert seen.past_names == []
    assert seen.name_of(bo.id) == "Somebody who left"
    assert mine(ada, bond.id).past_names == ["Bo"]


def test_the_last_to_leave_takes_the_bond_along(ada: Person, bo: Person, bond: Bond) -> None:
    for person in (bo, ada):
        mine(person, bond.id).leave(again(person), take_back=False)
    for model in (Bond, Membership, BondEpoch, Grant, Anchor, Invitation):
        assert not model._default_manager.exists()
    assert [row.left.name for row in memories(again(ada))] == ["Bo"]


def test_a_bond_nobody_came_to_is_put_away_without_a_trace(ada: Person, browser_of: Browser) -> None:
    bond = Bond.found(ada, About("partners"))
    row = invite(bond, ada, earlier=False, id=new_id())
    code = row.code
    assert "Nobody else is here yet" in browser_of(ada).get(f"/bonds/{bond.id}/leave/").text
    mine(ada, bond.id).leave(again(ada), take_back=False)
    assert find(code) is None
    assert not PastBond.objects.exists()


def test_who_leaves_takes_their_invitations_along(
    ada: Person, bo: Person, charlie: Person, bond: Bond
) -> None:
    row = invite(mine(bo, bond.id), again(bo), earlier=False, id=new_id())
    code = row.bind(again(bo).keyring).code
    assert accept(row, charlie, code)
    # His next request would let Charlie in; he leaves with the page he has.
    person = again(bo)
    seen = next(b for b in bonds_of(person, admit=False) if b.id == bond.id)
    seen.leave(person, take_back=False)
    bonds_of(again(bo))
    assert bonds_of(again(charlie)) == []
    assert mine(ada, bond.id).is_ended


def test_sweeping_spares_what_is_lived_in(ada: Person, bond: Bond) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=3650), tick=False):
        sweep()
    assert mine(ada, bond.id).others


def test_a_stale_tab_does_not_begin_an_epoch_twice(ada: Person, bo: Person, bond: Bond) -> None:
    tab = again(ada)
    assert tab.keyring.chain(bond.id)
    mine(bo, bond.id).leave(again(bo), take_back=False)
    assert mine(ada, bond.id).is_ended
    count = BondEpoch.objects.count()
    assert bonds_of(tab)[0].is_ended
    assert BondEpoch.objects.count() == count


def test_whatever_moment_another_begins_the_epoch_in_the_bond_stays_in_sight(
    ada: Person, bo: Person, dana: Person, bond: Bond
) -> None:
    join(mine(ada, bond.id), again(ada), dana)
    mine(bo, bond.id).leave(again(bo), take_back=False)
    moment, reached = 0, True
    while reached:
        with transaction.atomic():
            seen, reached = _interrupted(again(dana), again(ada), moment)
            transaction.set_rollback(True)
        assert (moment, seen) == (moment, [["Ada", "Dana"]])
        moment += 1
    assert moment > 5


def _interrupted(person: Person, other: Person, moment: int) -> tuple[list[list[str]], bool]:
    """Return whom a person sees in their bonds where another looks at theirs after so many questions asked.

    Never within a transaction: who is in one has the bond's turn, and the other waits.
    """
    asked, outside = 0, len(connection.savepoint_ids)

    def interrupt(execute: Execute, *question: object) -> object:
        nonlocal asked
        if len(connection.savepoint_ids) == outside:
            asked += 1
            if asked == moment + 1:
                bonds_of(other)
        return execute(*question)

    with connection.execute_wrapper(interrupt):
        seen = [[member.name for member in bond.members] for bond in bonds_of(person)]
    return seen, asked > moment


@pytest.mark.django_db(transaction=True)
def test_many_requests_at_once_begin_one_epoch(ada: Person, bo: Person, dana: Person, bond: Bond) -> None:
    join(mine(ada, bond.id), again(ada), dana)
    mine(bo, bond.id).leave(again(bo), take_back=False)
    before = BondEpoch.objects.count()
    tabs = [again(person) for person in (ada, dana) * 4]
    seen = at_once(tabs, lambda person: [m.name for b in bonds_of(person) for m in b.members])
    assert seen == [["Ada", "Dana"]] * len(tabs)
    assert BondEpoch.objects.count() == before + 1


@pytest.mark.django_db(transaction=True)
def test_many_requests_at_once_let_somebody_in_once(ada: Person, bo: Person) -> None:
    bond = Bond.found(ada, About("partners"))
    row = invite(bond, ada, earlier=False, id=new_id())
    assert accept(row, bo, row.code)
    at_once([again(ada) for _ in range(8)], bonds_of)
    assert Membership.objects.filter(person=bo).count() == 1
    assert BondEpoch.objects.count() == 2
    assert [m.name for m in mine(bo, bond.id).others] == ["Ada"]


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_from_many_tabs_at_once_begins_one_bond(ada: Person, browser_of: Browser) -> None:
    form = {"id": new_id(), "kind": "partners", "title": ""}
    tabs = [again(ada) for _ in range(4)]
    browsers = {id(tab): browser_of(tab) for tab in tabs}
    codes = at_once(tabs, lambda tab: browsers[id(tab)].post("/bonds/new/", form).status_code)
    assert codes == [302] * 4
    assert Bond.objects.count() == 1
