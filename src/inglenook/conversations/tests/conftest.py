"""A circle of people with a browser each, and a talk between them."""

import re
from collections import Counter
from collections.abc import Callable
from uuid import UUID

import pytest
from conftest import again, join, mine
from django.test import Client

from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond
from inglenook.conversations.sitting import Sitting, sitting_of
from inglenook.conversations.table import find, screen_of
from inglenook.guide.content import Kind
from inglenook.people.models import Person
from inglenook.safety.footing import note
from inglenook.vault.records import new_id

Browser = Callable[[Person], Client]


class Circle:
    """The members of a bond, whoever proposes first, with a browser each."""

    def __init__(self, bond: Bond, people: list[Person], browser_of: Browser) -> None:
        self.bond, self.people = bond, people
        self.browsers = [browser_of(person) for person in people]
        for person in people:
            note(again(person), bond.id, is_open=True)
        self.id: UUID | None = None
        self.taken: Counter[tuple[str, str]] = Counter()
        self.chosen: dict[int, str] = {}
        self.look_again()

    def look_again(self) -> None:
        """See the bond as each finds it now: somebody may have come or left."""
        self.seen = {
            who: (again(person), bond)
            for who, person in enumerate(self.people)
            for bond in bonds_of(again(person))
            if bond.id == self.bond.id
        }

    @property
    def path(self) -> str:
        return f"/talk/turns/together/{self.id}/"

    def propose(self, protocol: str, way: str = "written", **more: object) -> "Circle":
        fields = {"id": new_id(), "topic": "canary-ember-400", "heaviness": 1, "way": way, "when": "ready"}
        answer = self.browsers[0].post(f"/talk/turns/{protocol}/propose/", fields | more)
        assert answer.status_code == 302, answer.text
        found = re.search("together/([0-9a-f-]+)/", answer.headers["Location"])
        assert found
        self.id = UUID(found[1])
        return self

    def begin(self, protocol: str, way: str = "written") -> "Circle":
        self.propose(protocol, way)
        for who in range(len(self.people)):
            self.tap(who, "ready")
        assert self.sitting().is_running
        return self

    def sitting(self, who: int = 0) -> Sitting:
        person, bond = self.seen[who]
        assert self.id
        return sitting_of(person, [bond], self.id)

    def page(self, who: int, **headers: str) -> str:
        answer = self.browsers[who].get(self.path, headers=headers)
        assert answer.status_code == 200
        return answer.text

    def tap(self, who: int, do: str, status: int = 302, **more: object) -> str:
        if "turn" not in more:
            now = self.sitting(who)
            more["turn"] = now.state.turn if now.is_running else ""
        answer = self.browsers[who].post(self.path, {"do": do, **more})
        assert answer.status_code == status, answer.text
        return answer.text

    def go_on(self) -> int:
        """Let whoever's turn it is do what the step asks for: the way least taken so far; returns who."""
        now = self.sitting()
        who, step = min(now.whose), now.step
        ways = [one.id for one in step.choices if one.id not in now.locked]
        choice = self.chosen.get(now.state.turn) or min(
            ways, key=lambda way: self.taken[step.id, way], default=""
        )
        self.taken[step.id, choice] += now.state.turn not in self.chosen
        self.chosen[now.state.turn] = choice
        text = f"canary-ember-401 {who} at {now.state.turn}" if now.step.way == "text" else ""
        self.tap(who, f"act:{choice}" if choice else "act", text=text, turn=now.state.turn)
        return who


@pytest.fixture
def pair(bond: Bond, ada: Person, bo: Person, browser_of: Browser) -> Circle:
    return Circle(bond, [ada, bo], browser_of)


def circle_of(kind: Kind, names: list[Person], browser_of: Browser) -> Circle:
    """Found a bond for these people."""
    first, *others = names
    bond = Bond.found(first, About(kind))
    for other in others:
        join(mine(first, bond.id), again(first), other)
    for person in names:
        mine(person, bond.id)
    return Circle(mine(first, bond.id), names, browser_of)


class Evening:
    """One person's browser at a table."""

    def __init__(self, browser: Client, person: Person, protocol: str, names: str = "Ada, Bo") -> None:
        self.browser, self.person, self.id = browser, person, new_id()
        for about in (person.id, *again(person).keyring.bond_ids()):
            note(again(person), about, is_open=True)
        answer = browser.post(f"/talk/turns/{protocol}/", {"id": self.id, "names": names})
        self.path = answer.headers["Location"]
        assert self.path == f"/talk/turns/table/{self.id}/"

    @property
    def page(self) -> str:
        return self.browser.get(self.path).text

    @property
    def revision(self) -> int:
        found = find(again(self.person), self.id)
        assert found
        return found[1]

    def tap(self, do: str, status: int = 302, **more: object) -> str:
        fields = {"revision": self.revision, "do": do, **more}
        answer = self.browser.post(self.path, fields)
        assert answer.status_code == status, answer.text
        return answer.text

    def tap_first(self) -> None:
        """Do what the screen asks for: the first way that is not locked."""
        found = find(again(self.person), self.id)
        assert found
        turn = screen_of(found[0])
        assert turn
        choice = next((one.id for one in turn.step.choices if one.id not in turn.locked), "")
        self.tap(f"act:{choice}")
