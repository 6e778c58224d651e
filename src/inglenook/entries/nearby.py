"""Words near the ones somebody chose, and what may lie beneath a word that says what somebody did.

Nothing is ever inferred from what people write: only the words they chose, and a word of their own that
stands in our list of verdicts, are looked up.
"""

from django.utils.translation import gettext as _
from msgspec import Struct

from inglenook.entries.bodies import Body, CheckIn
from inglenook.guide.content import Feeling, Verdict, library

MOST = 6


class Beneath(Struct, frozen=True):
    """A verdict, and the feelings and needs that may lie beneath it, in the reader's language."""

    word: str
    feelings: list[tuple[str, str]]
    needs: list[str]


def neighbours(body: Body) -> list[tuple[str, str]]:
    """Return other words that may fit better, each with its meaning."""
    if not isinstance(body, CheckIn):
        return []
    known = library().feelings
    near = dict.fromkeys(id for word in body.words if word in known for id in known[word].neighbours)
    found = [known[id] for id in near if id not in body.words and not known[id].retired]
    return [_worded(one) for one in found[:MOST]]


def beneath(body: Body) -> Beneath | None:
    """Return what may lie beneath somebody's own word, if it is a verdict."""
    verdict = _verdict(body.own_word) if isinstance(body, CheckIn) and body.own_word else None
    if verdict is None:
        return None
    known = library()
    feelings = [_worded(known.feelings[id]) for id in verdict.feelings]
    return Beneath(_(verdict.word), feelings, [_(known.needs[id].word) for id in verdict.needs])


def _verdict(word: str) -> Verdict | None:
    typed = word.casefold()
    every = library().verdicts.values()
    return next((one for one in every if typed in (one.word.casefold(), _(one.word).casefold())), None)


def _worded(feeling: Feeling) -> tuple[str, str]:
    return _(feeling.word), _(feeling.definition)
