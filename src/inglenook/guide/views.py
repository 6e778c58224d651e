"""The pages of the guide for reading: its contents, a chapter, what studies found. Open to everybody."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from inglenook.guide.content import Chapter, library, offered
from inglenook.guide.doors import door
from inglenook.guide.offline import version
from inglenook.people.addresses import said_at
from inglenook.people.requests import OpenRequest, Request
from inglenook.vault.access import public

WORDS_A_MINUTE = 200


@public
@require_safe
def index(request: OpenRequest) -> HttpResponse:
    """List the chapters, with the place where one stopped reading, and the ways to a practice."""
    known = library()
    context = {
        "chapters": known.chapters,
        "situations": offered(known.situations.values()),
        "place": _place(request),
        "version": version(),
    }
    return render(request, "guide/index.html", context)


def _place(request: OpenRequest) -> dict[str, object] | None:
    """Return where somebody stopped reading: the chapter, the heading, and its address."""
    if request.person is None:
        return None
    number, anchor = request.person.preferences.reading or (0, "")
    chapter = library().chapter(number)
    headings = dict(chapter.places) if chapter else {}
    if chapter is None or anchor not in headings:
        return None
    return {"chapter": chapter, "heading": headings[anchor], "href": _address(chapter, anchor)}


def _address(chapter: Chapter, anchor: str) -> str:
    """Return where a place in a chapter is: its strategies have pages of their own."""
    steps = {one.anchor: one.place for one in chapter.offered}
    if anchor in steps:
        return reverse("guide:step", args=steps[anchor])
    return f"{reverse('guide:chapter', args=[chapter.number])}#{anchor}"


def _chapter(number: int) -> Chapter:
    chapter = library().chapter(number)
    if chapter is None:
        raise Http404
    return chapter


@public
@require_safe
def chapter(request: OpenRequest, number: int) -> HttpResponse:
    """Show a chapter: the essay, then its strategies by name, each with a door to its practices."""
    return render(request, "guide/chapter.html", _shown(_chapter(number)))


@public
@require_safe
def whole(request: OpenRequest, number: int) -> HttpResponse:
    """Show a chapter with all its strategies on one page, as it is printed."""
    return render(request, "guide/whole.html", _shown(_chapter(number)))


def _shown(one: Chapter) -> dict[str, object]:
    known = library()
    return {
        "chapter": one,
        "chapters": len(known.chapters),
        "minutes": max(1, round(one.words / WORDS_A_MINUTE)),
        "doors": {s.id: [door(id) for id in s.practices] for s in one.offered},
        "evidence": {s.id: known.evidence_of(s) for s in one.offered},
        "before": known.chapter(one.number - 1),
        "after": known.chapter(one.number + 1),
    }


@public
@require_safe
def step(request: OpenRequest, number: int, step: int) -> HttpResponse:
    """Show one strategy: what to do, how it may sound, what goes wrong, and where it is practised."""
    one, known = _chapter(number), library()
    strategy = one.strategy(step)
    if strategy is None:
        raise Http404
    context = {
        "chapter": one,
        "one": strategy,
        "doors": [door(id) for id in strategy.practices],
        "evidence": known.evidence_of(strategy),
        "before": one.strategy(step - 1),
        "after": one.strategy(step + 1),
    }
    return render(request, "guide/step.html", context)


@require_POST
def place(request: Request, number: int) -> HttpResponse:
    """Keep where somebody stopped reading; without a place, forget it."""
    anchor, one = request.POST.get("anchor", ""), _chapter(number)
    if not anchor:
        request.person.desk.choose(reading=None)
        return redirect(said_at(reverse("guide:index"), "place-gone"))
    if anchor not in dict(one.places):
        return redirect("guide:chapter", number)  # a page of before the chapter was changed
    if request.person.preferences.reading != (number, anchor):
        request.person.desk.choose(reading=(number, anchor))
    if "X-Fragment" in request.headers:
        return HttpResponse(status=204)
    return redirect(said_at(_address(one, anchor), "place"))


@public
@require_safe
def evidence(request: OpenRequest) -> HttpResponse:
    """List what studies found, how sure it is, and where it comes from."""
    known = library()
    found = offered(known.evidence.values())
    uses = {one.id: [p for p in offered(known.practices.values()) if one.id in p.evidence] for one in found}
    strategies = known.strategies
    read = {one.id: [(c, s) for c, s in strategies if one.id in s.evidence] for one in found}
    return render(request, "guide/evidence.html", {"found": found, "uses": uses, "read": read})
