"""The small language in which rules are written, and its translation to regular expressions.

A pattern is matched on the plain words of a sentence, with one space between them:

    {you} ~2 {absolute}     words of a class, up to two words of any kind, words of another class
    forget+                 a verb in all its forms: forget, forgets, forgot, forgotten, forgetting
    (very |so )?lazy        groups and choices as in regular expressions; each word in a group keeps its space
    you are <a liar>        only what stands between the angle brackets is marked
    ^ and $                 the beginning and the end of the sentence

Nothing repeats without bound, so the time for a sentence grows with its length alone.
"""

import re
from collections.abc import Callable, Mapping, Sequence

ITEM = re.compile(
    r"\{(?P<name>[a-z_0-9-]+)\}|~(?P<gap>\d) |(?P<verb>[^\W\d_]+)\+|(?P<loop>[*+]|\{\d*,\d*\})|(?P<other>.)",
    re.DOTALL,
)
ANY_WORD = r"[^\W_][^ ]* "
SIMPLE = {"(": "(?:", "<": "(?P<span>", ">": ")"}


class PatternError(ValueError):
    """A pattern that is not written in the language above."""


def translate(pattern: str, classes: Mapping[str, str], inflect: Callable[[str], Sequence[str]]) -> str:
    """Return a pattern as a regular expression; `classes` are expressions by name."""

    def item(match: re.Match[str]) -> str:
        name, gap, verb, loop, other = match.group("name", "gap", "verb", "loop", "other")
        if name:
            if name not in classes:
                raise PatternError(f"there is no class of words called {name!r}")
            return classes[name]
        if gap:
            return f"(?:{ANY_WORD}){{0,{gap}}}"
        if verb:
            return one_of(inflect(verb))
        if loop:
            raise PatternError(f"{loop!r} would repeat without bound in {pattern!r}")
        return SIMPLE.get(other, other)

    return rf"(?<!\S){ITEM.sub(item, pattern)}(?!\S)"


def one_of(words: Sequence[str]) -> str:
    """Return an expression for any of these words, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, set(words)), key=lambda word: (-len(word), word))) + ")"
