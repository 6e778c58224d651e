"""Takes what somebody said apart into clauses, and each clause into the units that carry its meaning.

A unit is a word or a phrase of near words; it knows whether it stands under a "not", and who does or feels
it. "I" of the one who spoke is "you" in the reply, so persons are told apart by who they are: the speaker,
the reader, both, another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from inglenook.coach.near import ANY, Found, Meanings, Near
from inglenook.coach.splitting import Word, parts
from inglenook.coach.text import Sentence

SIGNS = str.maketrans(dict.fromkeys('"“”„«»', " "))
LIGHT, PLAIN, FEELING = 0.4, 1.0, 2.0
NEGATED, DONE = 1.3, 1.25
PERSONS = frozenset({"speaker", "reader", "both", "other"})
MIRRORED = {"speaker": "reader", "reader": "speaker"}


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
        for part in parts(sentence, known):
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
    passive: bool = False
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
            phrase = self._phrase_at(plains, stems, at)
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

    def _phrase_at(self, plains: list[str], stems: list[str], at: int) -> Found | None:
        """Return the phrase that begins here; of "tired of" the feeling is what counts."""
        phrase = self.known.phrase(plains, stems, at)
        is_felt = self.feels and (plains[at],) in self.known.feelings
        return None if phrase and is_felt and not phrase.feeling else phrase

    def _left_out(self) -> Iterator[Unit]:
        """Yield what "and you didn't" leaves out, the verb before it; or else whom a clause is about."""
        known = self.known
        start, end = (self.words[0].start, self.words[-1].end) if self.words else (0, 0)
        done = [unit for clause in self.before for unit in clause.units if unit.actor and not unit.feeling]
        if self.negated and done and self.last in known.negators | known.helpers:
            yield replace(done[-1], negated=not done[-1].negated, start=start, end=end, weight=PLAIN)
        elif self.words and self.last in known.persons:
            yield Unit((self._person(self.last),), {}, PLAIN, self.negated, start, end, direct=self.negated)

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
            self.passive = plain in known.passive or (self.passive and plain not in known.helpers)
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
        light, is_verb = stem in known.light, known.is_done(word.plain) and self.last not in known.determiners
        weight = FEELING if feeling else LIGHT if light else PLAIN
        suffers = self.passive and not word.plain.endswith(known.file.active_endings)
        does = self.actor if self.fresh and (feeling or (is_verb and not suffers)) else ""
        self.passive = False
        self._add((stem,), known.near(stem), weight, [word], does, feeling)
        self.feels = bool(feeling) or stem in known.feels
        if is_verb or feeling:
            self.fresh = bool(feeling) or (stem in known.leading and self.fresh)
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
