"""The way out, and help: open to everybody, noted nowhere."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from inglenook.guide.content import HelpLine, library, offered
from inglenook.people.requests import OpenRequest
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
