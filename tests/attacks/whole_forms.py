"""What a person would send to each address that takes a form; odd and forged forms are made of these."""

from conftest import again

from inglenook.bonds.middleware import bonds_of
from inglenook.conversations.clock import minute
from inglenook.conversations.models import Words
from inglenook.conversations.planning import Ready
from inglenook.conversations.protocol import Act
from inglenook.conversations.sitting import Sitting, sitting_of
from inglenook.conversations.table import Table, lay
from inglenook.conversations.talking import happen
from inglenook.people import drafts
from inglenook.people.models import Person
from inglenook.vault.records import new_id
from tests.house import House

Forms = dict[str, dict[str, str]]

SIX = "acrobat basin caramel dinginess grandson plaster"
CODES = {"offered": "AAAA-BBBB", "code": "AAAA-BBBB"}
SECRET = {"offered": SIX, "passphrase": SIX, "old-passphrase": "x", "way": "own", "passphrase_again": SIX}
GOES_ON = {"next": "/me/"}
# What stands in an address beside its form.
QUERIES = {
    "people:draft": "?at=/me/journal/",
    "coaching:beside": "?fields=text:",
    "coaching:look": "?at=/me/reading/&fields=text:",
}


def valid_forms(house: House, own: str) -> Forms:
    """Return, for each address that takes a form, what a person would send who types `own`."""
    return {
        **_of_the_account(own),
        **_of_bonds(house, own),
        **_of_pages(house, own),
        **_of_talks(house, own),
        "safety:leave": {},
        "safety:before": {**dict.fromkeys(("afraid", "hurt", "controlled", "pressed"), "no"), **GOES_ON},
        "guide:place": {"anchor": "s3-1"},
        "sample:come-in": {"name": own},
        "sample:anew": {},
    }


def _of_the_account(own: str) -> Forms:
    me = {"name": own, "pronouns": own, "time_zone": "Europe/Berlin", "look": "dark", "lock_after": "900"}
    return {
        "people:start": me | {"sign_in_name": own, "turn": ""} | SECRET,
        "people:sign-in": {"sign_in_name": own, "passphrase": SIX, **GOES_ON},
        "people:unlock": {"passphrase": SIX, **GOES_ON},
        "people:lock": GOES_ON,
        "people:sign-out": {},
        "people:language": {"language": "de", **GOES_ON},
        "people:recover": {"sign_in_name": own, **CODES, **SECRET},
        "people:recovery-code": {**CODES, "passphrase": "x", "next": "/"},
        "people:settings": me | {"quiet": "on", "revision": "1"},
        "people:passphrase": SECRET,
        "people:device-out": {},
        "people:erase": {"passphrase": "x"},
        "people:draft": {"text": own},
        "people:draft-drop": GOES_ON,
        "home:export": {"passphrase": "x"},
    }


def _of_bonds(house: House, own: str) -> Forms:
    return {
        "bonds:new": {"kind": "friends", "title": own[:60]},
        "bonds:join": {"code": own},
        "bonds:confirm": {},
        "bonds:forget": {},
        "bonds:choose": GOES_ON,
        "bonds:choose-none": GOES_ON,
        "bonds:title": {"title": own[:60], "seen": ""},
        "bonds:leave": {"passphrase": "x", "take_back": "yes"},
        "bonds:invite": {"earlier": "no"},
        "bonds:withdraw": {},
        "exchanges:ask": {"question": "first", "id": str(house.ids["exchange"])},
        "exchanges:exchange": {"text": own, "revision": "0", "audience": ""},
        "exchanges:skip": {},
        "exchanges:take-back": {},
    }


def _of_pages(house: House, own: str) -> Forms:
    bond, kept = str(house.bond.id), {"id": str(house.ids["entry"]), "revision": "1"}
    return {
        "entries:check-in": {
            "mood": "1,1",
            "words": "calm",
            "own_word": own[:40],
            "strength": "2",
            "note": own,
        },
        "entries:journal": {"text": own, "prompt": "", "then": "share"},
        "entries:appreciation": {"about": "elsewhere", "did": own, "shows": own},
        "entries:reading": {"chapter": "3", "note": own},
        "entries:search": {"wanted": own},
        "entries:edit": kept | {"text": own},
        "entries:delete": {},
        "entries:share": kept | {"bond": bond, "paragraphs": "0", "passage": own, "step": "share"},
        "entries:unshare": {"bond": bond},
        "coaching:about": {"do": "off"},
        "coaching:kind": {"do": "again"},
        "coaching:beside": {"text": own, "coach-field": "text", "coach-heard": own},
        "coaching:look": {"id": str(new_id()), "text": own, "coach-heard": own},
        "coaching:model": {"coach-text": own, "at": "/me/journal/"},
    }


def _of_talks(house: House, own: str) -> Forms:
    written, plan = str(new_id()), {"heaviness": "1", "minutes": "20", "way": "written", "when": "ready"}
    return {
        "conversations:begin": {"names": f"{own}, Bo", "id": str(new_id())},
        "conversations:table": {"revision": "1", "turn": "0", "who": "0", "text": own, "do": "act"},
        "conversations:propose": {
            **plan,
            "id": str(new_id()),
            "topic": own,
            "bond": str(house.bond.id),
            "time_0": "2030-01-01T12:00",
        },
        "conversations:talk": {"id": written, "do": "act", "turn": "1", "text": own},
        "conversations:take-back": {},
        "conversations:aside": {"do": "aside"},
        "conversations:after": {"understood": "3", "valued": "2", "cared_for": "4", "calm": "0"},
        "conversations:picture": {"do": "agree"},
    }


def let_talks_run(house: House) -> None:
    """Let the talk of the house run, so that its next turn is Ada's, and lay a table where one writes."""
    ada, third = house.people["owner"], Person.named("Keeper")
    assert third is not None
    Words.objects.filter(id=house.ids["words"]).delete()
    for person in (ada, house.people["member"], third):
        sitting = _sitting(person, house)
        happen(sitting, Ready(sitting.me, minute()))
    sitting = happen(_sitting(ada, house), Act(0, 0, ""), "canary-ember-900")
    assert sitting.acts
    house.ids["words"] = sitting.said[0].row.id
    drafts.drop(ada, house.ids["table"])
    lay(again(ada), house.ids["table"], Table("ground-rules-talk", ("Ada", "Bo")))


def _sitting(person: Person, house: House) -> Sitting:
    seen = again(person)
    return sitting_of(seen, bonds_of(seen, admit=False), house.ids["talk"])
