"""Sharing: seen first, chosen part by part, taken back as easily."""

from collections.abc import Callable

import pytest
from conftest import again, join, mine
from django.test import Client

from inglenook.bonds.models import About, Bond
from inglenook.entries.bodies import Appreciation, CheckIn, Journal
from inglenook.entries.models import Entry, SharedEntry, copy_for, shared_with
from inglenook.entries.tests.forms_in_pages import hidden
from inglenook.people.models import Person
from inglenook.vault.records import Conflict, new_id

Browser = Callable[[Person], Client]


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_nothing_of_a_page_is_chosen_beforehand(
    ada: Person, bond: Bond, page: Entry, browser_of: Browser
) -> None:
    browser, address = browser_of(ada), f"/me/entries/{page.id}/share/"
    shown = text(browser.get(address))
    assert "canary-ember-1 first" in shown
    assert shown.count("checked") == 1
    assert "Choose at least one part" in text(browser.post(address, {"bond": str(bond.id)}))
    assert not SharedEntry.objects.exists()


def test_a_passage_is_previewed_changed_and_shared(
    ada: Person, bo: Person, bond: Bond, page: Entry, browser_of: Browser
) -> None:
    browser, address = browser_of(ada), f"/me/entries/{page.id}/share/"
    chosen = {"bond": str(bond.id), "paragraphs": ["1"], "step": "preview"}
    preview = text(browser.post(address, chosen))
    assert "Bo will see this" in preview
    assert "canary-ember-2 second" in preview
    assert "canary-ember-1" not in preview
    assert not SharedEntry.objects.exists()
    edited = {"bond": str(bond.id), "passage": "only this", "step": "preview"}
    preview = text(browser.post(address, edited))
    assert hidden(preview, "passage") == "only this"
    sent = {**edited, "revision": hidden(preview, "revision"), "step": "share"}
    response = browser.post(address, sent, follow=True)
    assert "Bo has a copy" in text(response)
    (seen,) = shared_with(again(bo), mine(bo, bond.id))
    assert seen.plain == "only this"
    assert seen.body == Journal(seen.body.at), "the prompt was not in the preview"
    assert Entry.objects.of(again(ada)).get().plain == page.plain


@pytest.mark.parametrize(
    ("add", "goes", "stays"),
    [
        ([], ["worried", "Strongly"], ["canary-ember-3", "company", "High energy"]),
        (["note"], ["worried", "canary-ember-3"], ["company", "High energy"]),
        (["need", "place"], ["worried", "company", "High energy"], ["canary-ember-3"]),
    ],
)
def test_only_what_was_ticked_of_a_check_in_goes(
    add: list[str],
    goes: list[str],
    stays: list[str],
    ada: Person,
    bo: Person,
    bond: Bond,
    feeling: Entry,
    browser_of: Browser,
) -> None:
    browser, address = browser_of(ada), f"/me/entries/{feeling.id}/share/"
    preview = text(browser.post(address, {"bond": str(bond.id), "add": add, "step": "preview"}))
    assert all(word in preview for word in goes)
    assert not any(word in preview for word in stays)
    sent = {"bond": str(bond.id), "add": add, "revision": hidden(preview, "revision"), "step": "share"}
    browser.post(address, sent)
    (seen,) = shared_with(again(bo), mine(bo, bond.id))
    assert isinstance(seen.body, CheckIn)
    assert (seen.body.need == "company", seen.body.mood != "", seen.plain != "") == (
        "need" in add,
        "place" in add,
        "note" in add,
    )


def test_what_changed_since_the_preview_is_shown_again_first(
    ada: Person, bond: Bond, feeling: Entry, browser_of: Browser
) -> None:
    browser, address = browser_of(ada), f"/me/entries/{feeling.id}/share/"
    sent = {"bond": str(bond.id), "step": "share", "revision": str(feeling.revision)}
    feeling.rewrite(CheckIn(0, "", ("joyful",)), "")
    response = browser.post(address, sent)
    assert response.status_code == 409
    assert "joyful" in text(response)
    assert not SharedEntry.objects.exists()


def test_an_appreciation_is_shown_to_whom_it_is_about(
    ada: Person, bo: Person, dana: Person, bond: Bond, thanks: Entry, browser_of: Browser
) -> None:
    join(Bond.found(ada, About("friends")), ada, dana)
    preview = text(browser_of(ada).get(f"/me/entries/{thanks.id}/share/"))
    assert "Bo will see this" in preview
    assert "Dana will see this" not in preview
    assert "canary-ember-4 made tea" in preview


def test_in_a_larger_bond_it_says_whom_an_appreciation_is_about(
    ada: Person, bo: Person, dana: Person, bond: Bond, browser_of: Browser
) -> None:
    join(bond, ada, dana)
    browser = browser_of(ada)
    shown = text(browser.get("/me/appreciation/"))
    assert f"{bond.id}:{dana.id}" in shown
    assert "All of them" in shown
    sent = {"about": f"{bond.id}:{dana.id}", "did": "canary-ember-17", "then": "share"}
    preview = text(browser.post("/me/appreciation/", {"id": str(new_id()), **sent}, follow=True))
    assert "Appreciation about Dana" in preview
    assert "Bo and Dana will see this" in preview


def test_another_bond_learns_nothing_of_the_one_an_appreciation_is_about(
    ada: Person, bo: Person, dana: Person, bond: Bond, thanks: Entry, browser_of: Browser
) -> None:
    friends = join(Bond.found(ada, About("friends")), ada, dana)
    mine(bo, bond.id).leave(again(bo), take_back=False)
    sent = {"bond": str(friends.id), "revision": "1", "step": "share"}
    browser_of(ada).post(f"/me/entries/{thanks.id}/share/", sent)
    (seen,) = shared_with(again(dana), mine(dana, friends.id))
    assert seen.body == Appreciation(seen.body.at)


def test_with_two_bonds_one_says_which(
    ada: Person, dana: Person, bond: Bond, page: Entry, browser_of: Browser
) -> None:
    join(Bond.found(ada, About("friends")), ada, dana)
    browser, address = browser_of(ada), f"/me/entries/{page.id}/share/"
    assert "checked" not in text(browser.get(address))
    refused = text(browser.post(address, {"paragraphs": ["0"], "step": "share"}))
    assert "Choose with whom" in refused
    assert not SharedEntry.objects.exists()


def test_without_anybody_there_is_nobody_to_share_with(ada: Person, page: Entry, browser_of: Browser) -> None:
    response = browser_of(ada).get(f"/me/entries/{page.id}/share/")
    assert "nobody to share with yet" in text(response)


def test_a_bond_that_ended_is_not_offered(
    ada: Person, bo: Person, bond: Bond, page: Entry, browser_of: Browser
) -> None:
    mine(bo, bond.id).leave(again(bo), take_back=False)
    sent = {"bond": str(bond.id), "passage": "x", "revision": "1", "step": "share"}
    response = browser_of(ada).post(f"/me/entries/{page.id}/share/", sent)
    assert "nobody to share with yet" in text(response)
    assert not SharedEntry.objects.exists()


def test_somebody_elses_bond_is_not_offered(
    ada: Person, bo: Person, charlie: Person, bond: Bond, browser_of: Browser, dana: Person
) -> None:
    from inglenook.entries.tests.conftest import kept

    join(Bond.found(charlie, About("friends")), charlie, dana)
    theirs = kept(charlie, Journal(0), "mine")
    sent = {"bond": str(bond.id), "passage": "x", "revision": "1", "step": "share"}
    browser_of(charlie).post(f"/me/entries/{theirs.id}/share/", sent)
    assert not SharedEntry.objects.exists()


def test_taking_back_is_one_press_and_sharing_may_be_repeated(
    ada: Person, bo: Person, bond: Bond, page: Entry, browser_of: Browser
) -> None:
    browser, address = browser_of(ada), f"/me/entries/{page.id}"
    sent = {"bond": str(bond.id), "passage": "x", "revision": "1", "step": "share"}
    browser.post(f"{address}/share/", sent)
    browser.post(f"{address}/share/", sent)
    assert SharedEntry.objects.get().revision == 1
    assert "takes the place" in text(browser.post(f"{address}/share/", {**sent, "step": "preview"}))
    response = browser.post(f"{address}/unshare/", {"bond": str(bond.id)}, follow=True)
    assert "copies somebody made stay with them" in text(response)
    assert shared_with(again(bo), mine(bo, bond.id)) == []
    assert browser.post(f"{address}/unshare/", {"bond": "x"}).status_code == 404


def test_only_the_author_takes_back(
    ada: Person, bo: Person, bond: Bond, page: Entry, browser_of: Browser
) -> None:
    sent = {"bond": str(bond.id), "passage": "x", "revision": "1", "step": "share"}
    browser_of(ada).post(f"/me/entries/{page.id}/share/", sent)
    response = browser_of(bo).post(f"/me/entries/{page.id}/unshare/", {"bond": str(bond.id)})
    assert response.status_code == 404
    assert SharedEntry.objects.count() == 1


def test_nothing_is_given_of_a_page_that_was_deleted_meanwhile(ada: Person, bond: Bond, page: Entry) -> None:
    """No page would be left on which the copy could be taken back."""
    copy = copy_for(page, mine(ada, bond.id), again(ada), page.body, "canary-ember-8")
    Entry.objects.of(again(ada)).get().remove()
    with pytest.raises(Conflict):
        SharedEntry.give(again(ada), mine(ada, bond.id), copy)
    assert not SharedEntry.objects.exists()


def test_deleting_takes_the_copies_back_too(
    ada: Person, bo: Person, bond: Bond, page: Entry, browser_of: Browser
) -> None:
    browser, address = browser_of(ada), f"/me/entries/{page.id}"
    sent = {"bond": str(bond.id), "passage": "x", "revision": "1", "step": "share"}
    browser.post(f"{address}/share/", sent)
    assert "taken back too" in text(browser.get(f"{address}/delete/"))
    assert Entry.objects.count() == 1
    assert browser.post(f"{address}/delete/")["Location"] == "/me/?said=deleted"
    assert not Entry.objects.exists()
    assert not SharedEntry.objects.exists()
