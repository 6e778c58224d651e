"""Takes the charge out of an English sentence: "You never listen to me!" -> "you do not listen to me"."""

import re
import string

ABSOLUTE = r"(?:always|never|constantly|forever)"
# At most so much is taken over: who writes more says it anew.
LONGEST = 120
# \u2019 is the curly apostrophe.
LISTEN = re.compile(
    rf"^(?:(?:honestly|seriously|because|and|but|well|so|god|look|listen|again)[, ]+)*"
    rf"you(?P<be>['\u2019]re| are)? (?:just |still |really )*(?P<absolute>{ABSOLUTE}) (?P<rest>.+)$",
    re.IGNORECASE,
)
BECAUSE = re.compile(
    r"^(?:it's all |it is |it's |all )?because of you,? (?P<rest>(?:i|we|the|my|our)\b.+)$", re.IGNORECASE
)
TAIL = string.whitespace + "\u00a0.!?…"
# After these the sentence would not go on rightly with "do not".
NOT_A_BASE = re.compile(
    r"^(?:\w+ed|\w+ing|been|done|gone|had|said|told|gave|took|came|did|was|were|once|ever)\b", re.IGNORECASE
)


def situation(sentence: str) -> str:
    """Return what happened, as it would stand after "when", or nothing where that is not to be had."""
    plain = sentence.strip().rstrip(TAIL)
    if len(plain) > LONGEST or "\n" in plain:
        return ""
    if because := BECAUSE.match(plain):
        return because["rest"]
    found = LISTEN.match(plain)
    if found is None:
        return ""
    rest, never = found["rest"], found["absolute"].lower() == "never"
    if found["be"]:
        return f"you are {'not ' if never else ''}{rest}"
    if NOT_A_BASE.match(rest):
        return ""
    return f"you do not {rest}" if never else f"you {rest}"
