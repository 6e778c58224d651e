"""Takes what somebody said apart into clauses, and each clause into the units that carry its meaning.

A unit is a word or a phrase of near words; it knows whether it stands under a "not", and who does or feels
it. "I" of the one who spoke is "you" in the reply, so persons are told apart by who they are: the speaker, the
reader, both, another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from inglenook.coach.near import ANY, Found, Meanings, Near
from inglenook.coach.text import Sentence

SIGNS = str.maketrans(dict.fromkeys('"“”„«»', " "))
LIGHT, PLAIN, FEELING = 0.4, 1.0, 2.0
NEGATED, DONE = 1.3, 1.25
PERSONS = frozenset({"speaker", "reader", "both", "other"})
# "I think", "you mean".
SHORT_FRAME = 2
MIRRORED = {"speaker": "reader", "reader": "speaker"}


class Word(NamedTuple):
    """A plain word, and where it stands in the text."""

    plain: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unit:
    """What carries meaning: a word or a phrase, by its stems and its groups of near words.

    `actor` is set for what somebody does or feels, `direct` for what stands right after the "not".
    """

    stems: tuple[str, ...]
    near: Near
    weight: float
    negated: bool
    start: int
    end: int
    actor: str = ""
    feeling: str = ""
    direct: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: its place, what it means, and the persons and things that it names."""

    start: int
    end: int
    units: tuple[Unit, ...]
    named: frozenset[str]
    plain: str

    @property
    def weight(self) -> float:
        """How much there is to give back."""
        return sum(unit.weight for unit in self.units)


def clauses(sentences: Sequence[Sentence], known: Meanings, *, mirrored: bool) -> list[Clause]:
    """Return the clauses of a text that say something; `mirrored` where it is the reader who speaks."""
    found: list[Clause] = []
    for sentence in sentences:
        subject = ""
        within: list[Clause] = []
        for part in _joined(_split(_words(sentence), known), known):
            reading = Reading(known, mirrored, part, subject, within[-1:] or found[-1:])
            clause = reading.clause()
            subject = reading.subject
            if clause is not None:
                within.append(clause)
        found += within
    return found


def unquoted(text: str) -> str:
    """Return a text in which double quotes are spaces: what somebody quotes is a part of what they say."""
    return text.translate(SIGNS)


def _words(sentence: Sentence) -> list[Word]:
    return [
        Word(plain, token.start, token.end) for token in sentence.tokens for plain in token.plain.split(" ")
    ]


def _split(words: list[Word], known: Meanings) -> list[list[Word]]:
    """Cut at what joins clauses, where there is a verb on both sides."""
    edges = [0, *(at for at in range(1, len(words)) if _joins(words, at, known)), len(words)]
    parts: list[list[Word]] = [[]]
    for start, end in pairwise(edges):
        piece = words[start:end]
        if parts[-1] and _has_verb(parts[-1], known) and _has_verb(piece, known):
            parts.append(piece)
        else:
            parts[-1] = parts[-1] + piece
    return parts


def _joins(words: list[Word], at: int, known: Meanings) -> bool:
    """Tell whether a clause may begin here; of ", and" only the comma counts."""
    return words[at].plain in known.joints and words[at - 1].plain not in known.joints


def _has_verb(words: list[Word], known: Meanings) -> bool:
    before = ""
    for word in words:
        if known.is_verb(word.plain) and (word.plain in known.helpers or before not in known.determiners):
            return True
        before = word.plain
    return not known.verbs


def _joined(parts: list[list[Word]], known: Meanings) -> Iterator[list[Word]]:
    """Take off what is said around each clause, and join those to the next that say nothing by themselves."""
    waiting: list[Word] = []
    for number, part in enumerate(parts):
        kept = part if waiting else _without_frame(part, known)
        if " ".join(word.plain for word in kept if word.plain[0].isalnum()) in known.asides:
            continue
        waiting = waiting + kept
        last = number == len(parts) - 1
        if last or not _is_slight(waiting, known):
            yield waiting
            waiting = []


def _is_slight(words: list[Word], known: Meanings) -> bool:
    contents = [word for word in words if _carries(word.plain, known)]
    if any(word.plain in known.negators for word in words):
        return False
    return len(contents) < 2 and all(known.stem(word.plain) in known.light for word in contents)


def _carries(plain: str, known: Meanings) -> bool:
    return (
        plain[0].isalnum()
        and plain not in known.stop
        and plain not in known.persons
        and plain not in known.negators
    )


def _without_frame(words: list[Word], known: Meanings) -> list[Word]:
    """Leave out what only leads to a clause: "so what I hear is that"."""
    at = 0
    while at < len(words):
        plain = words[at].plain
        frames = known.frames.get(plain, ())
        length = next((len(frame) for frame in frames if _begins(words, at, frame, known)), 0)
        if not length and plain[0].isalnum():
            break
        at += length or 1
    return words[at:]


def _begins(words: list[Word], at: int, frame: list[str], known: Meanings) -> bool:
    """Tell whether a frame stands here; "I think" is one only before a clause."""
    plains = [word.plain for word in words[at : at + len(frame) + 1]]
    if plains[: len(frame)] != frame:
        return False
    if frame[0] in known.nameless:
        return len(frame) > 1 or not known.is_verb(plains[-1])
    return len(frame) != SHORT_FRAME or frame[0] not in known.persons or plains[-1] in known.opening


@dataclass
class Reading:
    """Reads one clause word by word; `fresh` while it is known who does what comes next."""

    known: Meanings
    mirrored: bool
    words: list[Word]
    subject: str
    before: list[Clause]
    actor: str = ""
    fresh: bool = True
    negated: bool = False
    feels: bool = False
    last: str = ""
    units: list[Unit] = field(default_factory=list)
    named: set[str] = field(default_factory=set)

    def clause(self) -> Clause | None:
        """Return what the clause means, or nothing where it says nothing."""
        words = self.words = _trimmed(self.words)
        plains = [word.plain for word in words]
        stems = [self.known.stem(plain) for plain in plains]
        self.actor = self.subject
        at = 0
        while at < len(words):
            phrase = self.known.phrase(plains, stems, at)
            length = len(phrase.pattern) if phrase else 1
            if phrase:
                self._phrase(phrase, words[at : at + length])
            else:
                self._word(words[at], stems[at])
            at += length
            self.last = plains[at - 1]
        units = tuple(self.units or self._left_out())
        if not units:
            return None
        return Clause(words[0].start, words[-1].end, units, frozenset(self.named), " ".join(plains))

    def _left_out(self) -> Iterator[Unit]:
        """Yield what "and you didn't" leaves out, the verb before it; or else whom a clause is about."""
        known = self.known
        start, end = (self.words[0].start, self.words[-1].end) if self.words else (0, 0)
        done = [unit for clause in self.before for unit in clause.units if unit.actor and not unit.feeling]
        if self.negated and done and self.last in known.negators | known.helpers:
            yield replace(done[-1], negated=not done[-1].negated, start=start, end=end, weight=PLAIN)
        elif self.words and self.last in known.persons:
            yield Unit((self._person(self.last),), {}, PLAIN, self.negated, start, end)

    def _phrase(self, phrase: Found, words: list[Word]) -> None:
        """Note a phrase; who does it is known where it is one that "somebody" can stand before."""
        plain = words[0].plain
        is_done = ANY not in phrase.pattern and plain in self.known.verbs and self.fresh
        weight = FEELING if phrase.feeling else PLAIN
        stems = tuple(stem for stem in phrase.pattern if stem != ANY and stem not in self.known.stop)
        self._add(stems, phrase.near, weight, words, self.actor if is_done else "", phrase.feeling)
        self.fresh = False
        self.named.update(self._person(word.plain) for word in words if word.plain in self.known.persons)

    def _word(self, word: Word, stem: str) -> None:
        plain, known = word.plain, self.known
        if not plain[0].isalnum():
            return
        if plain in known.negators:
            self._negate(plain)
        elif plain in known.persons:
            self._meets(plain)
        elif plain in known.stop:
            self.negated = self.negated and (plain not in known.scope_ends or not self.units)
            self._nameless(plain)
            self.feels = self.feels or stem in known.feels
        else:
            self._content(word, stem)

    def _negate(self, plain: str) -> None:
        self.negated = not self.negated
        self._nameless(plain)
        if plain in self.known.none:
            self.units = [
                replace(unit, negated=not unit.negated) if unit.actor else unit for unit in self.units
            ]

    def _meets(self, plain: str) -> None:
        """Note a person: who does what comes next, unless it is whose a thing is, or stands after "with"."""
        person = self._person(plain)
        self.named.add(person)
        self.fresh = plain not in self.known.determiners and self.last not in self.known.prepositions
        if self.fresh:
            self.actor = person
            self.subject = person if plain in self.known.subjects else self.subject

    def _person(self, plain: str) -> str:
        person = self.known.persons[plain]
        return MIRRORED.get(person, person) if self.mirrored else person

    def _nameless(self, plain: str) -> None:
        if plain in self.known.nameless:
            self.actor, self.fresh = "", True

    def _content(self, word: Word, stem: str) -> None:
        known = self.known
        is_person = self.actor in PERSONS
        feeling = known.feelings.get((word.plain,), "") if self.feels and is_person else ""
        light, is_verb = stem in known.light, word.plain in known.verbs and self.last not in known.determiners
        weight = FEELING if feeling else LIGHT if light else PLAIN
        does = self.actor if self.fresh and (is_verb or feeling) else ""
        self._add((stem,), known.near(stem), weight, [word], does, feeling)
        self.feels = bool(feeling) or stem in known.feels
        if is_verb or feeling:
            self.fresh = bool(feeling) or (light and self.fresh)
        else:
            self.named.add(stem)
            self.actor, self.fresh = stem, self.last not in known.prepositions

    def _add(
        self,
        stems: tuple[str, ...],
        near: Near,
        weight: float,
        words: list[Word],
        actor: str = "",
        feeling: str = "",
    ) -> None:
        weight *= (NEGATED if self.negated else 1) * (DONE if actor and not feeling else 1)
        place = words[0].start, words[-1].end
        direct = self.negated and (not self.units or not self.units[-1].negated)
        self.units.append(Unit(stems, near, weight, self.negated, *place, actor, feeling, direct))


def _trimmed(words: list[Word]) -> list[Word]:
    """Leave out the signs at both ends."""
    spoken = [at for at, word in enumerate(words) if word.plain[0].isalnum()]
    return words[spoken[0] : spoken[-1] + 1] if spoken else []
