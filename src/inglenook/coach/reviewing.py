"""Finds what a message holds: each rule that a word wakes is tried on the sentence that the word stands in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inglenook.coach.language import Language, Rule, Saying, Scope, guess, language
from inglenook.coach.marks import Mark, Review
from inglenook.coach.steps import STEPS
from inglenook.coach.text import Sentence, Token

LEAST = 0.8


def review(message: str, *, code: str = "", say: str = "", step: str = "", least: float = LEAST) -> Review:
    """Return the marks of a message.

    `code` is the message's language (guessed where empty), `say` the language in which reasons are given, `step`
    what the message is written for (of `STEPS`), `least` how sure a mark must be to be shown. Raises `LookupError`
    for a language or step that there is not.
    """
    spoken, wanted = language(code or guess(message)), STEPS[step]
    search = Search(spoken, language(say).says if say else spoken.says, step, least)
    found = list(search.marks(spoken.read(message)))
    hidden = {label for mark in found for label in spoken.lexicon.hides.get(mark.label, ())}
    marks = [mark for mark in surest(found) if mark.label not in hidden]
    marks.sort(key=lambda mark: (mark.start, mark.end, mark.label))
    there = {mark.label for mark in marks}
    return Review(message, spoken.code, tuple(marks), tuple(one for one in wanted.asks if one not in there))


def surest(found: list[Mark]) -> list[Mark]:
    """Leave out marks that say the same of the same words: of those that overlap, the surest stays."""
    kept: list[Mark] = []
    for mark in sorted(found, key=lambda mark: (-mark.confidence, mark.start)):
        same = (other for other in kept if other.label == mark.label)
        if not any(mark.start < other.end and other.start < mark.end for other in same):
            kept.append(mark)
    return kept


@dataclass(frozen=True)
class Search:
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
        tries, found = self.spoken.tries[scope], set[str]()
        for number in self.spoken.sieves[scope].passed(frozenset(part.words)):
            rule, pattern = tries[number]
            if rule.id in found or rule.confidence < self.least or (rule.steps and self.step not in rule.steps):
                continue
            marked = self._marked(pattern, part.plain)
            if marked and not any(self._marked(one, part.plain) for one in rule.unless):
                if not rule.head or self.spoken.heads.score(part.words, rule.head) >= rule.least:
                    yield self._mark(rule, part, marked)
                found.add(rule.id)

    def _marked(self, pattern: str, plain: str) -> tuple[int, int] | None:
        """Return what a pattern marks, if it matches."""
        matcher = self.spoken.compiled(pattern)
        match = matcher.search(plain)
        if match is None:
            return None
        marked = match.span(1) if matcher.groups else match.span()
        return marked if marked[0] >= 0 else match.span()

    def _mark(self, rule: Rule, part: Sentence, marked: tuple[int, int]) -> Mark:
        start, end = part.place(*marked)
        around = part.around if rule.scope == "sentence" else (start, end)
        said = self.says[rule.label]
        return Mark(
            rule.label, start, end, around, rule.confidence, said.title, said.why, said.a_try, rule.id
        )


def _ended(part: Sentence) -> list[Token]:
    """Return a sentence's tokens with the full stop that its writer saved, so that sentences stay apart."""
    last = part.tokens[-1]
    return part.tokens if last.plain in ".!?…" else [*part.tokens, Token(".", last.start, last.end)]
