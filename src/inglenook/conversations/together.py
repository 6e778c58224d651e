"""The pages of talks on several phones: proposing one, and the talk itself."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from inglenook.bonds.middleware import BondRequest
from inglenook.bonds.models import Bond
from inglenook.coach.steps import SILENT
from inglenook.conversations import talking
from inglenook.conversations.doing import event_of
from inglenook.conversations.forms import OfferForm, ProposeForm, WordsForm
from inglenook.conversations.models import Plan
from inglenook.conversations.planning import Happening, Offer
from inglenook.conversations.protocol import Act, Refused, Skip
from inglenook.conversations.shown import shown
from inglenook.conversations.sitting import Sitting, requested
from inglenook.conversations.unseen import release
from inglenook.conversations.wording import why_not
from inglenook.guide.content import library
from inglenook.guide.protocols import Protocol
from inglenook.people import drafts
from inglenook.people.addresses import said_at
from inglenook.people.drafts import Writing
from inglenook.people.keeping import keep_if_it_can, without_secrets
from inglenook.people.requests import get_or_post
from inglenook.safety.footing import asked_first
from inglenook.vault.records import Conflict, is_id

# A refusal that the page itself explains: what was tapped is not wanted any more.
SHOWN_ANYWAY = {"over", "begun", "paused"}
# What somebody taps who means to take part: before it come the four questions.
COMING_IN = {"agree", "offer", "ready"}


@get_or_post
def propose(request: BondRequest, protocol: str) -> HttpResponse:
    """Propose a talk to the others of the bond one is looking at."""
    bond = request.bond
    one = next((p for p in talking.talks_for(bond) if p.id == protocol), None) if bond else None
    if bond is None or one is None or not bond.is_open:
        raise Http404
    if first := asked_first(request, bond.id):
        keep_if_it_can(request, request.path)
        return first
    w, problem = (
        drafts.writing(request, ProposeForm, only=_seen_by(bond), protocol=one, person=request.person),
        "",
    )
    if request.method == "POST" and w.form.is_valid():
        try:
            return _proposed(request, bond, one, w)
        except Conflict:
            problem = why_not("joined")
        except Refused as refusal:
            problem = why_not(refusal.why)
    known = library()
    context = {"protocol": one, "practice": known.practices[one.practice], "w": w, "form": w.form}
    context |= {"evidence": known.evidence_of(one), "bond": bond, "problem": problem}
    return render(request, "conversations/propose.html", context, status=409 if problem else 200)


def _seen_by(bond: Bond) -> dict[str, str]:
    """Return the fields of a proposal that say for whom it is."""
    return {"bond": str(bond.id), "audience": bond.mark}


def _proposed(request: BondRequest, bond: Bond, protocol: Protocol, w: Writing[ProposeForm]) -> HttpResponse:
    if any(request.POST.get(name, value) != value for name, value in _seen_by(bond).items()):
        raise Conflict
    given, me = w.form.cleaned_data, request.person.id
    plan = Plan(
        protocol=protocol.id,
        shape=protocol.shape,
        circle=(me, *(member.person_id for member in bond.others)),
        kind=bond.kind,
        manner="over-days" if given["way"] == "over-days" else "live",
        aloud=given["way"] == "aloud",
        heaviness=given["heaviness"],
        times=w.form.times if given["when"] == "times" else (),
        minutes=given["minutes"] or protocol.minutes,
    )
    with drafts.handed_in(request.person, w.id):
        row = talking.propose(request.person, bond, plan, given["topic"], id=w.id)
    return redirect(said_at(reverse("conversations:talk", args=[row.id]), "proposed"))


@get_or_post
def talk(request: BondRequest, id: UUID) -> HttpResponse:
    """Show a talk as it is for the reader; what they tap happens once."""
    sitting = requested(request, id)
    if request.method == "POST":
        return _tapped(request, sitting)
    if sitting.is_over and not sitting.row.ended_on:
        talking.close(sitting)
    return _page(request, release(sitting))


def _tapped(request: BondRequest, sitting: Sitting) -> HttpResponse:
    comes_in = request.POST.get("do", "").partition(":")[0] in COMING_IN
    if comes_in and (first := asked_first(request, sitting.bond.id)):
        return first
    offer = OfferForm(request.POST, person=request.person) if request.POST.get("do") == "offer" else None
    if offer and not offer.is_valid():
        return _page(request, sitting, offer=offer, status=422)
    words, event = WordsForm(request.POST), None
    try:
        event = Offer(sitting.me, offer.times) if offer else event_of(request, sitting.me)
        if event is None or (isinstance(event, Act) and not words.is_valid()):
            return _page(request, sitting, words=words, status=422)
        text = words.cleaned_data["text"] if words.is_valid() else ""
        with transaction.atomic():  # the draft is gone, or kept, with what happens
            now = talking.happen(sitting, event, text)
            _put_away(request, event)
    except (Conflict, Refused) as refusal:
        return _refused(request, requested(request, sitting.id), words, refusal, event)
    release(now)
    return redirect("conversations:talk", sitting.id)


def _refused(
    request: BondRequest, now: Sitting, words: WordsForm, refusal: Exception, event: Happening | None
) -> HttpResponse:
    """Say why not; where just this was done before, or the page itself explains it, show the page."""
    text = words.data.get("text", "").strip()
    why = refusal.why if isinstance(refusal, Refused) else "joined"
    if (event and now.has_done(event, text)) or (why in SHOWN_ANYWAY and not text):
        _put_away(request, event)
        return redirect("conversations:talk", now.id)
    return _page(request, now, words=words, problem=why_not(why), status=409)


def _put_away(request: BondRequest, event: Happening | None) -> None:
    """Forget the draft of what was given; what was typed when something else was tapped is kept."""
    posted, text = request.POST.get("id", ""), request.POST.get("text", "").strip()
    if not is_id(posted):
        return
    if isinstance(event, Act | Skip) or not text:
        drafts.drop(request.person, UUID(posted))
        return
    with suppress(drafts.TooLong):
        kept = drafts.Kept(request.path, without_secrets(request.POST).urlencode())
        drafts.keep(request.person.keyring.keybox, UUID(posted), kept)


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
    writing = _writing(request, sitting, words) if sitting.writes else None
    if words and not (writing and writing.form is words):
        context["typed"] = words.data.get("text", "").strip()
    context |= {"w": writing, "offer": offer or OfferForm(person=request.person), **shown(sitting)}
    is_part = request.method != "POST" and request.headers.get("X-Fragment")
    part = "conversations/_talk.html" if is_part else "conversations/talk.html"
    return render(request, part, context, status=status)


def _writing(request: BondRequest, sitting: Sitting, words: WordsForm | None) -> Writing[WordsForm]:
    """Return the box of this turn, with what was typed for just this turn."""
    w = drafts.writing(request, WordsForm, id=talking.writing_id(sitting))
    if words is not None:
        w.form = words if request.POST.get("turn") == str(sitting.state.turn) else WordsForm()
    box = w.form.box
    box.required, box.coach = sitting.must_write, sitting.step.coach if sitting.step.coach != SILENT else None
    w.ask_coach()
    return w
