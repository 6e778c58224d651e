"""Somebody who joins later reads what is shared with them, and nothing that was shared before."""

from collections.abc import Callable

from conftest import PASSPHRASE, again, join, mine, questions_for, renew
from django.test import Client

from inglenook.bonds.models import Bond
from inglenook.entries.models import Entry, SharedEntry, copy_for, shared_with
from inglenook.exchanges.asking import ask
from inglenook.exchanges.models import Exchange
from inglenook.people.models import Person
from inglenook.vault.records import new_id

Browser = Callable[[Person], Client]


def _share(ada: Person, bond: Bond, page: Entry, text: str = "canary-ember-81 for Bo") -> SharedEntry:
    person, here = again(ada), mine(ada, bond.id)
    return SharedEntry.give(person, here, copy_for(page, here, person, page.body, text))


def _seen_by(person: Person, bond: Bond) -> list[object]:
    return [row.text for row in shared_with(again(person), mine(person, bond.id))]


def test_nothing_that_happens_by_itself_shows_older_things_to_a_newcomer(
    ada: Person, bo: Person, charlie: Person, dana: Person, bond: Bond, page: Entry, browser_of: Browser
) -> None:
    _share(ada, bond, page)
    ask(again(ada), mine(ada, bond.id), questions_for(bond)[0], id=new_id())
    join(mine(ada, bond.id), again(ada), dana)
    hers = browser_of(ada)
    again(ada).desk.choose(name="Ada Lovely")
    row = Entry.objects.of(again(ada)).get(id=page.id)
    row.rewrite(row.body, "canary-ember-82 rewritten")
    for where in ("/", "/together/", "/talk/", f"/bonds/{bond.id}/", f"/me/entries/{page.id}/"):
        assert hers.get(where).status_code == 200
    mine(ada, bond.id).rename("The three of us")
    renew(again(ada).keyring, PASSPHRASE)
    join(mine(bo, bond.id), again(bo), charlie)
    mine(charlie, bond.id).leave(again(charlie), take_back=False)
    for person in (ada, bo, dana):
        mine(person, bond.id)
    assert _seen_by(dana, bond) == []
    assert not Exchange.objects.of(again(dana)).exists()
    assert _seen_by(bo, bond) == ["canary-ember-81 for Bo"]
    assert [m.name for m in mine(dana, bond.id).others] == ["Ada Lovely", "Bo"]


def test_sharing_again_is_for_those_who_are_named_now(
    ada: Person, bo: Person, dana: Person, bond: Bond, page: Entry, browser_of: Browser
) -> None:
    _share(ada, bond, page)
    join(mine(ada, bond.id), again(ada), dana)
    hers, address = browser_of(ada), f"/me/entries/{page.id}/share/"
    form = {"bond": str(bond.id), "passage": "canary-ember-81 for Bo"}
    preview = hers.post(address, {**form, "step": "preview"})
    assert "Bo and Dana will see this" in preview.text
    now = mine(ada, bond.id).mark
    sent = {**form, "step": "share", "revision": str(page.revision), "audience": now}
    assert hers.post(address, sent).status_code == 302
    assert _seen_by(dana, bond) == _seen_by(bo, bond) == ["canary-ember-81 for Bo"]


def test_a_preview_that_named_fewer_people_is_shown_again(
    ada: Person, bo: Person, dana: Person, bond: Bond, page: Entry, browser_of: Browser
) -> None:
    hers, address = browser_of(ada), f"/me/entries/{page.id}/share/"
    form = {"bond": str(bond.id), "passage": "canary-ember-83 for Bo"}
    before = mine(ada, bond.id).mark
    preview = hers.post(address, {**form, "step": "preview"}).text
    assert f'name="audience" value="{before}"' in preview
    join(mine(ada, bond.id), again(ada), dana)
    sent = {**form, "step": "share", "revision": str(page.revision), "audience": before}
    page_again = hers.post(address, sent)
    assert page_again.status_code == 409
    assert "Somebody has joined or left since you last looked" in page_again.text
    assert "Bo and Dana will see this" in page_again.text
    assert not SharedEntry.objects.exists()
