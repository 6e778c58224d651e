"""Takes the charge out of a German sentence: "Du hörst mir nie zu!" -> "du mir nicht zuhörst"."""

import re
import string

# At most so many words are taken over: who writes more says it anew.
LONGEST = 10
NEVER = frozenset({"nie", "niemals"})
EVER = frozenset({"immer", "ständig", "dauernd", "andauernd", "permanent"})
# What comes off a verb, and goes back to it at the end of a clause.
APART = frozenset(
    {
        *("ab", "an", "auf", "aus", "bei", "ein", "her", "hin", "los", "mit", "nach", "runter", "raus"),
        *("rein", "vor", "vorbei", "weg", "weiter", "zu", "zurück"),
    }
)
PRONOUNS = frozenset({"mich", "mir", "uns", "dich", "dir", "es"})
# What "nie" makes of the word that follows it.
NONE = {
    **{noun: f"keine {noun.title()}" for noun in ("zeit", "lust", "geduld", "rücksicht", "verantwortung")},
    **{noun: f"kein {noun.title()}" for noun in ("interesse", "verständnis", "vertrauen")},
    **dict.fromkeys(("was", "etwas"), "nichts"),
}
# What "nicht" can stand before.
AFTER_NOT = re.compile(
    r"(?:auf|an|für|mit|nach|in|im|zu|von|über|bei|da|so|ernst|recht|ehrlich|pünktlich|rechtzeitig|zufrieden"
    r"|daheim|gut|bescheid|ausreden|zugeben|entschuldigen|\w*ge\w+(?:t|en)|be\w+t|unterstützt|verstanden|\w+hören)",
    re.IGNORECASE,
)
# Where a second clause begins, the words would not stand rightly.
SECOND = frozenset({"und", "oder", "aber", "dass", "weil", "wenn", "als", "ob", "wie", "obwohl", "sondern"})
OPENING = re.compile(r"^(?:(?:ja|aber|und|boah|mann|ey|also|ehrlich|mensch)[, ]+)*", re.IGNORECASE)
TAIL = string.whitespace + "\u00a0.!…"
PAST = frozenset(
    ("habe", "hab", "haben", "bin", "sind", "musste", "mussten", "muss", "müssen", "kann", "können", "konnte")
)
LAST_TWO = ("müssen", "können", "wollen", "dürfen", "sollen", "lassen")


def situation(sentence: str) -> str:
    """Return what happened, as it would stand after "wenn", or nothing where that is not to be had."""
    plain = OPENING.sub("", sentence.strip().rstrip(TAIL))
    words = plain.split()
    if not 3 <= len(words) <= LONGEST or re.search(r"[^\w\s-]", plain):
        return ""
    low = [word.lower() for word in words]
    if SECOND & set(low):
        return ""
    if low[:2] == ["wegen", "dir"] or low[0] in {"deinetwegen", "euretwegen"}:
        return _because(words[2:] if low[0] == "wegen" else words[1:])
    if low[0] == "du" and low[1].endswith("t"):
        return _last(words[1], words[2:])
    if low[0] in NEVER | EVER and low[2] == "du" and low[1].endswith("t"):
        rest = words[3:]
        after = next((at for at, word in enumerate(rest) if word.lower() not in PRONOUNS), len(rest))
        return _last(words[1], [*rest[:after], words[0], *rest[after:]])
    return ""


def _because(words: list[str]) -> str:
    """Return "wir den Zug verpasst haben" for "haben wir den Zug verpasst"."""
    if len(words) < 3 or words[0].lower() not in PAST or words[1].lower() not in {"ich", "wir"}:
        return ""
    if words[0].lower() in {"habe", "hab", "haben"} and words[-1].lower().endswith(LAST_TWO):
        return ""
    return " ".join([*words[1:], words[0]])


def _last(verb: str, rest: list[str]) -> str:
    """Return a clause with its verb at the end, without "immer", and with "nicht" or "kein" for "nie"."""
    at = next((at for at, word in enumerate(rest) if word.lower() in NEVER | EVER), -1)
    if at < 0:
        return ""
    before, after = rest[:at], rest[at + 1 :]
    if after and after[-1].lower() in APART:
        verb = after.pop().lower() + verb.lower()
    if rest[at].lower() in NEVER:
        if not after:
            before.append("nicht")
        elif after[0].lower() in NONE:
            before.append(NONE[after.pop(0).lower()])
        elif AFTER_NOT.fullmatch(after[0]):
            before.append("nicht")
        else:
            return ""
    return " ".join(["du", *before, *after, verb.lower()]) if before or after else ""
