"""The small language in which rules are written, and its translation to regular expressions.

A pattern is matched on the plain words of a sentence, with one space between them:

    {you} ~2 {absolute}     words of a class, up to two words of any kind, words of another class
    forget+                 a verb in all its forms: forget, forgets, forgot, forgotten, forgetting
    (very |so )?lazy        groups and choices as in regular expressions; each word in a group keeps its space
    you are <a liar>        only what stands between the angle brackets is marked; \\< is the sign itself
    ^ and $                 the beginning and the end of the sentence

What could never match is refused: a way through a pattern ends with a word, not with the space after it.
Nothing repeats without bound. Expressions are run by RE2, which never takes longer than the length of the
text allows and prepares long choices of words quickly; where it is not to be had, by Python's own engine, to
the same end.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
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

    def search(self, text: str | bytes) -> Match | None:
        """Return the first place where it matches; in bytes for bytes."""


# As much may one expression take, with what RE2 remembers of texts: without a bound, all take 40 MB more.
MOST_BYTES = 512 * 1024


def engine() -> Callable[[str], Matcher]:
    """Return what makes an expression ready: RE2, or Python's own engine where it is missing."""
    try:
        re2 = import_module("re2")
    except ImportError:
        return lambda source: cast(Matcher, re.compile(source, re.ASCII))  # as RE2 takes a digit
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MOST_BYTES
    return lambda source: cast(Matcher, re2.compile(source, options))


prepare = engine()


def marked(matcher: Matcher, text: str, raw: bytes) -> tuple[int, int] | None:
    """Return what a pattern marks of a text, if it matches; `raw` is the text in UTF-8.

    RE2 is asked about the bytes: its package takes longer to count letters than RE2 to look.
    """
    by_bytes = not isinstance(matcher, re.Pattern)
    match = matcher.search(raw if by_bytes else text)
    if match is None:
        return None
    start, end = match.span(1) if matcher.groups else match.span()
    if start < 0:
        start, end = match.span()
    return (len(raw[:start].decode()), len(raw[:end].decode())) if by_bytes else (start, end)


ITEM = re.compile(
    r"\{(?P<name>[a-z_0-9-]+)\}|~(?P<gap>\d) |(?P<verb>[^\W\d_]+)\+|(?P<loop>[*+]|\{\d*,\d*\})"
    r"|(?P<sign>\\.|\[[^\]]*\])|(?P<look>\(\?)|(?P<bare>~)|(?P<other>[(<>])",
    re.DOTALL,
)
# What tells how a pattern may end: in a word, or in a space.
STEP = re.compile(
    r"(?P<word>(?:[^\\\[()<>| ~]|\\.|\[[^\]]*\])+)"
    r"|(?P<open>[(<])|(?P<close>[)>]\??)|(?P<way>\|)|(?P<space> \??|~\d )",
    re.DOTALL,
)
IN_WORD, IN_SPACE = 1, 2
PAIRS = ("()", "<>")
ANY_WORD = "(?:[^ .,!?\u2026]+ )"
BETWEEN = "\0"
SIMPLE = {"(": "(?:", "<": "(", ">": ")"}


class PatternError(ValueError):
    """A pattern that is not written in the language above."""


def translate(pattern: str, classes: Callable[[str], str], inflect: Callable[[str], Iterable[str]]) -> str:
    """Return a pattern as a regular expression; `classes` gives a class as an expression, or a `KeyError`."""

    def item(match: re.Match[str]) -> str:
        kind, text = match.lastgroup, match.group(match.lastgroup or 0)
        if kind == "name":
            return classes(text)
        if kind == "gap":
            return f"{ANY_WORD}{{0,{text}}}"
        if kind == "verb":
            return one_of(inflect(text))
        if kind in ("loop", "look", "bare"):
            raise PatternError(f"{text!r} is not for patterns: {pattern!r}")
        return SIMPLE.get(text, text)

    _refuse_dead_ends(pattern)
    try:
        return f"(?:^|[ ])(?:{ITEM.sub(item, pattern)})(?:[ ]|$)"
    except KeyError as missing:
        raise PatternError(f"there is no class of words called {missing}") from None


@dataclass
class _Group:
    """A group of a pattern, and how a way through it may end: up to here, and the ways before this one."""

    opened: str
    before: int
    ended: int = 0

    def __post_init__(self) -> None:
        self.now = self.before

    def next_way(self) -> None:
        """Begin another way through the group."""
        self.ended |= self.now
        self.now = self.before


def _refuse_dead_ends(pattern: str) -> None:
    """Refuse a pattern with a bracket that is missing, or with a way through it that ends in a space."""
    groups = [_Group("", IN_WORD)]
    for step in STEP.finditer(pattern):
        kind, text = step.lastgroup, step.group()
        if kind == "word":
            groups[-1].now = IN_WORD
        elif kind == "open":
            groups.append(_Group(text, groups[-1].now))
        elif kind == "close":
            _close(groups, text, pattern)
        elif kind == "way":
            groups[-1].next_way()
        else:  # a space that must be there, or one that need not
            groups[-1].now = IN_SPACE if text == " " else groups[-1].now | IN_SPACE
    if len(groups) > 1:
        raise PatternError(f"{groups[-1].opened!r} is not closed: {pattern!r}")
    groups[0].next_way()
    if groups[0].ended & IN_SPACE:
        raise PatternError(f"it may end in a space, and then never matches: {pattern!r}")


def _close(groups: list[_Group], sign: str, pattern: str) -> None:
    inner = groups.pop()
    if inner.opened + sign[0] not in PAIRS:
        raise PatternError(f"{sign[0]!r} closes nothing: {pattern!r}")
    inner.next_way()
    groups[-1].now = inner.ended | (inner.before if sign.endswith("?") else 0)


def one_of(words: Iterable[str]) -> str:
    """Return an expression for any of these words, the longest first."""
    spelt = sorted(sorted(set(words)), key=len, reverse=True)
    return f"(?:{re.escape(BETWEEN.join(spelt)).replace(BETWEEN, '|')})"
