"""Writing an entry, and changing it: nothing is written twice, and no tab overwrites another."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from inglenook.bonds.middleware import BondRequest
from inglenook.entries.forms import (
    FORMS,
    AppreciationForm,
    CheckInForm,
    JournalForm,
    ReadingForm,
    WritingForm,
    options_for,
)
from inglenook.entries.models import Entry, SharedEntry
from inglenook.entries.rules import after, prompts_in_turn
from inglenook.entries.shown import feeling_regions, prompt_text, starters
from inglenook.entries.views import own
from inglenook.guide.content import library
from inglenook.guide.shapes import offered
from inglenook.people import drafts
from inglenook.people.addresses import said_at
from inglenook.people.drafts import Writing, writing
from inglenook.people.requests import get_or_post
from inglenook.vault.records import Conflict


@get_or_post
def check_in(request: BondRequest) -> HttpResponse:
    """Say how one is."""
    w = writing(request, CheckInForm)
    if request.method == "POST" and w.form.is_valid():
        return _keep(request, w, "check-in")
    return _page(request, w, "check-in")


@get_or_post
def journal(request: BondRequest) -> HttpResponse:
    """Write a page, from a prompt or freely."""
    prompts = _prompts(request)
    w = writing(request, JournalForm, initial={"prompt": request.GET.get("prompt") or prompts[0]})
    if "prompt" in request.GET:
        w.form.initial["prompt"] = request.GET["prompt"]
    if request.method == "POST" and "another" in request.POST:
        # Nothing is handed in yet: the text stays, the prompt goes.
        now = w.form["prompt"].value() or ""
        wanted = after(prompts, now) if request.POST["another"] == "next" else ""
        w.form = JournalForm(initial={"text": w.form["text"].value(), "prompt": wanted})
    elif request.method == "POST" and w.form.is_valid():
        return _keep(request, w, "journal")
    return _page(request, w, "journal")


def _prompts(request: BondRequest) -> list[str]:
    ids = [prompt.id for prompt in offered(library().prompts.values())]
    return prompts_in_turn(ids, request.person.id.bytes, request.person.today())


@get_or_post
def appreciation(request: BondRequest) -> HttpResponse:
    """Say what somebody did, and what it says about them."""
    w = writing(request, AppreciationForm, initial=_about_whom(request), bonds=request.bonds)
    if request.method == "POST" and w.form.is_valid():
        return _keep(request, w, "appreciation")
    return _page(request, w, "appreciation")


def _about_whom(request: BondRequest) -> dict[str, Any]:
    """Return the one other person of the bond one is looking at."""
    return {"about": str(request.bond.id)} if request.bond and len(request.bond.others) == 1 else {}


@get_or_post
def reading(request: BondRequest) -> HttpResponse:
    """Choose a chapter to read with somebody."""
    w = writing(request, ReadingForm, initial={"chapter": request.GET.get("chapter", "1")})
    if "chapter" in request.GET:
        w.form.initial["chapter"] = request.GET["chapter"]
    if request.method == "POST" and w.form.is_valid():
        return _keep(request, w, "reading")
    return _page(request, w, "reading")


@get_or_post
def edit(request: BondRequest, id: UUID) -> HttpResponse:
    """Change an entry; where it was changed elsewhere meanwhile, show both."""
    row = own(request, id)
    form_class = FORMS[row.kind]
    initial = {**form_class.values_of(row), "revision": row.revision}
    w = writing(request, form_class, id=id, initial=initial, **options_for(row, request.bonds))
    if request.method != "POST" or not w.form.is_valid():
        return _page(request, w, row.kind, entry=row)
    body, text = w.form.written(row.body.at)
    if w.form.cleaned_data["revision"] != row.revision:
        return _both(request, w, row, (body, text))
    try:
        with drafts.handed_in(request.person, id):
            row.rewrite(body, text)
    except Conflict:
        return _both(request, w, own(request, id), (body, text))
    return redirect(said_at(reverse("entries:entry", args=[id]), "changed"))


def _keep(request: BondRequest, w: Writing[Any], kind: str) -> HttpResponse:
    """Write a new entry once, and go on to reading or sharing it."""
    body, text = w.form.written(int(timezone.now().timestamp()))
    with transaction.atomic():
        row, is_new = Entry.keep(request.person, w.id, body, text)
        is_kept = row.kind == kind and (is_new or row.says(body, text))
        if is_kept:
            drafts.drop(request.person, w.id)
    if row.kind != kind:
        raise Http404
    if not is_kept:
        return _both(request, w, row, (body, text))
    if request.POST.get("then") == "share":
        return redirect("entries:share", row.id)
    return redirect(said_at(reverse("entries:entry", args=[row.id]), "kept" if is_new else "again"))


def _both(request: BondRequest, w: Writing[Any], row: Entry, typed: tuple[Any, Any]) -> HttpResponse:
    """Show what was typed beside what is kept; handing it in again is a choice made knowingly."""
    if row.says(*typed):
        drafts.drop(request.person, row.id)
        return redirect(said_at(reverse("entries:entry", args=[row.id]), "again"))
    w.form.data = w.form.data.copy()
    w.form.data["revision"] = str(row.revision)
    return _page(request, w, row.kind, entry=row, is_conflict=True)


def _page(
    request: BondRequest, w: Writing[Any], kind: str, *, entry: Entry | None = None, is_conflict: bool = False
) -> HttpResponse:
    """Show the form of a kind of entry."""
    if request.method == "POST":
        # What is typed on goes on in the draft that is there.
        kept = drafts.Draft.objects.filter(person=request.person, id=w.id).values_list("revision", flat=True)
        w.seen = kept.first() or 0
    form: WritingForm = w.form
    context: dict[str, Any] = {"w": w, "form": form, "kind": kind, "entry": entry, "is_conflict": is_conflict}
    context["action"] = reverse("entries:edit", args=[entry.id]) if entry else request.path
    context["is_shared"] = entry is not None and SharedEntry.copies_of(entry).exists()
    if kind == "check-in":
        context["regions"] = feeling_regions(form["words"].value() or ())
    elif kind == "journal":
        context["prompt"] = prompt_text(form["prompt"].value() or "")
    elif kind == "appreciation":
        context["starters"] = starters()
    if kind in library().practices:
        context["practice"] = library().practices[kind]
        context["evidence"] = library().evidence_of(context["practice"])
    page = "entries/edit.html" if entry else f"entries/{kind.replace('-', '_')}.html"
    return render(request, page, context, status=409 if is_conflict else 200)
