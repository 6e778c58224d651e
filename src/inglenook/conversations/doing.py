"""What a button of a talk on several phones means."""

from datetime import timedelta

from django.utils import timezone

from inglenook.bonds.middleware import BondRequest
from inglenook.conversations.planning import Agree, Happening, NotNow, Ready, Say, Unready
from inglenook.conversations.protocol import Act, Pause, Refused, Resume, Skip, Stop
from inglenook.conversations.table import QUIET
from inglenook.guide.content import library

# In how many days one would rather talk.
NOT_NOW = (1, 3, 7)
LONGEST_NUMBER = 12


def event_of(request: BondRequest, who: int) -> Happening | None:
    """Return what was tapped: what to do and, after a colon, which; None where a button means nothing.

    Raises `Refused` where a time is over.
    """
    (do, _colon, which), now = request.POST.get("do", "").partition(":"), minute()
    number = _number(which)
    if do in ("act", "skip"):
        turn = _number(request.POST.get("turn", ""))
        if turn is None:
            return None
        return Act(who, turn, which) if do == "act" else Skip(who, turn)
    if do == "pause" and number in QUIET:
        return Pause(who, now, now + number)
    if do == "not-now" and number in NOT_NOW:
        return NotNow(who, (request.person.today() + timedelta(days=number)).toordinal())
    if do == "agree" and number is not None:
        if number < now:
            raise Refused("times")
        return Agree(who, number)
    if do == "say" and which in library().phrases:
        return Say(who, which)
    plain: dict[str, Happening] = {
        "ready": Ready(who, now),
        "unready": Unready(who),
        "resume": Resume(who, now),
        "stop": Stop(who),
    }
    return plain.get(do)


def minute() -> int:
    """Return the minute it is, counted from 1970."""
    return int(timezone.now().timestamp()) // 60


def _number(text: str) -> int | None:
    """Read a number of a form; anything else is None."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER else None
