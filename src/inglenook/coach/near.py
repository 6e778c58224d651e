"""What words mean near enough the same: the stems of a language, and its own groups of near words.

`languages/<language>/near.toml` holds the groups; a language without one is compared by its stems alone.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from inglenook.coach.language import Language, language

ANY = "*"
Near = Mapping[str, bool]
SHORTEST_STEM, SHORTEST_VERB = 3, 4


class NearFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `near.toml` may hold; each list is explained there."""

    endings: tuple[str, ...] = ("en", "es", "s", "n", "e")
    speaker: list[str] = []
    reader: list[str] = []
    both: list[str] = []
    other: list[str] = []
    subjects: list[str] = []
    nameless: list[str] = []
    negators: list[str] = []
    helpers: list[str] = []
    determiners: list[str] = []
    prepositions: list[str] = []
    scope_ends: list[str] = []
    none: list[str] = []
    negation: str = ""
    joints: tuple[str, ...] = (",",)
    stop: list[str] = []
    light: list[str] = []
    verbs: list[str] = []
    verb_endings: tuple[str, ...] = ()
    passive: list[str] = []
    active_endings: tuple[str, ...] = ()
    frames: list[str] = []
    asides: list[str] = []
    gives_back: list[str] = []
    feelings: list[str] = []
    feels: list[str] = []
    leading: list[str] = []
    groups: list[list[str]] = []
    opposites: list[tuple[str, str]] = []


NEAR = msgspec.msgpack.Decoder(NearFile)


class Found(NamedTuple):
    """A phrase of a group: its stems, the groups that it belongs to, and the feeling that it names."""

    pattern: tuple[str, ...]
    near: Near
    feeling: str


class Meanings:
    """The near words of a language, ready for use."""

    def __init__(self, spoken: Language) -> None:
        self.file = file = read(spoken.folder / "near.toml")
        self._ending = re.compile(rf"(.{{{SHORTEST_STEM},}}?)(?:{'|'.join(map(re.escape, file.endings))})")
        self.verbs = {form: verb for verb in file.verbs for form in spoken.forms(verb)}
        for verb in spoken.lexicon.irregular:
            self.verbs.update(dict.fromkeys(spoken.forms(verb), verb))
        self.stop = frozenset(file.stop or [*spoken.common, *file.helpers])
        self.light = frozenset(map(self.stem, file.light))
        self.feels = frozenset(map(self.stem, file.feels))
        self.leading = frozenset(map(self.stem, file.leading))
        self.passive = frozenset(file.passive)
        self.negators, self.joints = frozenset(file.negators), frozenset(file.joints)
        self.helpers, self.determiners = frozenset(file.helpers), frozenset(file.determiners)
        self.subjects, self.nameless = frozenset(file.subjects), frozenset(file.nameless)
        self.frames, self.asides = by_first(file.frames), frozenset(file.asides)
        self.persons = dict.fromkeys(file.speaker, "speaker") | dict.fromkeys(file.reader, "reader")
        self.persons |= dict.fromkeys(file.both, "both") | dict.fromkeys(file.other, "other")
        self.opening = frozenset(self.persons) | self.determiners | self.nameless
        self.scope_ends, self.none = frozenset(file.scope_ends), frozenset(file.none)
        self.prepositions = frozenset(file.prepositions)
        self._near: dict[str, dict[str, bool]] = defaultdict(dict)
        self._phrases: dict[tuple[str, str], dict[tuple[str, ...], dict[str, bool]]] = defaultdict(dict)
        self.feelings = self._gather(spoken)

    def _gather(self, spoken: Language) -> dict[tuple[str, ...], str]:
        for number, group in enumerate(self.file.groups):
            for words in group:
                self._add(words, f"g{number}")
        for number, (one, other) in enumerate(self.file.opposites):
            self._add(one, f"o{number}")
            self._add(other, f"o{number}", contrary=True)
        named = spoken.lexicon.classes
        feelings = [*named.get("feeling_hard", ()), *named.get("feeling_good", ()), *self.file.feelings]
        for words in feelings:
            self._add(words)
        return {tuple(words.split(" ")): words for words in feelings}

    def _add(self, words: str, group: str = "", *, contrary: bool = False) -> None:
        """Note a word or phrase of a group; a single word after a "not" is a contrary."""
        parts = words.split(" ")
        if len(parts) == 2 and parts[0] == self.file.negation:
            parts, contrary = parts[1:], not contrary
        stems = tuple(part if part == ANY else self.stem(part) for part in parts)
        if len(stems) == 1:
            near = self._near[stems[0]]
        else:
            near = self._phrases[stems[0], stems[1]].setdefault(stems, {})
        if group:
            near[group] = contrary

    def is_verb(self, word: str) -> bool:
        """Tell whether a word makes a clause of what it stands in."""
        return word in self.helpers or self.is_done(word)

    def is_done(self, word: str) -> bool:
        """Tell whether a word says what somebody does."""
        return word in self.verbs or (word.endswith(self.file.verb_endings) and len(word) > SHORTEST_VERB)

    def stem(self, word: str) -> str:
        """Return what the forms of a word have in common."""
        if word in self.verbs:
            return self.verbs[word]
        if ended := self._ending.fullmatch(word):
            word = ended[1]
        return word[:-1] if len(word) > SHORTEST_STEM and word[-1] == word[-2] else word

    def near(self, stem: str) -> Near:
        """Return the groups that a word belongs to, with whether it is the contrary of the others."""
        return self._near.get(stem, {})

    def phrase(self, words: Sequence[str], stems: Sequence[str], at: int) -> Found | None:
        """Return the longest phrase that begins at a word."""
        best: Found | None = None
        for second in (*stems[at + 1 : at + 2], ANY):
            for phrase, near in self._phrases.get((stems[at], second), {}).items():
                if (best is None or len(phrase) > len(best.pattern)) and fits(phrase, stems, at):
                    feeling = self.feelings.get(tuple(words[at : at + len(phrase)]), "")
                    best = Found(phrase, near, feeling)
        return best


def fits(phrase: Sequence[str], stems: Sequence[str], at: int) -> bool:
    """Tell whether a phrase stands at a place."""
    there = stems[at : at + len(phrase)]
    return len(there) == len(phrase) and all(
        want in (ANY, is_there) for want, is_there in zip(phrase, there, strict=True)
    )


def by_first(phrases: Iterable[str]) -> dict[str, list[list[str]]]:
    """Return phrases by their first word, the longest first."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for words in sorted((phrase.split(" ") for phrase in phrases), key=len, reverse=True):
        found[words[0]].append(words)
    return found


@cache
def meanings(code: str) -> Meanings:
    """Return the near words of a language; raises `LookupError` where there is no such language."""
    return Meanings(language(code))


def read(file: Path) -> NearFile:
    """Return what a file holds, or nothing but the defaults where there is none."""
    if not file.is_file():
        return NearFile()
    try:
        return NEAR.decode(msgspec.msgpack.encode(tomllib.loads(file.read_text(encoding="utf-8"))))
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{file.parent.name}/{file.name}: {error}") from error
