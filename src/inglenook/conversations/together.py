"""The pages of talks on several phones: proposing one, the talk itself, and what remains of it."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from inglenook.bonds.middleware import BondRequest
from inglenook.bonds.models import Bond
from inglenook.conversations import after, talking
from inglenook.conversations.doing import NOT_NOW, event_of
from inglenook.conversations.forms import WAYS, AfterForm, OfferForm, ProposeForm, WordsForm
from inglenook.conversations.lines import rows_of
from inglenook.conversations.models import After, Plan
from inglenook.conversations.planning import READY_LASTS, Offer
from inglenook.conversations.protocol import Refused
from inglenook.conversations.sitting import Sitting, requested
from inglenook.conversations.table import QUIET
from inglenook.conversations.wording import why_not
from inglenook.guide.content import library, offered
from inglenook.guide.doing import ListeningHint
from inglenook.guide.protocols import Protocol
from inglenook.people import drafts
from inglenook.people.addresses import said_at
from inglenook.people.drafts import Writing
from inglenook.people.requests import get_or_post
from inglenook.vault.records import Conflict, is_id, new_id

# A refusal that the page itself explains: what was tapped is not wanted any more.
SHOWN_ANYWAY = {"over", "begun", "paused"}


@get_or_post
def propose(request: BondRequest, protocol: str) -> HttpResponse:
    """Propose a talk to the others of the bond one is looking at."""
    bond = request.bond
    one = next((p for p in talking.talks_for(bond) if p.id == protocol), None) if bond else None
    if bond is None or one is None or not bond.is_open:
        raise Http404
    form = ProposeForm(request.POST or None, protocol=one, person=request.person)
    problem = ""
    if request.method == "POST" and request.POST.get("audience", bond.mark) != bond.mark:
        problem = "joined"
    elif request.method == "POST" and form.is_valid():
        posted = request.POST.get("id", "")
        id = UUID(posted) if is_id(posted) else new_id()
        row = talking.propose(request.person, bond, _plan(request, bond, one, form), id=id)
        return redirect(said_at(reverse("conversations:talk", args=[row.id]), "proposed"))
    known = library()
    context = {"protocol": one, "practice": known.practices[one.practice], "form": form, "id": new_id()}
    context |= {"evidence": known.evidence_of(one), "bond": bond, "problem": problem}
    status = 409 if problem else 200
    return render(request, "conversations/propose.html", context, status=status)


def _plan(request: BondRequest, bond: Bond, protocol: Protocol, form: ProposeForm) -> Plan:
    given, me = form.cleaned_data, request.person.id
    return Plan(
        protocol=protocol.id,
        circle=(me, *(member.person_id for member in bond.others)),
        kind=bond.kind,
        manner="over-days" if given["way"] == "over-days" else "live",
        aloud=given["way"] == "aloud",
        topic=given["topic"],
        heaviness=given["heaviness"],
        times=form.times if given["when"] == "times" else (),
        at=int(timezone.now().timestamp()),
    )


@get_or_post
def talk(request: BondRequest, id: UUID) -> HttpResponse:
    """Show a talk as it is for the reader; what they tap happens once."""
    sitting = requested(request, id)
    if request.method == "POST":
        return _tapped(request, sitting)
    return _page(request, talking.release(sitting))


def _tapped(request: BondRequest, sitting: Sitting) -> HttpResponse:
    offer = OfferForm(request.POST, person=request.person) if request.POST.get("do") == "offer" else None
    if offer and not offer.is_valid():
        return _page(request, sitting, offer=offer, status=422)
    event = Offer(sitting.me, offer.times) if offer else event_of(request, sitting.me)
    words = WordsForm(request.POST)
    if event is None or not words.is_valid():
        return _page(request, sitting, words=words, status=422)
    try:
        talking.release(talking.happen(sitting, event, words.cleaned_data["text"]))
    except Conflict:
        return _page(request, requested(request, sitting.id), words=words, status=409)
    except Refused as refusal:
        now = requested(request, sitting.id)
        if not (now.has_done(event) or (refusal.why in SHOWN_ANYWAY and not words.cleaned_data["text"])):
            problem = why_not(refusal.why)
            return _page(request, now, words=words, problem=problem, status=409)
    if is_id(request.POST.get("id", "")):
        drafts.drop(request.person, UUID(request.POST["id"]))
    return redirect("conversations:talk", sitting.id)


def _page(
    request: BondRequest,
    sitting: Sitting,
    *,
    words: WordsForm | None = None,
    offer: OfferForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a talk; what was typed is never lost, and never put under another question."""
    context: dict[str, Any] = {"sitting": sitting, "problem": problem, "typed": ""}
    seen = request.POST.get("turn", "")
    writing = _writing(request, sitting, words, seen) if sitting.writes else None
    if words and not (writing and writing.form is words):
        context["typed"] = words.data.get("text", "").strip()
    context |= {"w": writing, "offer": offer or OfferForm(person=request.person)}
    if sitting.is_over:
        context["after"] = AfterForm(initial=_told(sitting))
        context["unsent"] = _unsent(request)
    elif sitting.is_running:
        context |= _turns(sitting)
    else:
        context |= _arranged(sitting)
    is_part = request.method != "POST" and request.headers.get("X-Fragment")
    part = "conversations/_talk.html" if is_part else "conversations/talk.html"
    return render(request, part, context, status=status)


def _writing(
    request: BondRequest, sitting: Sitting, words: WordsForm | None, seen: str
) -> Writing[WordsForm]:
    """Return the box of this turn, with what was typed for just this turn."""
    id = talking.writing_id(sitting)
    w = drafts.writing(request, WordsForm, id=id)
    if words is not None:
        w.form = words if seen == str(sitting.state.turn) else WordsForm()
    w.form.fields["text"].required = sitting.must_write
    return w


def _arranged(sitting: Sitting) -> dict[str, Any]:
    """What the page says before a talk begins."""
    where, course = sitting.where, sitting.course
    now = int(timezone.now().timestamp()) // 60
    times = [
        (
            time,
            datetime.fromtimestamp(time * 60, UTC),
            [who for who, fits in sorted(where.suits) if fits == time],
        )
        for time in where.times
    ]
    ready = [who for who, _ in where.ready if course.is_ready(where, who, now)]
    lapses = min((since for who, since in where.ready if who in ready), default=0) + READY_LASTS + 1
    return {
        "times": times,
        "settled": course.settled(where),
        "ready": ready,
        "lapses": lapses * 60 if ready and course.at_once else None,
        "not_now": [(who, date.fromordinal(by)) for who, by in where.not_now],
        "later": NOT_NOW,
        "way": WAYS["over-days" if not course.at_once else "aloud" if sitting.plan.aloud else "written"],
        "hints": _hints(),
    }


def _hints() -> list[ListeningHint]:
    """One hint each for the room, the posture and the face; the phones keep the turns, so they stay."""
    known = [one for one in offered(library().hints.values()) if one.id != "phones-away"]
    return [next(one for one in known if one.channel == channel) for channel in ("room", "posture", "face")]


def _turns(sitting: Sitting) -> dict[str, Any]:
    """What the page says while a talk runs."""
    paused, hints = sitting.state.paused, offered(library().hints.values())
    return {
        "paused": paused,
        "until": datetime.fromtimestamp(paused.until * 60, UTC) if paused else None,
        "quiet": QUIET,
        "phrases": offered(library().phrases.values()),
        "hint": hints[sitting.state.turn % len(hints)],
    }


def _unsent(request: BondRequest) -> list[tuple[UUID, str]]:
    """Return what the reader had begun to write in a talk that is over, and nobody has seen."""
    kept = [(row.id, one) for row, one in drafts.all_of(request.person) if one.path == request.path]
    texts = [(id, QueryDict(one.fields).get("text", "").strip()) for id, one in kept]
    return [(id, text) for id, text in texts if text]


def _told(sitting: Sitting) -> dict[str, Any]:
    told = after.told_of(sitting.person, sitting.id)
    return {name: getattr(told, name) for name in after.ITEMS} if told else {}


@require_POST
def take_back(request: BondRequest, id: UUID, words: UUID) -> HttpResponse:
    """Take back one's own words of a talk."""
    sitting = requested(request, id)
    talking.take_back(sitting, words)
    return redirect(said_at(reverse("conversations:talk", args=[id]), "unshared"))


@require_POST
def tell_after(request: BondRequest, id: UUID) -> HttpResponse:
    """Keep how a talk was for oneself alone."""
    sitting = requested(request, id)
    form = AfterForm(request.POST)
    if not (form.is_valid() and sitting.is_over and sitting.has_begun):
        return _page(request, sitting, status=422)
    today = request.person.today()
    after.tell(request.person, After(sitting.id, sitting.bond.id, today, **form.cleaned_data))
    return redirect(said_at(reverse("conversations:picture"), "kept"))


@get_or_post
def picture(request: BondRequest) -> HttpResponse:
    """Show how the talks of a bond were for oneself, and for the others where all have agreed to that."""
    bond = request.bond
    if bond is None:
        return redirect("conversations:index")
    if request.method == "POST":
        if request.POST.get("do") == "agree" and bond.is_open:
            after.agree(request.person, bond)
        elif request.POST.get("do") == "withdraw":
            after.withdraw(bond)
        return redirect("conversations:picture")
    told = [one for one in after.told_by(request.person) if one.bond_id == bond.id][-after.SHOWN :]
    shown = after.shown_in(request.person, bond)
    context = {"told": told, "shown": shown, "rows": rows_of(request.person, bond, told, shown)}
    part = (
        "conversations/_picture.html" if request.headers.get("X-Fragment") else "conversations/picture.html"
    )
    return render(request, part, context)
