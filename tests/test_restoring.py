"""A restored backup brings back what was there, and nothing and nobody that has gone since."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import PASSPHRASE, again, join, mine, questions_for, renew
from django.conf import settings
from django.test import Client
from django.urls import reverse

from inglenook.bonds.invitations import invite
from inglenook.bonds.models import About, Bond, Membership
from inglenook.bonds.upkeep import sweep
from inglenook.cli.backups.making import make_backup
from inglenook.entries.bodies import Journal
from inglenook.entries.models import Entry, SharedEntry, copy_for
from inglenook.exchanges.answering import give
from inglenook.exchanges.asking import ask
from inglenook.exchanges.models import Exchange
from inglenook.exchanges.opening import release_due
from inglenook.people import drafts
from inglenook.people.models import Person
from inglenook.vault import keyboxes
from inglenook.vault.door import RecoveryCode
from inglenook.vault.models import BondEpoch
from inglenook.vault.records import new_id
from tests.commands import as_json, inglenook, script
from tests.figures import figure
from tests.rows import Keys, keys, keys_in, values, values_in

pytestmark = pytest.mark.django_db(transaction=True)

BrowserOf = Callable[[Person], Client]
WHOLE = Path("inglenook.sqlite3")


@pytest.fixture(autouse=True)
def no_marks_of_before() -> None:
    """Begin with no tombstones but those of this test."""
    (Path(settings.DATA) / "tombstones").unlink(missing_ok=True)


class Home:
    """Two bonds in which people have written, shared, asked and answered."""

    def __init__(self, ada: Person, bo: Person, dana: Person) -> None:
        self.ada, self.bo, self.dana = ada, bo, dana
        self.pair = Bond.found(ada, About("partners"))
        join(self.pair, ada, bo)
        self.friends = Bond.found(again(ada), About("friends"))
        join(mine(ada, self.friends.id), again(ada), dana)
        join(mine(ada, self.friends.id), again(ada), bo)
        for person in (ada, bo, dana):
            keyboxes.set_recovery(again(person).keyring, RecoveryCode.generate())
        self.pages = {p.id: [self.write(p, bond) for bond in self.bonds_of(p)] for p in (ada, bo, dana)}
        self.asked = [self.talk(number) for number in range(3)]
        self.draft = new_id()
        drafts.keep(
            again(ada).keyring.keybox, self.draft, drafts.Kept("/me/journal/", "text=canary-ember-320")
        )
        self.invitation = invite(mine(ada, self.pair.id), again(ada), earlier=False, id=new_id())

    def bonds_of(self, person: Person) -> list[Bond]:
        ids = Membership.objects.filter(person_id=person.id).values_list("bond_id", flat=True)
        return [mine(person, bond_id) for bond_id in ids]

    def write(self, person: Person, bond: Bond) -> Entry:
        """Write a page and share it."""
        person = again(person)
        page, _ = Entry.keep(person, new_id(), Journal(1), "canary-ember-321")
        SharedEntry.give(person, bond, copy_for(page, bond, person, page.body, "canary-ember-322"))
        return page

    def talk(self, number: int) -> Exchange:
        """Ask the pair a question; the first two are answered by both, the last by Ada alone."""
        bond = mine(self.ada, self.pair.id)
        row = ask(again(self.ada), bond, questions_for(bond)[number], id=new_id())
        for person in (self.ada, self.bo)[: 1 if number == 2 else 2]:
            give(again(person), mine(person, bond.id), row, "canary-ember-323")
        for person in (self.bo, self.ada):
            release_due(again(person), [mine(person, bond.id)])
        return row


@pytest.fixture
def home(ada: Person, bo: Person, dana: Person) -> Home:
    return Home(ada, bo, dana)


def backed_up(folder: Path) -> Path:
    return make_backup(folder).path


def restored(backup: Path, to: Path, **more: str) -> dict[str, Any]:
    """Restore as somebody does who has the backup and what is left of the data directory."""
    marks = Path(settings.DATA) / "tombstones"
    said = as_json(to, "restore", backup, *(["--tombstones", marks] if marks.exists() else []), **more)
    assert said["ok"], said
    return said


def revived(there: Keys, now: Keys) -> dict[str, set[Any]]:
    """Return what a restored database holds that the present one lacks."""
    return {name: rows - now[name] for name, rows in there.items() if rows - now[name]}


def test_a_backup_restores_every_row_as_it_was(home: Home, tmp_path: Path) -> None:
    before = values()
    said = restored(backed_up(tmp_path), tmp_path / "data")
    after = values_in(tmp_path / "data" / WHOLE)
    for name in before:
        if name != "Invitation":  # the open one is over, and only that
            assert after[name] == before[name], name
    assert said["invitations"] == 1
    assert (said["deleted"], said["departed"]) == (0, 0)
    assert (tmp_path / "data" / "secret").read_text() == settings.SECRET_KEY


def delete_one_by_one(home: Home, browser_of: BrowserOf) -> None:
    """Delete, unshare, take back, drop and withdraw, each by its own button."""
    ada, bo = browser_of(again(home.ada)), browser_of(again(home.bo))
    first, second = home.pages[home.ada.id]
    posts = [
        (ada, reverse("entries:delete", args=[first.id]), {}),
        (ada, reverse("entries:unshare", args=[second.id]), {"bond": str(home.friends.id)}),
        (ada, reverse("exchanges:take-back", args=[home.asked[0].id]), {}),
        (bo, reverse("exchanges:take-back", args=[home.asked[1].id]), {}),
        (ada, reverse("exchanges:take-back", args=[home.asked[2].id]), {}),
        (ada, reverse("people:draft-drop", args=[home.draft]), {}),
        (ada, reverse("bonds:withdraw", args=[home.pair.id, home.invitation.id]), {}),
    ]
    for browser, path, sent in posts:
        assert browser.post(path, sent).status_code == 302, path


def test_what_was_deleted_one_by_one_stays_deleted(home: Home, browser_of: BrowserOf, tmp_path: Path) -> None:
    backup, before = backed_up(tmp_path), keys()
    delete_one_by_one(home, browser_of)
    now = keys()
    gone = sum(len(before[name] - now[name]) for name in before)
    assert gone >= 8
    restored(backup, tmp_path / "data")
    there = keys_in(tmp_path / "data" / WHOLE)
    assert revived(there, now) == {}
    assert there["Entry"] == before["Entry"] & now["Entry"], "nothing else went"
    with_invitation = "SELECT count(*) FROM bonds_invitation WHERE spoiled = 0 AND admitted_epoch IS NULL"
    assert script(tmp_path / "data", _counting(with_invitation)) == "0\n"


def _counting(sql: str) -> str:
    return f"from django.db import connection\nprint(connection.cursor().execute({sql!r}).fetchone()[0])"


def test_who_left_is_not_back_and_holds_no_key(home: Home, browser_of: BrowserOf, tmp_path: Path) -> None:
    backup = backed_up(tmp_path)
    leaving = reverse("bonds:leave", args=[home.friends.id])
    for person, sent in ((home.dana, {"take_back": "on"}), (home.bo, {})):
        answer = browser_of(again(person)).post(leaving, {"passphrase": PASSPHRASE, **sent})
        assert answer.headers["Location"] == "/bonds/?said=left"
    now = keys()
    said = restored(backup, tmp_path / "data")
    assert said["departed"] == 2
    there = keys_in(tmp_path / "data" / WHOLE)
    assert revived(there, now) == {}
    assert {key[2] for key in there["Grant"] if key[0] == home.friends.id} == {home.ada.id}
    trusting = "SELECT count(*) FROM vault_anchor WHERE sealed IS NOT NULL AND bond_id = '{}'"
    assert script(tmp_path / "data", _counting(trusting.format(home.friends.id.hex))) == "1\n"
    before = BondEpoch.objects.filter(bond_id=home.friends.id, signer_id=home.ada.id).count()
    assert script(tmp_path / "data", _visit(home.ada, home.friends)) == f"['Ada'] {before + 1} True\n"


def _visit(person: Person, bond: Bond) -> str:
    """What a member's next request does: their bonds are looked at, and a new epoch begins."""
    return f"""
from uuid import UUID
from inglenook.bonds.middleware import bonds_of
from inglenook.people.models import Person
from inglenook.vault.keyboxes import open_with_passphrase
from inglenook.vault.models import Grant, Keybox
person = Person.objects.get(id={str(person.id)!r})
person.unlock(open_with_passphrase(Keybox.objects.get(id=person.id), {PASSPHRASE!r}))
bond = next(b for b in bonds_of(person) if b.id == UUID({str(bond.id)!r}))
number = len(person.keyring.chain(bond.id))
told = Grant.objects.filter(bond_id=bond.id, number=number).values_list("person_id", flat=True)
print([m.name for m in bond.members], number, list(told) == [person.id])
"""


def test_who_erased_their_account_is_gone_and_so_is_a_bond_of_nobody(
    home: Home, browser_of: BrowserOf, tmp_path: Path
) -> None:
    backup = backed_up(tmp_path)
    for person in (home.bo, home.dana, home.ada):
        browser = browser_of(again(person))
        answer = browser.post(reverse("people:erase"), {"passphrase": PASSPHRASE})
        assert answer.status_code == 302
    sweep()
    now = keys()
    assert not now["Person"]
    restored(backup, tmp_path / "data")
    there = keys_in(tmp_path / "data" / WHOLE)
    assert {name: rows for name, rows in there.items() if rows} == {}


def test_a_backup_of_a_later_day_keeps_what_came_again_under_its_old_key(
    home: Home, browser_of: BrowserOf, tmp_path: Path
) -> None:
    page = home.pages[home.ada.id][0]
    browser_of(again(home.ada)).post(reverse("entries:delete", args=[page.id]))
    Entry.keep(again(home.ada), page.id, Journal(1), "sent once more from an old tab")
    backup = backed_up(tmp_path)
    restored(backup, tmp_path / "kept")
    assert (home.ada.id, page.id) in keys_in(tmp_path / "kept" / WHOLE)["Entry"]
    browser_of(again(home.ada)).post(reverse("entries:delete", args=[page.id]))
    restored(backup, tmp_path / "gone")
    assert (home.ada.id, page.id) not in keys_in(tmp_path / "gone" / WHOLE)["Entry"]


def test_replaced_recovery_codes_open_nothing_and_older_passphrases_are_counted(
    home: Home, tmp_path: Path
) -> None:
    backup = backed_up(tmp_path)
    keyboxes.set_recovery(again(home.ada).keyring, RecoveryCode.generate())
    keyboxes.change_passphrase(again(home.bo).keyring, "another six plain words for them")
    renew(again(home.dana).keyring, "yet another six plain words here")
    said = restored(backup, tmp_path / "data")
    assert (said["recovery_codes"], said["older_passphrases"]) == (2, 2)
    told = inglenook(
        tmp_path / "again", "restore", backup, "--tombstones", Path(settings.DATA) / "tombstones"
    )
    assert "2 people have changed their passphrase since" in told.stdout


def test_everybody_signs_in_anew(home: Home, browser_of: BrowserOf, tmp_path: Path) -> None:
    browser_of(again(home.ada))
    restored(backed_up(tmp_path), tmp_path / "data")
    assert script(tmp_path / "data", _counting("SELECT count(*) FROM vault_session")) == "0\n"


def test_nothing_is_ever_overwritten(home: Home, tmp_path: Path) -> None:
    backup = backed_up(tmp_path)
    restored(backup, tmp_path / "data")
    file = tmp_path / "data" / WHOLE
    before = file.read_bytes()
    said = as_json(tmp_path / "data", "restore", backup)
    assert not said["ok"]
    assert "never overwrites" in said["problem"]
    assert file.read_bytes() == before


def test_the_tombstones_of_another_server_are_refused(home: Home, tmp_path: Path) -> None:
    backup = backed_up(tmp_path)
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "data" / "tombstones").write_text("inglenook tombstones 1 " + "0" * 64 + "\n")
    said = as_json(tmp_path / "data", "restore", backup)
    assert not said["ok"]
    assert "another Inglenook" in said["problem"]
    assert not (tmp_path / "data" / WHOLE).exists()


def test_every_way_of_going_leaves_nothing_to_revive(
    home: Home, browser_of: BrowserOf, tmp_path: Path
) -> None:
    backup, before = backed_up(tmp_path), keys()
    delete_one_by_one(home, browser_of)
    browser = browser_of(again(home.dana))
    leaving = reverse("bonds:leave", args=[home.friends.id])
    browser.post(leaving, {"passphrase": PASSPHRASE, "take_back": "on"})
    browser_of(again(home.bo)).post(reverse("people:erase"), {"passphrase": PASSPHRASE})
    now = keys()
    restored(backup, tmp_path / "data")
    assert revived(keys_in(tmp_path / "data" / WHOLE), now) == {}
    gone = sum(len(before[name] - now[name]) for name in before)
    figure("rows gone since a backup that its restoring revived", f"0 of {gone}")
