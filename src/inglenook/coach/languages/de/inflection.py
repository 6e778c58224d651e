"""The forms of German verbs, joined to a prefix that they have: zuhören, zuhörst, zugehört, zuzuhören."""

# What comes off in a main clause ("hörst … zu"); the longest first.
APART = (
    *("zusammen", "dazwischen", "herunter", "vorbei", "zurück", "weiter", "runter", "kaputt", "bloß", "fest"),
    *("hoch", "nach", "raus", "rein", "statt", "auf", "aus", "bei", "ein", "her", "hin", "los", "mit", "vor"),
    *("weg", "ab", "an", "da", "um", "zu"),
)
# Verbs that only look as if they had such a prefix.
WHOLE = frozenset({"antworten", "einigen", "umarmen", "angeln", "dauern", "ankern", "hinken"})
# A participle takes no "ge" after these.
UNSTRESSED = ("be", "emp", "ent", "er", "ge", "miss", "ver", "zer", "über", "unter", "hinter", "wider", "um")
PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
VOWELS = "aeiouyäöü"


def forms(verb: str, irregular: dict[str, list[str]]) -> list[str]:
    """Return the finite forms, the participle and the infinitives of a verb, with umlauts and without.

    `irregular` holds of a strong verb the forms for du and er, the past, the participle, then any others.
    """
    prefix = _prefix(verb, irregular)
    bare = verb.removeprefix(prefix)
    present, participle = _forms(bare, irregular)
    found = [*(prefix + form for form in present), prefix + participle]
    if prefix:
        found.append(f"{prefix}zu{bare}")
    return list(dict.fromkeys(form for each in found for form in (each, each.translate(PLAIN))))


def _prefix(verb: str, irregular: dict[str, list[str]]) -> str:
    if verb in WHOLE or verb in irregular:
        return ""
    return next((start for start in APART if verb.startswith(start) and len(verb) > len(start) + 3), "")


def _forms(verb: str, irregular: dict[str, list[str]]) -> tuple[list[str], str]:
    """Return the forms of a verb without a prefix that comes off, and its participle."""
    stem = verb.removesuffix("en") if verb.endswith("en") else verb.removesuffix("n")
    link = "e" if _wants_link(stem) else ""
    you = stem + ("t" if stem.endswith(("s", "ß", "x", "z")) else link + "st")
    present = [verb, stem, stem + "e", you, stem + link + "t"]
    if verb.endswith("eln"):
        present.append(stem[:-2] + "le")
    if verb in irregular:
        second, third, past, participle, *others = irregular[verb]
        return [*present, second, third, *_past(past), *others], participle
    bare = verb.endswith("ieren") or verb.startswith(UNSTRESSED)
    return [*present, *_past(f"{stem}{link}te")], ("" if bare else "ge") + stem + link + "t"


def _wants_link(stem: str) -> bool:
    """Tell whether an "e" stands before the ending: arbeitest, öffnest, but lernst, wohnst."""
    if stem.endswith(("d", "t")):
        return True
    return stem.endswith(("m", "n")) and len(stem) > 2 and stem[-2] not in VOWELS + "lmnrh"


def _past(past: str) -> list[str]:
    """Return the past for all persons: half, halfst, halfen, halft; hörte, hörtest, hörten, hörtet."""
    if past.endswith("e"):
        return [past, past + "st", past + "n", past + "t"]
    link = "e" if past.endswith(("d", "t", "s", "ß")) else ""
    return [past, f"{past}{link}st", f"{past}en", f"{past}{link}t", *([past + "t"] if link else [])]
