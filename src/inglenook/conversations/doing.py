"""What the buttons of a talk mean."""

from datetime import timedelta

from inglenook.bonds.middleware import BondRequest
from inglenook.conversations.clock import minute
from inglenook.conversations.planning import Agree, Happening, NotNow, Ready, Say, Unready
from inglenook.conversations.protocol import Act, Event, Pause, Refused, Resume, Skip, Stop
from inglenook.guide.content import library
from inglenook.people.requests import whole_number

# For how many minutes one may ask for quiet, and in how many days one would rather talk.
QUIET = (20, 60, 12 * 60, 24 * 60)
NOT_NOW = (1, 3, 7)
MOST_DIGITS = 11


def turn_event(do: str, which: str, *, who: int, turn: int, now: int) -> Event | None:
    """Return what a button of the turns means: what to do, and which choice or for how many minutes."""
    if do == "pause":
        return Pause(who, now, now + int(which)) if which in map(str, QUIET) else None
    plain: dict[str, Event] = {
        "act": Act(who, turn, which),
        "skip": Skip(who, turn),
        "stop": Stop(who),
        "resume": Resume(who, now),
    }
    return plain.get(do)


def event_of(request: BondRequest, who: int) -> Happening | None:
    """Return what was tapped on one of several phones; None where a button means nothing.

    Raises `Refused` where a time is over.
    """
    (do, _colon, which), now = request.POST.get("do", "").partition(":"), minute()
    turn, number = whole_number(request.POST.get("turn", ""), MOST_DIGITS), whole_number(which, MOST_DIGITS)
    if do in ("act", "skip") and turn is None:
        return None
    if do == "not-now" and number in NOT_NOW:
        return NotNow(who, (request.person.today() + timedelta(days=number)).toordinal())
    if do == "agree" and number is not None:
        if number < now:
            raise Refused("times")
        return Agree(who, number)
    if do == "say" and which in library().phrases:
        return Say(who, which)
    if do in ("ready", "unready"):
        return Ready(who, now) if do == "ready" else Unready(who)
    return turn_event(do, which, who=who, turn=turn or 0, now=now)
