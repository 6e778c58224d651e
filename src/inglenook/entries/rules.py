"""Plain rules about entries: the regions of the map, and whose turn a prompt is."""

from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from typing import Literal

Region = Literal["bright", "calm", "stormy", "heavy", "between", "unsure", "unsaid"]


def region_of(energy: int, pleasantness: int) -> Region:
    """Return the quarter of the map that a place lies in; on an axis it lies between."""
    if not energy or not pleasantness:
        return "between"
    if pleasantness > 0:
        return "bright" if energy > 0 else "calm"
    return "stormy" if energy > 0 else "heavy"


def prompts_in_turn(ids: Sequence[str], seed: bytes, day: date) -> list[str]:
    """Return the prompts in one person's order, the day's own first; none twice before all have come."""
    if not ids:
        return []
    turn, place = divmod(day.toordinal(), len(ids))

    def shuffled(name: str) -> bytes:
        return blake2b(f"{turn} {name}".encode(), key=seed[:64], digest_size=16).digest()

    order = sorted(ids, key=shuffled)
    return order[place:] + order[:place]


def after(ids: Sequence[str], current: str) -> str:
    """Return the one that follows, going round."""
    if current not in ids:
        return ids[0] if ids else ""
    return ids[(ids.index(current) + 1) % len(ids)]
