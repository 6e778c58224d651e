"""What the learned heads hear in a message: thanks, love, anger, advice. A guess about wording, not people.

No mark depends on it and the app does not show it: where a head was asked for a second opinion it was wrong
more often than the rules. It is there for whoever builds on the library.
"""

from dataclasses import dataclass

from inglenook.coach.language import guess, language


@dataclass(frozen=True, slots=True)
class Tone:
    """A label that a head gives to a sentence at `start` to `end`.

    `probability` holds for texts like those it has learned from.
    """

    label: str
    start: int
    end: int
    probability: float


def tones(message: str, *, code: str = "") -> list[Tone]:
    """Return what the heads hear in each sentence, the likeliest first; nothing where a language has none."""
    spoken = language(code or guess(message))
    if not (spoken.folder / "heads.bin").is_file():
        return []
    found = []
    for part in spoken.read(message):
        told = spoken.heads.scores(part.words)
        heard = [(label, chance) for label, chance in told.items() if chance >= spoken.heads.threshold(label)]
        found += [
            Tone(label, *part.around, chance) for label, chance in sorted(heard, key=lambda one: -one[1])
        ]
    return found
