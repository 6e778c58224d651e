"""The small language in which rules are written, and its translation to regular expressions.

A pattern is matched on the plain words of a sentence, with one space between them:

    {you} ~2 {absolute}     words of a class, up to two words of any kind, words of another class
    forget+                 a verb in all its forms: forget, forgets, forgot, forgotten, forgetting
    (very |so )?lazy        groups and choices as in regular expressions; each word in a group keeps its space
    you are <a liar>        only what stands between the angle brackets is marked; \\< is the sign itself
    ^ and $                 the beginning and the end of the sentence

Nothing repeats without bound. Expressions are run by RE2, which never takes longer than the length of the text allows
and prepares long choices of words quickly; where it is not to be had, by Python's own engine, to the same end.
"""

import re
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Protocol, cast


class Match(Protocol):
    """Where a pattern matches."""

    def span(self, group: int = 0) -> tuple[int, int]:
        """Return where a group begins and ends."""


class Matcher(Protocol):
    """A pattern ready for use."""

    @property
    def groups(self) -> int:
        """How many groups it has: 1 where only a part is marked."""

    def search(self, text: str) -> Match | None:
        """Return the first place where it matches."""


def _engine() -> Callable[[str], Matcher]:
    try:
        re2 = import_module("re2")
    except ImportError:
        return cast(Callable[[str], Matcher], re.compile)
    options = re2.Options()
    options.log_errors = False
    return lambda source: cast(Matcher, re2.compile(source, options))


prepare = _engine()
ITEM = re.compile(
    r"\{(?P<name>[a-z_0-9-]+)\}|~(?P<gap>\d) |(?P<verb>[^\W\d_]+)\+|(?P<loop>[*+]|\{\d*,\d*\})"
    r"|(?P<sign>\\.|\[[^\]]*\])|(?P<look>\(\?)|(?P<other>[(<>])",
    re.DOTALL,
)
ANY_WORD = "(?:[^ .,!?\u2026]+ )"
SIMPLE = {"(": "(?:", "<": "(", ">": ")"}


class PatternError(ValueError):
    """A pattern that is not written in the language above."""


def translate(
    pattern: str, classes: Callable[[str], str], inflect: Callable[[str], Iterable[str]]
) -> str:
    """Return a pattern as a regular expression; `classes` gives a class as an expression, or a `KeyError`."""

    def item(match: re.Match[str]) -> str:
        kind, text = match.lastgroup, match.group(match.lastgroup or 0)
        if kind == "name":
            return classes(text)
        if kind == "gap":
            return f"{ANY_WORD}{{0,{text}}}"
        if kind == "verb":
            return one_of(inflect(text))
        if kind in ("loop", "look"):
            raise PatternError(f"{text!r} is not for patterns: {pattern!r}")
        return SIMPLE.get(text, text)

    try:
        return f"(?:^|[ ])(?:{ITEM.sub(item, pattern)})(?:[ ]|$)"
    except KeyError as missing:
        raise PatternError(f"there is no class of words called {missing}") from None


def one_of(words: Iterable[str]) -> str:
    """Return an expression for any of these words, the longest first."""
    spelt = sorted((re.escape(word).replace("'", "'") for word in set(words)), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(spelt)})"
