"""The coach beside a box, the same on a page of its own, the model it may ask, and what it speaks about."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from inglenook.coaching.asking import ask, offer
from inglenook.coaching.kinds import KINDS, hear_again, silence, titles
from inglenook.coaching.remarks import Said, fields_of, said_of
from inglenook.guide.content import library, offered
from inglenook.people.addresses import is_ours, said_at
from inglenook.people.keeping import keep_if_it_can
from inglenook.people.requests import Request, get_or_post


@require_POST
def beside(request: Request) -> HttpResponse:
    """Answer with what the coach says of the box that somebody rests at; nothing of it is kept."""
    said = [one for one in _said(request) if one.field == request.POST.get("coach-field", one.field)]
    context = {"looked": said, "feelings": _feelings(), "offer": offer(request.person)}
    return render(request, "coaching/_beside.html", context)


@require_POST
def look(request: Request) -> HttpResponse:
    """Show what the coach says on a page of its own, where there are no scripts; the draft is kept first."""
    at = request.GET.get("at", "/")
    if not is_ours(at):
        raise Http404
    kept = keep_if_it_can(request, at)
    context = {"looked": _said(request), "at": at, "kept": kept, "offer": offer(request.person)}
    return render(request, "coaching/look.html", context)


@require_POST
def model(request: Request) -> HttpResponse:
    """Ask a language model for a try at one box's text, because its writer pressed; nothing of it is kept."""
    at = request.POST.get("at", "/")
    if not offer(request.person) or not is_ours(at):
        raise Http404
    sent = request.POST.get("coach-text", "").replace("\r\n", "\n")
    context = {"sent": sent, "answer": ask(sent), "at": at}
    page = "coaching/_answer.html" if request.headers.get("X-Fragment") else "coaching/model.html"
    return render(request, page, context)


def _said(request: Request) -> list[Said]:
    if not request.person.preferences.coach:
        return []
    others = request.POST.get("coach-heard", "")
    asked = fields_of(request.GET.get("fields", ""))
    each = (said_of(request.person, request.POST.get(name, ""), step, name, others) for name, step in asked)
    return [said for said in each if said.text.strip()]


def _feelings() -> list[str]:
    return [feeling.word for feeling in offered(library().feelings.values())]


@get_or_post
def about(request: Request) -> HttpResponse:
    """Say what the coach is and is not, and let somebody turn it off or on."""
    if request.method == "POST":
        request.person.desk.choose(coach=request.POST.get("do") == "on")
        return redirect(said_at(reverse("coaching:about"), "chosen"))
    silent, named = request.person.preferences.unhelpful, titles()
    told = [(kind, named[kind]) for kind in KINDS if kind in silent]
    return render(request, "coaching/about.html", {"silent": told, "offer": offer(request.person)})


@require_POST
def kind(request: Request, kind: str) -> HttpResponse:
    """Silence a kind of remark that does not help, or hear it again."""
    if kind not in KINDS:
        raise Http404
    if request.POST.get("do") == "again":
        hear_again(request.person, kind)
    else:
        silence(request.person, kind)
    if request.headers.get("X-Fragment"):
        return render(request, "coaching/_silenced.html", {"kind": kind, "title": titles()[kind]})
    return redirect(said_at(reverse("coaching:about"), "chosen"))
