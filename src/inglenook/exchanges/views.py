"""Pages of exchanges: the table, choosing a question, one exchange, setting aside and taking back."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from inglenook.bonds.middleware import BondRequest
from inglenook.bonds.models import Bond
from inglenook.exchanges import answering, asking
from inglenook.exchanges.depths import DEPTHS
from inglenook.exchanges.forms import AnswerForm, AskForm
from inglenook.exchanges.listing import table_of
from inglenook.exchanges.models import Shelf
from inglenook.exchanges.opening import release_due
from inglenook.exchanges.rules import OFFERED_AT_ONCE, page_of
from inglenook.exchanges.sheet import Sheet, requested
from inglenook.guide.content import Question, library
from inglenook.people import drafts
from inglenook.people.addresses import said_at
from inglenook.people.drafts import Writing
from inglenook.people.requests import get_or_post, whole_number
from inglenook.vault.records import Conflict, is_id, new_id
from inglenook.vault.trouble import by_the_way


@require_safe
def talk(request: BondRequest) -> HttpResponse:
    """Show what waits, what is to open and what has opened."""
    page = _number(request.GET.get("page", ""))
    context: dict[str, object] = {"page": page, "solo": [], "table": None}
    if request.bond:
        context["table"] = table_of(request.person, request.bonds, request.bond, page)
    if request.bond is None or request.bond.is_waiting:
        context["solo"] = asking.solo_questions(_number(request.GET.get("more", "")))
        context["more"] = _number(request.GET.get("more", "")) + 1
    part = "exchanges/_table.html" if request.headers.get("X-Fragment") else "exchanges/talk.html"
    return render(request, part, context)


def _number(text: str) -> int:
    """Read a small number of an address; anything else is 0."""
    return whole_number(text, 4) or 0


@get_or_post
def ask(request: BondRequest) -> HttpResponse:
    """Choose a question and ask it."""
    bond = request.bond
    if bond is None or not bond.is_open:
        return redirect("exchanges:talk")
    choice = asking.choice_for(request.person, bond)
    form = AskForm(request.POST or None, choice=choice)
    if request.method == "POST":
        posted = request.POST.get("id", "")
        id = UUID(posted) if is_id(posted) else new_id()
        there = asking.already(request.person, bond, id, request.POST.get("question", ""), choice)
        if there:
            return redirect("exchanges:exchange", id=there)
        if form.is_valid():
            row = asking.ask(request.person, bond, form.chosen, id=id)
            return redirect(said_at(reverse("exchanges:exchange", args=[row.id]), "asked"))
    context = {"form": form, "id": new_id(), **_offer(request, bond, choice)}
    return render(request, "exchanges/ask.html", context)


def _offer(request: BondRequest, bond: Bond, choice: list[Question]) -> dict[str, object]:
    decks = asking.decks_for(bond)
    deck = next((one for one in decks if one.id == request.GET.get("deck")), decks[0])
    depth_of = {question.id: question.depth for question in asking.questions_in(deck, bond)}
    depths = sorted(set(depth_of.values()))
    depth = _number(request.GET.get("depth", ""))
    depth = depth if depth in depths else depths[0]
    more = _number(request.GET.get("more", ""))
    here = [question for question in choice if depth_of.get(question.id) == depth]
    return {
        "decks": decks,
        "deck": deck,
        "depths": [DEPTHS[one] for one in depths],
        "depth": DEPTHS[depth],
        "offered": page_of(here, more),
        "more": more + 1 if len(here) > OFFERED_AT_ONCE else None,
        "evidence": [library().evidence["taking-turns"]],
    }


@get_or_post
def exchange(request: BondRequest, id: UUID) -> HttpResponse:
    """Show one exchange; the form on it is one's own answer."""
    sheet = requested(request, id)
    if sheet.state == "opened" and id not in sheet.notes.seen:
        with by_the_way():
            Shelf.note_seen(request.person, id)
    if request.method != "POST" and request.headers.get("X-Fragment"):
        changing = sheet.state == "waiting" and "change" in request.GET
        return render(request, "exchanges/_sheet.html", {"sheet": sheet, "changing": changing})
    if request.method == "POST":
        return _answered(request, sheet)
    return _page(request, sheet)


def _writing(request: BondRequest, sheet: Sheet) -> Writing[AnswerForm]:
    mine = sheet.answer
    if mine is None:
        return drafts.writing(request, AnswerForm)
    return drafts.writing(request, AnswerForm, id=mine.id, initial={"text": mine.given.text})


def _page(
    request: BondRequest,
    sheet: Sheet,
    w: Writing[AnswerForm] | None = None,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    if w is None and sheet.state in ("box", "again", "waiting"):
        w = _writing(request, sheet)
        # A change that is on its way is shown by itself: after a lock nobody need look for it.
        if sheet.state == "waiting" and "change" not in request.GET and not w.resumed:
            w = None
    changing = sheet.state == "waiting" and w is not None
    evidence = [library().evidence["feelings-beat-facts"]]
    context = {"sheet": sheet, "w": w, "changing": changing, "problem": problem, "evidence": evidence}
    return render(request, "exchanges/exchange.html", context, status=status)


def _answered(request: BondRequest, sheet: Sheet) -> HttpResponse:
    w = _writing(request, sheet)
    if not w.form.is_valid():
        return _page(request, sheet, w)
    text, seen = w.form.cleaned_data["text"], _number(request.POST.get("revision", ""))
    where, kept = reverse("exchanges:exchange", args=[sheet.exchange.id]), {w.id, *_posted_ids(request)}
    if request.POST.get("audience", sheet.bond.mark) != sheet.bond.mark:
        return _page(request, sheet, w, problem="joined", status=409)
    if sheet.answer and sheet.answer.given.text == text and sheet.state != "again":
        drafts.drop(request.person, *kept)
        return redirect(said_at(where, "again"))
    if sheet.state in ("opened", "ended"):
        return _page(request, sheet, w, problem="late", status=409)
    try:
        with drafts.handed_in(request.person, *kept):
            answering.give(request.person, sheet.bond, sheet.exchange, text, revision=seen)
    except answering.TooLate:
        return _page(request, sheet, w, problem="late", status=409)
    except Conflict:
        return _page(request, requested(request, sheet.exchange.id), w, problem="clash", status=409)
    release_due(request.person, [sheet.bond])
    return redirect(said_at(where, "answered"))


def _posted_ids(request: BondRequest) -> list[UUID]:
    posted = request.POST.get("id", "")
    return [UUID(posted)] if is_id(posted) else []


@require_POST
def skip(request: BondRequest, id: UUID) -> HttpResponse:
    """Set a question aside; nobody is told."""
    sheet = requested(request, id)
    if sheet.state == "box":
        with drafts.handed_in(request.person, *_posted_ids(request)):
            answering.set_aside(request.person, sheet.exchange)
    return redirect(said_at(reverse("exchanges:talk"), "set-aside"))


@get_or_post
def take_back(request: BondRequest, id: UUID) -> HttpResponse:
    """Take back one's answer, or take up again what one had set aside."""
    sheet = requested(request, id)
    if request.method != "POST":
        return render(request, "exchanges/take_back.html", {"sheet": sheet})
    try:
        answering.take_back(request.person, sheet.bond, sheet.exchange)
    except answering.TooLate:
        return _page(request, sheet, problem="late", status=409)
    said = {"opened": "unshared", "aside": "taken-up"}.get(sheet.state, "taken-back")
    return redirect(said_at(reverse("exchanges:exchange", args=[id]), said))
