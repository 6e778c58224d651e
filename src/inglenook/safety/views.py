"""The way out, help, and the questions before exercises for two."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from inglenook.bonds.middleware import BondRequest
from inglenook.bonds.views import own_bond
from inglenook.guide.content import HelpLine, library, offered
from inglenook.people.addresses import next_place
from inglenook.people.requests import OpenRequest, get_or_post
from inglenook.safety.footing import leading_on, note
from inglenook.safety.forms import FootingForm
from inglenook.vault.access import public
from inglenook.vault.sessions import put_away
from inglenook.vault.trouble import by_the_way
from inglenook.web.live import hub


@public
@csrf_exempt  # a page left open too long must still let one go; other sites cannot send our cookie
@require_POST
def leave(request: OpenRequest) -> HttpResponse:
    """Lock the session and go to a harmless page, in place of this one."""
    # A redirect after a form would be stopped by our own policy; a refresh is not.
    response = HttpResponse(headers={"Refresh": f"0; url={settings.EXIT_URL}"})
    put_away(request.visit, response)
    if request.visit.session:
        with by_the_way():
            hub.check(request.visit.session.person_id)
    return response


@public
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Show where help is to be had, by country."""
    countries: dict[str, list[HelpLine]] = {}
    for line in offered(library().help_lines):
        countries.setdefault(line.country_name, []).append(line)
    return render(request, "safety/help.html", {"countries": countries})


@public
@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """Say what is private here, against whom, and what is not."""
    return render(request, "safety/trust.html")


@get_or_post
def before(request: BondRequest, id: UUID) -> HttpResponse:
    """Ask four questions before exercises for two; kept is only whether these are open from now on."""
    others, is_sent = _others(request, id), request.method == "POST"
    closes = request.POST.get("do") == "close"
    form = FootingForm(request.POST if is_sent and not closes else None)
    if closes or form.is_valid():
        note(request.person, id, is_open=not closes and not form.has_yes)
        return redirect(leading_on("safety:answered", id, next_place(request)))
    status = 422 if form.errors else 200
    return render(request, "safety/before.html", {"form": form, "others": others}, status=status)


@require_safe
def answered(request: BondRequest, id: UUID) -> HttpResponse:
    """Say thank you: the same to everybody, whatever they chose."""
    _others(request, id)
    return render(request, "safety/answered.html", {"on_to": next_place(request)})


def _others(request: BondRequest, id: UUID) -> list[str]:
    """Return the names of those whom the questions are about, nobody's on one's own phone; or answer 404."""
    if id == request.person.id:
        return []
    return [member.name for member in own_bond(request, id).others]
