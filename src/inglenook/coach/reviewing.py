"""Finds what a message holds: each rule that a word wakes is tried on the sentence that the word stands in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inglenook.coach.language import Language, Rule, Saying, guess, language
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

    def _in(self, part: Sentence, scope: str) -> Iterator[Mark]:
        waking, rules = self.spoken.waking[scope], self.spoken.rules
        awake = {number for word in set(part.words) for number in waking.get(word, ())}
        for number in sorted(awake):
            rule = rules[number]
            if rule.confidence >= self.least and (not rule.steps or self.step in rule.steps):
                yield from self._tried(rule, part)

    def _tried(self, rule: Rule, part: Sentence) -> Iterator[Mark]:
        compiled = self.spoken.compiled
        if any(compiled(pattern).search(part.plain) for pattern in rule.unless):
            return
        for pattern in rule.find:
            match = compiled(pattern).search(part.plain)
            if match is None or (rule.head and self.spoken.heads.score(part.words, rule.head) < rule.least):
                continue
            span = match.span("span") if "span" in match.re.groupindex else match.span()
            start, end = part.place(*(span if span[0] >= 0 else match.span()))
            around = part.place(0, len(part.plain)) if rule.scope == "sentence" else (start, end)
            said = self.says[rule.label]
            yield Mark(
                rule.label, start, end, around, rule.confidence, said.title, said.why, said.a_try, rule.id
            )
            return


def _ended(part: Sentence) -> list[Token]:
    """Return a sentence's tokens with the full stop that its writer saved, so that sentences stay apart."""
    last = part.tokens[-1]
    return part.tokens if last.plain in ".!?…" else [*part.tokens, Token(".", last.start, last.end)]
