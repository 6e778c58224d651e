"""Where acts are done: the house, who is in it, and how a form is sent and a page seen."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from conftest import PASSPHRASE, again
from django.test import Client

from inglenook.people.models import Person
from inglenook.vault.records import new_id
from tests.house import House

KNOWN = {"passphrase": PASSPHRASE}


@dataclass
class Stage:
    """The house, and a browser for each: Ada, Bo, a third, who comes after them, Charlie, a new one."""

    house: House
    hers: Client
    his: Client
    keepers: Client
    newcomers: Client
    strangers: Client
    new: Client

    def path(self, name: str) -> str:
        """Return the address of something that is Ada's or her bond's."""
        return self.house.path(name)

    @property
    def bond(self) -> str:
        """The bond's id, as forms send it."""
        return str(self.house.bond.id)


def stage(house: House, browser_of: Callable[[Person], Client]) -> Stage:
    """Give everybody a browser."""
    third = Person.named("Keeper")
    assert third is not None
    known = house.people
    people = (known["owner"], known["member"], third, known["pending"], known["stranger"])
    hers, his, keepers, newcomers, strangers = (browser_of(again(person)) for person in people)
    return Stage(house, hers, his, keepers, newcomers, strangers, Client())


@dataclass(frozen=True)
class Act:
    """What is done, and the addresses that it is done at."""

    addresses: tuple[str, ...]
    name: str
    do: Callable[[Stage], None]


ACTS: list[Act] = []


def at(*addresses: str) -> Callable[[Callable[[Stage], None]], Callable[[Stage], None]]:
    """Note an act."""

    def noted(do: Callable[[Stage], None]) -> Callable[[Stage], None]:
        ACTS.append(Act(addresses, do.__name__, do))
        return do

    return noted


def send(browser: Client, path: str, fields: Mapping[str, str] | None = None, *, leads: str) -> str:
    """Send a form that does something and leads on; returns where to."""
    answer = browser.post(path, {"id": str(new_id()), **(fields or {})})
    where = answer.headers.get("Location", "")
    assert answer.status_code == 302, (path, answer.status_code, answer.content.decode())
    assert leads in where, (path, where)
    return where


def see(browser: Client, path: str) -> str:
    """Open a page; returns what is on it, with its tags."""
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def is_out(browser: Client, door: str) -> bool:
    """Tell whether a browser is sent to a door before it sees anything."""
    answer = browser.get("/me/")
    return answer.status_code == 302 and answer.headers["Location"].startswith(door)
