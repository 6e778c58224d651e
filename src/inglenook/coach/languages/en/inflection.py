"""The forms of English verbs."""

VOWELS = "aeiou"
# Two letters before the last, after which a single last letter is doubled: stop, stopped.
NEVER_DOUBLED = "wxy"


def forms(verb: str, irregular: dict[str, list[str]]) -> list[str]:
    """Return all forms of a verb: forget, forgets, forgetting, forgot, forgotten."""
    found = [verb, _third(verb), _with(verb, "ing"), *(irregular.get(verb) or [_with(verb, "ed")])]
    if verb.endswith("el") and verb not in irregular:  # cancelled in Britain, canceled in America
        found += [verb + ending for last in ("", "l") for ending in (f"{last}ing", f"{last}ed")]
    return list(dict.fromkeys(found))


def _third(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def _with(verb: str, ending: str) -> str:
    if verb.endswith("ie") and ending == "ing":
        return verb[:-2] + "ying"
    if verb.endswith(("ee", "oe", "ye")):
        return verb + ending.removeprefix("e")
    if verb.endswith("e"):
        return verb[:-1] + ending
    if verb.endswith("y") and verb[-2:-1] not in VOWELS and ending == "ed":
        return verb[:-1] + "ied"
    if _doubles(verb):
        return verb + verb[-1] + ending
    if verb.endswith("ic"):
        return verb + "k" + ending
    return verb + ending


def _doubles(verb: str) -> bool:
    """Tell whether the last letter is doubled: after one vowel, in one syllable or an end as in "forget"."""
    verb = verb.replace("qu", "q")  # this "u" is no vowel: quit, quitting
    if len(verb) < 3 or verb[-1] in VOWELS + NEVER_DOUBLED or verb[-2] not in VOWELS or verb[-3] in VOWELS:
        return False
    syllables = sum(letter in VOWELS for letter in verb)
    return syllables == 1 or verb.endswith(("get", "gin", "mit", "fer", "cur", "pel"))
