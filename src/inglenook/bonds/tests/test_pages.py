"""The pages of one's bonds: beginning, looking, naming, choosing."""

from collections.abc import Callable
from uuid import UUID

from conftest import again, join, mine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.figures import figure

from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond, Membership
from inglenook.people.drafts import Draft
from inglenook.people.models import Person
from inglenook.vault.models import BondEpoch
from inglenook.vault.records import new_id

Browser = Callable[[Person], Client]


def test_a_bond_is_begun_and_inviting_comes_next(ada: Person, browser_of: Browser) -> None:
    browser, id = browser_of(ada), new_id()
    assert "What are you to each other" in browser.get("/bonds/new/").text
    answer = browser.post("/bonds/new/", {"id": id, "kind": "friends", "title": "The two Ls"})
    assert answer.headers["Location"] == f"/bonds/{id}/invite/"
    assert answer.cookies[settings.BOND_COOKIE].value == str(id)
    assert answer.cookies[settings.BOND_COOKIE]["samesite"] == "Strict"
    (bond,) = bonds_of(again(ada))
    assert (bond.id, bond.kind, bond.name) == (id, "friends", "The two Ls")
    assert "With whom?" in browser.get(answer.headers["Location"]).text


def test_a_bond_sent_twice_is_begun_once(ada: Person, browser_of: Browser) -> None:
    browser, form = browser_of(ada), {"id": new_id(), "kind": "partners", "title": ""}
    first, second = browser.post("/bonds/new/", form), browser.post("/bonds/new/", form)
    assert first.headers["Location"] == second.headers["Location"]
    assert (Bond.objects.count(), Membership.objects.count(), BondEpoch.objects.count()) == (1, 1, 1)
    # Typed in it after going back, and sent again: that is done with as well.
    browser.post(f"/drafts/{form['id']}/?at=/bonds/new/", form | {"title": "canary-ember-911"})
    assert Draft.objects.exists()
    browser.post("/bonds/new/", form | {"title": "canary-ember-911"})
    assert not Draft.objects.exists()


def test_another_persons_bond_cannot_be_taken_over_by_its_id(
    charlie: Person, bond: Bond, browser_of: Browser
) -> None:
    browser = browser_of(charlie)
    answer = browser.post("/bonds/new/", {"id": bond.id, "kind": "family"})
    assert browser.get(answer.headers["Location"]).status_code == 404
    assert bonds_of(again(charlie)) == []


def test_a_bond_needs_a_kind(ada: Person, browser_of: Browser) -> None:
    answer = browser_of(ada).post("/bonds/new/", {"id": new_id(), "kind": "rivals"})
    assert answer.status_code == 200
    assert "Please look at this again" in answer.text
    assert Bond.objects.count() == 0


def test_colleagues_stay_at_the_first_depth_and_are_told_so(ada: Person, browser_of: Browser) -> None:
    assert "the first depth" in browser_of(ada).get("/bonds/new/").text


def test_a_member_sees_who_is_here_and_the_same_words(
    ada: Person, bo: Person, bond: Bond, browser_of: Browser
) -> None:
    pages = [browser_of(person).get(f"/bonds/{bond.id}/").text for person in (ada, bo)]
    for page in pages:
        assert "<strong>Ada" in page
        assert "<strong>Bo" in page
        assert all(f"<li>{word}</li>" in page for word in bond.words)
        assert "nobody stands between you" in page
    assert 'style="' not in "".join(pages)


def test_strangers_and_unknown_bonds_look_alike(charlie: Person, bond: Bond, browser_of: Browser) -> None:
    browser = browser_of(charlie)
    for id in (bond.id, new_id()):
        for path in ("", "invite/", "leave/"):
            assert browser.get(f"/bonds/{id}/{path}").status_code == 404
        for path in ("choose/", "title/", "leave/", "invite/"):
            assert browser.post(f"/bonds/{id}/{path}", {"passphrase": "x"}).status_code == 404


def test_nobody_in_particular_is_sent_to_sign_in(bond: Bond, client: Client) -> None:
    for path in ("", "new/", f"{bond.id}/", f"{bond.id}/invite/", f"asked/{new_id()}/"):
        assert client.get(f"/bonds/{path}").headers["Location"].startswith("/sign-in/?next=")


def test_looking_at_a_bond_makes_it_the_current_one(ada: Person, bond: Bond, browser_of: Browser) -> None:
    other = Bond.found(again(ada), About("friends", "The choir"))
    browser = browser_of(ada)
    page = browser.get(f"/bonds/{other.id}/")
    assert page.cookies[settings.BOND_COOKIE].value == str(other.id)
    assert 'menu-now">The choir' in page.text
    assert 'menu-now">The choir' in browser.get("/bonds/").text
    assert settings.BOND_COOKIE not in browser.get(f"/bonds/{other.id}/").cookies


def test_a_bond_or_none_is_chosen(ada: Person, bond: Bond, browser_of: Browser) -> None:
    browser = browser_of(ada)
    assert browser.post("/bonds/none/choose/", {"next": "/bonds/"}).headers["Location"] == "/bonds/"
    assert 'menu-now">Only me' in browser.get("/bonds/").text
    assert (
        browser.post(f"/bonds/{bond.id}/choose/", {"next": "https://elsewhere.example/"}).headers["Location"]
        == "/"
    )
    assert 'menu-now">Bo' in browser.get("/bonds/").text
    assert browser.get("/bonds/none/choose/").status_code == 405


def test_a_bond_is_renamed_for_everyone(ada: Person, bo: Person, bond: Bond, browser_of: Browser) -> None:
    form = {"title": "The garden", "seen": ""}
    answer = browser_of(ada).post(f"/bonds/{bond.id}/title/", form)
    assert answer.headers["Location"] == f"/bonds/{bond.id}/?said=changed"
    assert mine(bo, bond.id).name == "The garden"
    assert browser_of(ada).post(f"/bonds/{bond.id}/title/", form).status_code == 302


def test_two_names_at_once_are_both_kept_in_sight(
    ada: Person, bo: Person, bond: Bond, browser_of: Browser
) -> None:
    mine(bo, bond.id).rename("canary-ember-7")
    answer = browser_of(ada).post(f"/bonds/{bond.id}/title/", {"title": "The garden", "seen": ""})
    assert answer.status_code == 409
    assert 'value="The garden"' in answer.text
    assert "<strong>canary-ember-7</strong>" in answer.text
    second = browser_of(ada).post(
        f"/bonds/{bond.id}/title/", {"title": "The garden", "seen": "canary-ember-7"}
    )
    assert second.status_code == 302
    assert mine(bo, bond.id).name == "The garden"


def test_a_name_too_long_is_refused(ada: Person, bond: Bond, browser_of: Browser) -> None:
    answer = browser_of(ada).post(f"/bonds/{bond.id}/title/", {"title": "x" * 61, "seen": ""})
    assert "Please look at this again" in answer.text
    assert mine(ada, bond.id).about.title == ""


def test_a_changed_name_of_ones_own_reaches_the_others(ada: Person, bo: Person, bond: Bond) -> None:
    bo.desk.choose(name="Bodil", pronouns="she/her")
    bonds_of(again(bo))
    (other,) = mine(ada, bond.id).others
    assert (other.name, other.profile.pronouns) == ("Bodil", "she/her")


def test_with_nobody_yet_the_page_asks_with_whom(ada: Person, browser_of: Browser) -> None:
    assert "With whom?" in browser_of(ada).get("/bonds/").text


def test_who_may_read_earlier_things_is_seen_by_all(
    ada: Person, bo: Person, dana: Person, bond: Bond, browser_of: Browser
) -> None:
    join(mine(ada, bond.id), ada, dana, earlier=True)
    page = browser_of(bo).get(f"/bonds/{bond.id}/").text
    assert page.count("may also read what was shared before") == 1


def queries_of(person: Person) -> int:
    fresh = again(person)
    _ = fresh.name
    with CaptureQueriesContext(connection) as asked:
        for bond in bonds_of(fresh):
            _ = bond.name, bond.is_open, bond.words
    return len(asked)


def test_reading_ones_bonds_takes_as_many_queries_for_ten_as_for_one(ada: Person, bo: Person) -> None:
    counts: dict[int, int] = {}
    for number in range(1, 11):
        bond = Bond.found(again(ada), About("friends"))
        join(bond, again(ada), again(bo))
        counts[number] = queries_of(ada)
    figure("queries to read one's bonds (1 bond, 10 bonds)", f"{counts[1]}, {counts[10]}")
    assert counts[1] == counts[10] <= 6


def test_no_bond_costs_next_to_nothing(ada: Person) -> None:
    assert queries_of(ada) <= 4


def test_one_altered_bond_does_not_hide_the_others(
    ada: Person, bo: Person, bond: Bond, browser_of: Browser
) -> None:
    other = Bond.found(again(ada), About("friends", "The choir"))
    newest = BondEpoch.objects.filter(bond_id=bond.id).order_by("-number")[0]
    BondEpoch.objects.filter(bond_id=bond.id, number=newest.number).update(commitment=b"x" * 32)
    assert [b.id for b in bonds_of(again(ada))] == [other.id]
    for where in ("/bonds/", "/"):
        page = browser_of(ada).get(where)
        assert page.status_code == 200
        assert "One of your bonds cannot be opened: its list of members was changed" in page.text
        assert "The choir" in page.text
    BondEpoch.objects.filter(bond_id=other.id).delete()
    for where in ("/bonds/", "/"):
        assert "2 of your bonds cannot be opened" in browser_of(ada).get(where).text
    assert browser_of(ada).get(f"/bonds/{bond.id}/").status_code == 404


def test_a_member_slipped_in_by_the_server_is_none(ada: Person, charlie: Person, bond: Bond) -> None:
    with connection.cursor() as cursor:
        columns = "revision, epoch, sealed_key, joined_on, left_on, since_epoch, profile"
        cursor.execute(
            f"INSERT INTO bonds_membership (bond_id, id, person_id, {columns})"  # noqa: S608
            f" SELECT bond_id, %s, %s, {columns} FROM bonds_membership WHERE person_id = %s",
            [new_id().hex, charlie.id.hex, ada.id.hex],
        )
    seen = mine(ada, bond.id)
    assert [m.name for m in seen.others] == ["Bo"]
    assert BondEpoch.objects.filter(bond_id=bond.id).count() == len(again(ada).keyring.chain(bond.id))
    assert bonds_of(again(charlie)) == []


def test_keys_put_into_a_members_keybox_by_the_server_are_not_taken_over(
    ada: Person, bo: Person, dana: Person, bond: Bond
) -> None:
    from inglenook.vault.models import Keybox

    charlies = Keybox.objects.exclude(id__in=[ada.id, bo.id])[0]
    Keybox.objects.filter(id=bo.id).update(sealing_public=charlies.sealing_public)
    before = {m.person: m.sealing for m in mine(ada, bond.id).roster}
    join(mine(ada, bond.id), again(ada), dana)
    after: dict[UUID, bytes] = {m.person: m.sealing for m in mine(ada, bond.id).roster}
    assert after[bo.id] == before[bo.id]
