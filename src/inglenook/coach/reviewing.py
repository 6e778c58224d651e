"""Finds what a message holds: each rule that a word wakes is tried on the sentence that has the word."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping

import msgspec

from inglenook.coach.language import Language, Rule, Saying, Scope, guess, language
from inglenook.coach.marks import Mark, Review
from inglenook.coach.patterns import marked
from inglenook.coach.steps import STEPS
from inglenook.coach.text import Sentence, Token

LEAST = 0.8


def review(
    message: str,
    *,
    code: str = "",
    say: str = "",
    step: str = "",
    least: float = LEAST,
    everything: bool = False,
) -> Review:
    """Return the marks of a message.

    `code` is the message's language (guessed where empty), `say` the language in which reasons are given,
    `step` what the message is written for (of `STEPS`), `least` how sure a mark must be to be shown;
    `everything` also gives labels that are too often wrong to be shown. Raises `LookupError` for a language
    or step that there is not.
    """
    if step not in STEPS:
        raise LookupError(f"The coach does not know the step {step!r}.")
    spoken, wanted = language(code or guess(message)), STEPS[step]
    search = Search(spoken, language(say).says if say else spoken.says, step, least)
    parts = spoken.read(message)
    found = list(search.marks(parts))
    hidden = {label for mark in found for label in spoken.lexicon.hides.get(mark.label, ())}
    hidden.update(() if everything else spoken.lexicon.not_shown)
    marks = [mark for mark in surest(found) if mark.label not in hidden]
    marks.sort(key=lambda mark: (mark.start, mark.end, mark.label))
    there = {mark.label for mark in marks} | {one for one in wanted if _holds(spoken, one, marks, parts)}
    missing = (one for one in wanted if one in spoken.known and one not in there)
    return Review(message, spoken.code, tuple(marks), tuple(missing))


def _holds(spoken: Language, name: str, marks: list[Mark], sentences: list[Sentence]) -> bool:
    """Tell whether a message holds a part of an apology."""
    part = spoken.parts.get(name)
    if part is None:
        return False
    if any(mark.label in part.labels or mark.rule in part.rules for mark in marks):
        return True
    return any(spoken.holds(one, part.find) for one in sentences)


def surest(found: list[Mark]) -> list[Mark]:
    """Leave out marks that say the same of the same words: of those that overlap, the surest stays."""
    kept: dict[str, list[Mark]] = {}
    for mark in sorted(found, key=lambda mark: (-mark.confidence, mark.start)):
        same = kept.setdefault(mark.label, [])
        at = bisect_left(same, mark.start, key=lambda other: other.start)
        before, after = same[at - 1 : at] if at else [], same[at : at + 1]
        if not any(other.start < mark.end and mark.start < other.end for other in (*before, *after)):
            same.insert(at, mark)
    return [mark for same in kept.values() for mark in same]


class Search(msgspec.Struct, frozen=True):
    """What is looked for, and how sure it must be."""

    spoken: Language
    says: Mapping[str, Saying]
    step: str
    least: float

    def marks(self, parts: list[Sentence]) -> Iterator[Mark]:
        """Yield what each sentence and the whole message hold."""
        for part in parts:
            yield from self._in(part, "sentence")
        if parts:
            whole = (
                parts[0] if len(parts) == 1 else Sentence([token for part in parts for token in _ended(part)])
            )
            yield from self._in(whole, "message")

    def _in(self, part: Sentence, scope: Scope) -> Iterator[Mark]:
        found: set[str] = set()
        tries, met = self.spoken.tries[scope], None
        for number in self.spoken.sieve("tries", scope).passed(part.steps):
            rule, pattern = tries[number]
            if rule.id in found or not self._wants(rule):
                continue
            place = self._marked(pattern, part)
            if place is None:
                continue
            if met is None:
                met = self.spoken.sieve("spared", scope).follow(part.steps)
            if not self._is_spared(rule, part, met):
                found.add(rule.id)
                yield self._mark(rule, part, place)

    def _is_spared(self, rule: Rule, part: Sentence, met: int) -> bool:
        """Tell whether something speaks against a rule, where that is worth trying."""
        sieve, numbers = self.spoken.sieve("spared", rule.scope), self.spoken.spared[rule.scope]
        return any(sieve.passes(numbers[one], met) and self._marked(one, part) for one in rule.unless)

    def _wants(self, rule: Rule) -> bool:
        return rule.confidence >= self.least and (not rule.steps or self.step in rule.steps)

    def _marked(self, pattern: str, part: Sentence) -> tuple[int, int] | None:
        return marked(self.spoken.compiled(pattern), part.plain, part.raw)

    def _mark(self, rule: Rule, part: Sentence, place: tuple[int, int]) -> Mark:
        start, end = part.place(*place)
        around = part.around if rule.scope == "sentence" else (start, end)
        said = self.says[rule.label]
        return Mark(
            rule.label, start, end, around, rule.confidence, said.title, said.why, said.a_try, rule.id
        )


def _ended(part: Sentence) -> list[Token]:
    """Return a sentence's tokens with the full stop that its writer saved, so that sentences stay apart."""
    last = part.tokens[-1]
    return part.tokens if last.plain in ".!?…" else [*part.tokens, Token(".", last.start, last.end)]
