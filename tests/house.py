"""A furnished bond and the addresses of everything in it, for tests that walk the whole house."""

from dataclasses import dataclass
from typing import Any

import pytest
from conftest import again, join, mine, person_named, questions_for
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from inglenook.bonds.invitations import accept, invite
from inglenook.bonds.leaving import leave
from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond
from inglenook.conversations.models import Plan, Words
from inglenook.conversations.table import Table, lay
from inglenook.conversations.talking import propose
from inglenook.entries.bodies import Journal
from inglenook.entries.models import Entry, SharedEntry, copy_for
from inglenook.exchanges.asking import ask
from inglenook.guide.content import library
from inglenook.people import drafts
from inglenook.people.models import Person
from inglenook.safety.footing import note
from inglenook.vault.records import new_id
from inglenook.vault.sessions import begin


def addresses(resolver: URLResolver | None = None, space: str = "") -> dict[str, URLPattern]:
    """Return every named address of the product."""
    found: dict[str, URLPattern] = {}
    for part in (resolver or get_resolver()).url_patterns:
        if isinstance(part, URLResolver):
            inner = f"{space}{part.namespace}:" if part.namespace else space
            found |= addresses(part, inner)
        else:
            found[f"{space}{part.name}"] = part
    return found


@dataclass
class House:
    """A furnished bond, and what its addresses need."""

    people: dict[str, Person]
    bond: Bond
    ids: dict[str, Any]

    def path(self, name: str) -> str:
        """Return a real address: one whose object exists and belongs to Ada or her bond."""
        special: dict[str, list[Any]] = {
            "people:device-out": [self.ids["device"]],
            "bonds:invitation": [self.bond.id, self.ids["invitation"]],
            "bonds:withdraw": [self.bond.id, self.ids["invitation"]],
            "bonds:asked": [self.ids["asked"]],
            "coaching:kind": ["blame"],
            "guide:chapter": [3],
            "guide:whole": [3],
            "guide:place": [3],
            "guide:step": [3, 2],
            "guide:practice": ["repair"],
            "conversations:begin": ["listening"],
            "conversations:propose": ["listening"],
            "conversations:table": [self.ids["table"]],
            "conversations:take-back": [self.ids["talk"], self.ids["words"]],
        }
        if name in special:
            return reverse(name, args=special[name])
        wanted = {
            "bonds": self.bond.id,
            "entries": self.ids["entry"],
            "exchanges": self.ids["exchange"],
            "conversations": self.ids["talk"],
            "people": self.ids["draft"],
            "safety": self.bond.id,
        }
        needs = "id" in addresses()[name].pattern.converters
        return reverse(name, args=[wanted[name.split(":")[0]]]) if needs else reverse(name)


@pytest.fixture
def house(ada: Person, bo: Person, charlie: Person, dana: Person, db: None) -> House:
    bond = Bond.found(ada, About("partners"))
    join(bond, ada, bo)
    join(mine(ada, bond.id), ada, dana)
    theirs = mine(dana, bond.id)
    leave(theirs, again(dana), take_back=False)
    newcomer, keeper = person_named("Newcomer"), person_named("Keeper")
    # Invited by somebody who is away, so that no role's request lets them in.
    join(mine(ada, bond.id), again(ada), keeper)
    row = invite(mine(keeper, bond.id), again(keeper), earlier=False, id=new_id())
    accept(row, newcomer, row.code)
    still_open = invite(mine(ada, bond.id), again(ada), earlier=False, id=new_id())
    Bond.found(charlie, About("friends"))
    seen = mine(ada, bond.id)
    ada = again(ada)
    entry, _ = Entry.keep(ada, new_id(), Journal(at=1), "a page")
    SharedEntry.give(ada, seen, copy_for(entry, seen, ada, entry.body, "a page"))
    exchange = ask(ada, seen, questions_for(seen)[0], id=new_id())
    draft = new_id()
    drafts.keep(ada.keyring.keybox, draft, drafts.Kept("/me/journal/", "text=half"))
    device = begin(ada.keyring, label="Other", idle_seconds=3600).id_hash.hex()
    shape = library().protocols["listening"].shape
    plan = Plan("listening", shape, tuple(seen.member_ids), "partners", "live", False, 1, ())
    talk = propose(ada, seen, plan, "", id=new_id())
    said = Words.objects.of(ada).create(bond=seen, author=ada, conversation_id=talk.id, turn=0, text="said")
    table = new_id()
    lay(ada, table, Table("listening", ("Ada", "Bo")))
    ids = {"table": table, "entry": entry.id, "exchange": exchange.id, "draft": draft, "device": device}
    ids |= {"talk": talk.id, "words": said.id}
    ids |= {"invitation": still_open.id, "asked": row.id}
    for person in (ada, bo, charlie, keeper, newcomer):
        for about in (person.id, bond.id):
            note(again(person), about, is_open=True)
    for person in (ada, bo, charlie, dana, newcomer):
        bonds_of(again(person))  # epochs and names are in step before anybody looks
    people = {"owner": ada, "member": bo, "former": dana, "pending": newcomer, "stranger": charlie}
    return House(people, bond, ids)
