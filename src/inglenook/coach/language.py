"""A language of the coach: a folder of rules and words, read when first needed.

`lexicon.toml` has classes of words, spellings and irregular verbs, `rules*.toml` the rules, `says.toml` what
is said to people about each label. The shapes below say what each may hold.
"""

import re
from collections.abc import Sequence
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar, cast

import msgspec

from inglenook.coach import gathering
from inglenook.coach.patterns import Matcher, one_of, prepare, translate
from inglenook.coach.sieve import Sieve
from inglenook.coach.text import Sentence, sentences, straight

if TYPE_CHECKING:
    from inglenook.coach.heads import Heads

T = TypeVar("T")

Scope = Literal["sentence", "message"]
SCOPES: tuple[Scope, ...] = ("sentence", "message")
Kind = Literal["tries", "spared"]
KINDS: tuple[Kind, ...] = ("tries", "spared")
LONGEST_CODE = 8
FOLDER = Path(__file__).parent / "languages"


class Forms(Protocol):
    """How verbs of a language take their forms: `languages/<language>/inflection.py`."""

    def forms(self, verb: str, irregular: dict[str, list[str]]) -> Sequence[str]:
        """Return all forms of a verb, the verb itself among them."""


class Lexicon(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of a language: classes by name (one may hold others as `{name}`), and how words are typed.

    A label `hides` others. Those `not_shown` are too often wrong.
    """

    classes: dict[str, list[str]]
    spellings: dict[str, str]
    common: list[str]
    abbreviations: list[str] = []
    irregular: dict[str, list[str]] = {}
    hides: dict[str, list[str]] = {}
    not_shown: list[str] = []


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one label is found: `find` are patterns, `finds` and `spares` what they must and must not find.

    With `on`, the rule is tried only where one of these words, or of a `{class}`, is in the sentence.
    `unless` are patterns that speak against it in the same sentence. `scope` says where it looks: in each
    sentence, or in the whole message.
    """

    id: str
    label: str
    find: list[str]
    finds: list[str] = []
    on: list[str] = []
    spares: list[str] = []
    unless: list[str] = []
    scope: Scope = "sentence"
    confidence: float = 0.95
    steps: list[str] = []


class RulesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rules of a language, and the classes of words that only they need."""

    rule: list[Rule]
    classes: dict[str, list[str]] = {}


class Asks(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By what a question is known that has no question mark, and what only begins like one."""

    find: list[str]
    unless: list[str] = []
    classes: dict[str, list[str]] = {}


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """By what a part of an apology is known: a label, a rule, or patterns of its own."""

    labels: list[str] = []
    rules: list[str] = []
    find: list[str] = []


class Saying(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said to people about a label: its title, why it matters, and a try at saying it otherwise.

    `missing` is said where it would do well and is not there.
    """

    title: str
    why: str
    a_try: str = ""
    missing: str = ""


# Made as the module loads: two threads must not be the first to read a type.
LEXICON = msgspec.msgpack.Decoder(Lexicon)
RULES = msgspec.msgpack.Decoder(RulesFile)
ASKS = msgspec.msgpack.Decoder(Asks)
PARTS = msgspec.msgpack.Decoder(dict[str, Part])
SIEVE = msgspec.msgpack.Decoder(Sieve)
SAYINGS = msgspec.msgpack.Decoder(dict[str, Saying])


class Language:
    """The rules and words of one language; `quickly` reads what was worked out of them at installation."""

    def __init__(self, code: str, *, quickly: bool = True) -> None:
        self.code = code
        self.folder = FOLDER / code
        if not (self.folder / "lexicon.toml").is_file():
            raise LookupError(f"The coach does not know the language {code!r}.")
        self._gathered = gathering.gathered(self.folder) if quickly else None
        self._read = {} if self._gathered else gathering.read(self.folder)
        self.lexicon = self._file("lexicon.toml", LEXICON)
        self.abbreviations = frozenset(self.lexicon.abbreviations)
        self.common = frozenset(self.lexicon.common)

    @cached_property
    def _files(self) -> list[RulesFile]:
        names = self._gathered.files if self._gathered else self._read
        return [self._file(name, RULES) for name in names if name.startswith("rules")]

    @cached_property
    def rules(self) -> list[Rule]:
        """All rules, in the order in which they are written."""
        return [rule for file in self._files for rule in file.rule]

    @cached_property
    def named(self) -> dict[str, list[str]]:
        """The classes of words by name: those of the lexicon, and those that only one file of rules needs."""
        found = dict(self.lexicon.classes)
        for classes in (*(file.classes for file in self._files), self.asks.classes):
            if twice := classes.keys() & found.keys():
                raise ValueError(f"{self.code}: there is a class {min(twice)!r} already")
            found.update(classes)
        return found

    @cached_property
    def asks(self) -> Asks:
        """By what a question is known."""
        return self._file("asks.toml", ASKS) if self._has("asks.toml") else Asks([])

    @cached_property
    def parts(self) -> dict[str, Part]:
        """By what each part of an apology is known, in the order in which they count."""
        return self._file("parts.toml", PARTS) if self._has("parts.toml") else {}

    @cached_property
    def known(self) -> frozenset[str]:
        """The labels and parts that can be found in this language."""
        return frozenset({rule.label for rule in self.rules} | self.parts.keys())

    def _has(self, name: str) -> bool:
        return name in (self._gathered.files if self._gathered else self._read)

    @cached_property
    def tries(self) -> dict[str, list[tuple[Rule, str]]]:
        """The patterns by which rules find something, by scope and number, each with its rule."""
        found: dict[str, list[tuple[Rule, str]]] = {scope: [] for scope in SCOPES}
        for rule in self.rules:
            found[rule.scope] += [(rule, pattern) for pattern in rule.find]
        return found

    @cached_property
    def spared(self) -> dict[str, dict[str, int]]:
        """The numbers of the patterns that speak against rules, by scope."""
        found: dict[str, dict[str, int]] = {scope: {} for scope in SCOPES}
        for rule in self.rules:
            known = found[rule.scope]
            for pattern in rule.unless:
                known.setdefault(pattern, len(known))
        return found

    @cache  # noqa: B019
    def sieve(self, kind: Kind, scope: Scope) -> Sieve:
        """Return which of the patterns of rules, or of those that speak against them, are worth trying."""
        if self._gathered:
            return SIEVE.decode(self._gathered.sieves[f"{kind} {scope}"])
        if kind == "tries":
            return Sieve.of(self.needs(one, rule.on) for rule, one in self.tries[scope])
        return Sieve.of(self.needs(one) for one in self.spared[scope])

    def gather(self) -> None:
        """Put beside the files what takes long to work out of them."""
        gathering.gather(
            self.folder, {f"{kind} {scope}": self.sieve(kind, scope) for kind in KINDS for scope in SCOPES}
        )

    def read(self, message: str) -> list[Sentence]:
        """Return the sentences of a message in plain words."""
        return sentences(message, self.lexicon.spellings, self.abbreviations)

    @cache  # noqa: B019  (there are as many languages as folders)
    def words_of(self, item: str) -> frozenset[str]:
        """Return the words that a word, a `verb+` or a `{class}` stands for; raises `KeyError`."""
        if item.startswith("{"):
            return frozenset().union(*map(self.words_of, self.named[item[1:-1]]))
        return frozenset(self.forms(item[:-1]) if item.endswith("+") else (item,))

    @cache  # noqa: B019
    def expression(self, name: str) -> str:
        """Return a class of words as a regular expression; raises `KeyError`."""
        return one_of(self.words_of("{" + name + "}"))

    def forms(self, verb: str) -> Sequence[str]:
        """Return all forms of a verb."""
        return self._inflection.forms(verb, self.lexicon.irregular)

    @cached_property
    def _inflection(self) -> Forms:
        return cast(Forms, import_module(f"inglenook.coach.languages.{self.code}.inflection"))

    @cache  # noqa: B019
    def compiled(self, pattern: str) -> Matcher:
        """Return a pattern ready for use; made when first needed."""
        return prepare(translate(pattern, self.expression, self.forms))

    def holds(self, part: Sentence, patterns: list[str]) -> bool:
        """Tell whether any of some patterns matches a sentence."""
        return any(self.compiled(pattern).search(part.plain) for pattern in patterns)

    def needs(self, pattern: str, on: Sequence[str] = ()) -> tuple[list[frozenset[str]], frozenset[str]]:
        """Return sets of words of which a sentence that a pattern matches has one each, in this order.

        Beside them, of what its rule is tried `on`, those of which it has one anywhere.
        """
        from inglenook.coach.needs import asked, needs  # not needed where all was gathered

        return needs(pattern, self.words_of, self.common), asked(on, self.words_of, self.common)

    @cached_property
    def heads(self) -> "Heads":
        """The learned heads."""
        from inglenook.coach.heads import Heads  # few messages want them

        return Heads.load(self.folder / "heads.bin")

    @cached_property
    def says(self) -> dict[str, Saying]:
        """What is said to people, by label."""
        return self._file("says.toml", SAYINGS)

    def _file(self, name: str, decoder: msgspec.msgpack.Decoder[T]) -> T:
        if self._gathered:
            return decoder.decode(self._gathered.files[name])
        try:
            return decoder.decode(msgspec.msgpack.encode(self._read[name]))
        except msgspec.ValidationError as error:
            raise ValueError(f"{self.code}/{name}: {error}") from error


@cache
def language(code: str) -> Language:
    """Return a language by its code; raises `LookupError` where there is no folder for it."""
    if not (code.isalpha() and code.islower() and len(code) <= LONGEST_CODE):
        raise LookupError(f"The coach does not know the language {code!r}.")
    return Language(code)


@cache
def codes() -> tuple[str, ...]:
    """The languages that there are."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/lexicon.toml")))


def guess(message: str, otherwise: str = "en") -> str:
    """Return the language that most of the message's commonest words belong to."""
    words = re.findall(r"[^\W\d_]+", straight(message.lower()))
    counts = {code: sum(word in language(code).common for word in words) for code in codes()}
    best = max(counts, key=lambda code: (counts[code], code == otherwise))
    return best if counts[best] else otherwise
