"""The pages of talks in turns: which there are, beginning one, and the table itself."""

from datetime import UTC, datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from inglenook.bonds.middleware import BondRequest
from inglenook.conversations import talking
from inglenook.conversations.after import notes_of
from inglenook.conversations.doing import QUIET
from inglenook.conversations.forms import BeginForm
from inglenook.conversations.keepsake import beginning, box_id, box_of, ids_of, is_typed, page_id, page_of
from inglenook.conversations.listing import open_talks, past_talks, with_topics
from inglenook.conversations.protocol import Refused
from inglenook.conversations.table import Table, event_of, find, lay, screen_of, unfinished
from inglenook.conversations.unseen import release_due
from inglenook.conversations.wording import why_not
from inglenook.guide.content import library, offered
from inglenook.people import drafts
from inglenook.people.addresses import said_at
from inglenook.people.keeping import keep_if_it_can
from inglenook.people.requests import get_or_post, whole_number
from inglenook.safety.footing import asked_first
from inglenook.vault.records import is_id, new_id


@require_safe
def index(request: BondRequest) -> HttpResponse:
    """List the talks, those for the kind of bond one is looking at, and what is unfinished."""
    practice = request.GET.get("practice", "")
    kind = request.bond.kind if request.bond else None
    fitting = [one for one in library().talks.values() if kind is None or kind in one.kinds]
    wanted = [one for one in fitting if one.practice == practice] or fitting
    release_due(request.person, request.bonds)
    context: dict[str, object] = {
        "open": with_topics(request.person, open_talks(request.person, request.bonds)),
        "aside": notes_of(request.person).aside,
    }
    if request.headers.get("X-Fragment"):
        return render(request, "conversations/_open.html", context)
    context |= {"protocols": wanted, "all": wanted == fitting, "tables": unfinished(request.person)}
    context["page"] = number = whole_number(request.GET.get("page", ""), 3) or 0
    past, context["further"] = (
        past_talks(request.person, request.bond, number) if request.bond else ([], False)
    )
    context["past"] = with_topics(request.person, past)
    return render(request, "conversations/index.html", context)


@get_or_post
def begin(request: BondRequest, protocol: str) -> HttpResponse:
    """Say what a talk is, who sees what, and begin it."""
    one = library().talks.get(protocol)
    if one is None:
        raise Http404
    about = request.bond.id if request.bond else request.person.id
    if one.people[1] > 1 and (first := asked_first(request, about)):
        return first
    members = [member.name for member in request.bond.members] if request.bond else [request.person.name]
    initial = {"names": ", ".join(members[: one.people[1]])}
    form = BeginForm(request.POST or None, protocol=one, initial=initial)
    if request.method == "POST" and (one.people[1] == 1 or form.is_valid()):
        names = (request.person.name,) if one.people[1] == 1 else form.cleaned_data["names"]
        posted = request.POST.get("id", "")
        id = UUID(posted) if is_id(posted) else new_id()
        if find(request.person, id) is None:
            lay(request.person, id, Table(one.id, names, request.bond.kind if request.bond else None))
        return redirect("conversations:table", id)
    known = library()
    context = {"protocol": one, "practice": known.practices[one.practice], "form": form, "id": new_id()}
    context["evidence"] = known.evidence_of(one)
    context["is_live"] = bool(request.bond and one in talking.talks_for(request.bond))
    return render(request, "conversations/begin.html", context)


@get_or_post
def table(request: BondRequest, id: UUID) -> HttpResponse:
    """Show whose turn it is and what they do; what is tapped happens once."""
    found = find(request.person, id)
    if request.method == "POST" and "then" in request.POST:
        return _closed(request, id, found)
    if found is None:
        raise Http404
    one, revision = found
    if request.method != "POST":
        return _page(request, id, one, revision)
    return _tapped(request, id, one, revision)


def _tapped(request: BondRequest, id: UUID, one: Table, revision: int) -> HttpResponse:
    """Let happen what was tapped, if nothing else has happened since."""
    if request.POST.get("revision") != str(revision):
        return _too_late(request, id)
    if request.POST.get("do") == "done":
        drafts.drop(request.person, *ids_of(id, one))
        return _talked()
    try:
        with transaction.atomic():
            lay(request.person, id, _happened(request, one), seen=revision)
            if "text" in request.POST:
                drafts.drop(request.person, box_id(id, one.state.turn))
    except Refused as refusal:
        return _page(request, id, one, revision, problem=why_not(refusal.why), status=409)
    except drafts.OpenElsewhere:
        return _too_late(request, id)
    return redirect("conversations:table", id)


def _closed(request: BondRequest, id: UUID, found: tuple[Table, int] | None) -> HttpResponse:
    """Close a talk; what somebody wants to keep of it becomes a page of their own, or waits to become one.

    Tapped a second time, the talk is gone already, and the page is the same one.
    """
    then, text = request.POST["then"], _text(request)
    one, journal = found[0] if found else None, reverse("entries:journal")
    if one and not one.state.is_over:
        return _too_late(request, id)
    if then == "let-go" or (then == "close" and one and text in ("", beginning(request.person, one).strip())):
        drafts.drop(request.person, *ids_of(id, one), page_id(id))
        return _talked()
    if then == "close" and one is None:
        return redirect(journal) if is_typed(request.person, id) else _talked()
    if not text:
        if found is None:
            raise Http404
        return _page(request, id, *found, problem=why_not("empty"), status=422)
    is_kept = keep_if_it_can(request, journal)
    if is_kept:
        drafts.drop(request.person, *ids_of(id, one))
    return redirect(journal, preserve_request=then != "close" or not is_kept)


def _talked() -> HttpResponse:
    return redirect(said_at(reverse("conversations:index"), "talked"))


def _text(request: BondRequest) -> str:
    return request.POST.get("text", "").replace("\r\n", "\n").strip()


def _too_late(request: BondRequest, id: UUID) -> HttpResponse:
    """Show how it is after something was tapped twice, or in another tab.

    What was typed stays in sight where it is still the same person's turn, and never on another's.
    """
    found = find(request.person, id)
    turn = screen_of(found[0]) if found else None
    posted = (request.POST.get("turn"), request.POST.get("who"))
    same = turn and (str(turn.state.turn), str(turn.who)) == posted
    if found is None or not same or not request.POST.get("text", "").strip():
        return redirect("conversations:table", id)
    return _page(request, id, *found, problem=why_not("too-late"), status=409)


def _happened(request: BondRequest, one: Table) -> Table:
    """Return the table after what was tapped; unchanged where a button means nothing.

    Raises `Refused`, also where something was typed to go with such a button: it stays in sight.
    """
    (do, _colon, which), turn = request.POST.get("do", "").partition(":"), screen_of(one)
    noted = one.note(turn, _text(request)) if turn and "text" in request.POST else one
    if do == "back":
        return noted.back()
    if turn is None:
        return one
    event = event_of(turn, do, which)
    if event is None and _text(request):
        raise Refused("no-such-choice")
    return noted.happen(event, turn, _text(request)) if event else one


def _page(
    request: BondRequest, id: UUID, one: Table, revision: int, *, problem: str = "", status: int = 200
) -> HttpResponse:
    known, turn = library(), screen_of(one)
    paused = turn.state.paused if turn else None
    posted = request.POST.get("text", "") if problem else ""
    context = {
        "id": id,
        "table": one,
        "protocol": known.protocols[one.protocol],
        "revision": revision,
        "turn": turn,
        "paused": paused,
        "until": datetime.fromtimestamp(paused.until * 60, UTC) if paused else None,
        "stopped": one.state.stopped_by is not None,
        "quiet": QUIET,
        "phrases": offered(known.phrases.values()),
        "problem": problem,
        "typed": posted or (turn.pending if turn else ""),
        "page": page_of(request.person, id, one) if turn is None else None,
        "w": box_of(request.person, id, turn, posted) if turn and turn.notes else None,
    }
    return render(request, "conversations/table.html", context, status=status)
