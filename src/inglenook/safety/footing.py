"""The gate before exercises for two: open to whoever has said, alone and lately, that they are safe.

Closed by a yes, closed on purpose, never asked and asked too long ago are one and the same: the questions
come first.
"""

from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from inglenook.people.addresses import is_ours
from inglenook.people.models import Person
from inglenook.people.requests import Request
from inglenook.safety.models import Footing, Ground, Stand
from inglenook.vault.records import opens

QUARTER = 92  # days


def is_open(person: Person, bond_id: UUID) -> bool:
    """Tell whether exercises for two are open to somebody in a bond, or by their own id on one phone."""
    stand = _stands(Footing.row_of(person)).get(bond_id)
    # A day far ahead was noted by a clock that was wrong.
    return stand is not None and stand.is_open and abs((person.today() - stand.on).days) < QUARTER


def note(person: Person, bond_id: UUID, *, is_open: bool) -> None:
    """Note whether exercises for two are open to somebody from today on; nobody is told."""

    def change(row: Footing | None) -> dict[str, Ground]:
        here = {*person.keyring.bond_ids(), person.id}
        kept = {id: stand for id, stand in _stands(row).items() if id in here}
        return {"ground": Ground({**kept, bond_id: Stand(is_open, person.today())})}

    Footing.put(person, change)


def asked_first(request: Request, bond_id: UUID) -> HttpResponse | None:
    """Return the way to the four questions, and back from there; None where exercises for two are open."""
    if is_open(request.person, bond_id):
        return None
    return redirect(leading_on("safety:before", bond_id, _present(request)))


def leading_on(name: str, bond_id: UUID, where: str) -> str:
    """Return the address of a page about a bond that knows where to go on to."""
    return f"{reverse(name, args=[bond_id])}?{urlencode({'next': where})}"


def _present(request: Request) -> str:
    """Return the page somebody is on: of a form that was sent, the one it stood on."""
    where = request.get_full_path()
    if request.method == "POST":
        came = urlsplit(request.headers.get("Referer", ""))
        is_here = came.path and came.netloc == request.get_host()
        where = came._replace(scheme="", netloc="", fragment="").geturl() if is_here else request.path
    return where if is_ours(where) else "/"


def _stands(row: Footing | None) -> dict[UUID, Stand]:
    """Return where somebody stands; a row that was damaged or altered says nothing, so all is closed."""
    return row.ground.bonds if row and opens(row) else {}
