"""Somebody who erases their account is out of every bond, and nothing of theirs is left there."""

from collections.abc import Callable

import pytest
from conftest import PASSPHRASE, again, mine
from django.test import Client

from inglenook.bonds.invitations import Invitation, accept, invite
from inglenook.bonds.memories import PastBond
from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import Bond, Membership
from inglenook.bonds.signposts import Signpost
from inglenook.bonds.tests.tabs import at_once
from inglenook.entries.bodies import Journal
from inglenook.entries.models import Entry, SharedEntry, copy_for
from inglenook.people.models import Person
from inglenook.vault.models import Anchor, BondEpoch, Grant
from inglenook.vault.records import new_id
from inglenook.web.tests.listening import listening

Browser = Callable[[Person], Client]


def test_an_erased_member_is_somebody_who_left(
    ada: Person, bo: Person, bond: Bond, browser_of: Browser
) -> None:
    before = len(again(ada).keyring.chain(bond.id))
    row = invite(mine(bo, bond.id), again(bo), earlier=False, id=new_id())
    bo_id = bo.id
    again(bo).erase()
    assert not Grant.objects.filter(person_id=bo_id).exists()
    assert not Anchor.objects.filter(person_id=bo_id).exists()
    assert not Invitation.objects.filter(id=row.id).exists()
    left = mine(ada, bond.id)
    assert len(again(ada).keyring.chain(bond.id)) == before + 1
    assert left.is_ended
    assert not left.is_waiting
    assert (left.name, left.name_of(bo_id)) == ("Somebody who left", "Somebody who left")
    assert "Somebody who left" in browser_of(ada).get(f"/bonds/{bond.id}/").text


def test_erasing_deletes_ones_memories_too(ada: Person, bo: Person, bond: Bond) -> None:
    mine(bo, bond.id).leave(again(bo), take_back=False)
    again(bo).erase()
    assert not PastBond.objects.exists()


def test_bonds_of_people_who_are_all_gone_are_gone_too(ada: Person, bo: Person, bond: Bond) -> None:
    invite(mine(bo, bond.id), again(bo), earlier=False, id=new_id())
    again(bo).erase()
    assert not Signpost.objects.exists()
    invite(mine(ada, bond.id), again(ada), earlier=False, id=new_id())
    again(ada).erase()
    for model in (Bond, BondEpoch, Grant, Signpost):
        assert not model._default_manager.exists()


def test_who_waited_for_somebody_who_erased_their_account_looks_for_the_bond_no_longer(
    ada: Person, bo: Person, charlie: Person, bond: Bond
) -> None:
    row = invite(mine(bo, bond.id), again(bo), earlier=False, id=new_id())
    assert accept(row, charlie, row.bind(again(bo).keyring).code)
    assert again(charlie).whereabouts == [bond.id]
    again(bo).erase()
    assert again(charlie).whereabouts == []


@pytest.mark.django_db(transaction=True)
def test_somebody_whose_anchor_is_lost_is_erased_all_the_same(ada: Person, bo: Person, bond: Bond) -> None:
    his, theirs = again(bo), mine(bo, bond.id)
    page, _ = Entry.keep(his, new_id(), Journal(1), "canary-anchor-1")
    SharedEntry.give(his, theirs, copy_for(page, theirs, his, Journal(1), "canary-anchor-1"))
    Anchor.objects.filter(person_id=bo.id).delete()
    person = again(bo)
    assert person.whereabouts == []
    person.erase()
    assert not Person.objects.filter(id=bo.id).exists()
    assert not Membership.objects.filter(person_id=bo.id).exists()
    assert not SharedEntry.objects.filter(author_id=bo.id).exists()
    assert not Grant.objects.filter(person_id=bo.id).exists()
    assert mine(ada, bond.id).is_ended


@pytest.mark.django_db(transaction=True)
def test_two_who_erase_their_accounts_at_once_leave_no_empty_bond(
    ada: Person, bo: Person, bond: Bond
) -> None:
    at_once([again(ada), again(bo)], Person.erase)
    assert not Person.objects.exists()
    assert not Bond.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_pages_of_those_who_stay_wake_when_somebody_erases_their_account(
    ada: Person, bo: Person, charlie: Person, dana: Person, bond: Bond, browser_of: Browser
) -> None:
    row = invite(mine(ada, bond.id), again(ada), earlier=False, id=new_id())
    assert accept(row, dana, row.bind(again(ada).keyring).code)
    client = browser_of(ada)
    with listening(bo.id) as his, listening(dana.id) as hers, listening(charlie.id) as stranger:
        client.post("/settings/erase/", {"passphrase": PASSPHRASE})
        assert his.changed
        assert hers.changed
        assert not stranger.changed
    assert mine(bo, bond.id).past_names == ["Somebody who left"]
    assert "Somebody who left" in browser_of(bo).get(f"/bonds/{bond.id}/").text
    assert bonds_of(again(dana)) == []
