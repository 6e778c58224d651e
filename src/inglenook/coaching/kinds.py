"""The kinds of remarks there are, and which of them a person does not want to hear."""

from inglenook.coach.language import language
from inglenook.coach.steps import ASKED
from inglenook.coaching.remarks import FIRST, in_words
from inglenook.people.models import Person

KINDS = (*FIRST, *(f"no-{label}" for label in sorted(ASKED)))


def titles() -> dict[str, str]:
    """Return what each kind of remark is called on this page."""
    says = language(in_words()).says
    hard = {kind: says[kind].title for kind in FIRST}
    return hard | {f"no-{label}": says[label].missing for label in sorted(ASKED)}


def silence(person: Person, kind: str) -> None:
    """Say no more of this kind to this person."""
    known = person.preferences.unhelpful
    if kind in KINDS and kind not in known:
        person.desk.choose(unhelpful=(*known, kind))


def hear_again(person: Person, kind: str) -> None:
    """Say things of this kind again."""
    left = tuple(one for one in person.preferences.unhelpful if one != kind)
    person.desk.choose(unhelpful=left)
