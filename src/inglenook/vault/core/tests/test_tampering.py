"""At least 100,000 tampered envelopes, none of which opens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from uuid import UUID

import pytest
from tests.figures import figure

from inglenook.vault.core.envelope import Place, open_envelope, seal, unwrap_key, wrap_key
from inglenook.vault.core.errors import Tampered
from inglenook.vault.core.keys import BondEpochKey, EntryKey, PersonEpochKey
from inglenook.vault.core.sealing import SealingPrivateKey, open_sealed, seal_to

EACH = 9_000


@dataclass(frozen=True)
class Case:
    """An envelope with what is used to open it; `wrapped` says that it holds a key."""

    key: PersonEpochKey
    envelope: bytes
    place: Place
    wrapped: bool

    def opens(self) -> bool:
        """Whether it opens; any error but Tampered fails the test."""
        try:
            if self.wrapped:
                unwrap_key(self.key, self.envelope, self.place, EntryKey)
            else:
                open_envelope(self.key, self.envelope, self.place)
        except Tampered:
            return False
        return True


Way = Callable[[Random, Case, Case], Case]


def _samples(random: Random) -> list[Case]:
    """Seal texts and keys of one owner under two epochs, so that neighbours share much of their places."""
    keys = [PersonEpochKey(random.randbytes(32)) for _ in range(2)]
    tables, fields = ["journal", "journal.title", "letters"], ["text", "title", "mood"]
    owners, rows = ([UUID(bytes=random.randbytes(16)) for _ in range(many)] for many in (3, 20))
    cases = []
    for number in range(300):
        epoch = random.randrange(2)
        table, field = random.choice(tables), random.choice(fields)
        owner, row = random.choice(owners), random.choice(rows)
        place = Place(table, owner, row, field, random.randrange(1, 300), epoch)
        if number % 4:
            sealed = seal(keys[epoch], random.randbytes(random.choice((0, 20, 255, 900, 5000))), place)
        else:
            sealed = wrap_key(keys[epoch], EntryKey(random.randbytes(32)), place)
        cases.append(Case(keys[epoch], sealed, place, not number % 4))
    return cases


def _flip(random: Random, case: Case, _: Case) -> Case:
    """Flip one bit, or several, most often near the beginning."""
    changed = bytearray(case.envelope)
    near = random.choice((2, 26, 58, len(changed)))
    for at in {random.randrange(near * 8) for _ in range(random.choice((1, 1, 1, 2, 9)))}:
        changed[at // 8] ^= 1 << at % 8
    return replace(case, envelope=bytes(changed))


def _truncate(random: Random, case: Case, _: Case) -> Case:
    return replace(case, envelope=case.envelope[: random.randrange(len(case.envelope))])


def _extend(random: Random, case: Case, _: Case) -> Case:
    more = random.choice((bytes, random.randbytes))(random.choice((1, 2, 16, 256, len(case.envelope))))
    return replace(case, envelope=random.choice((case.envelope + more, more + case.envelope)))


def _splice(random: Random, case: Case, other: Case) -> Case:
    at = random.choice((1, 2, 26, 58, random.randrange(len(case.envelope))))
    return replace(case, envelope=case.envelope[:at] + other.envelope[at:])


def _whole(_: Random, case: Case, other: Case) -> Case:
    return replace(case, envelope=other.envelope)


def _other_kind(_: Random, case: Case, other: Case) -> Case:
    form = b"\x01" if case.wrapped else b"\x02"
    return replace(case, wrapped=not case.wrapped, envelope=form + case.envelope[1:])


def _table(random: Random, case: Case, other: Case) -> Case:
    name = random.choice((other.place.table, case.place.table + "s", case.place.table[:-1], case.place.field))
    return replace(case, place=replace(case.place, table=name))


def _owner(random: Random, case: Case, other: Case) -> Case:
    owner = random.choice((other.place.owner, case.place.row, UUID(int=case.place.owner.int ^ 1)))
    return replace(case, place=replace(case.place, owner=owner))


def _row(random: Random, case: Case, other: Case) -> Case:
    row = random.choice((other.place.row, case.place.owner, UUID(int=case.place.row.int ^ 1)))
    return replace(case, place=replace(case.place, row=row))


def _field(random: Random, case: Case, other: Case) -> Case:
    name = random.choice((other.place.field, case.place.field + "2", case.place.table, ""))
    return replace(case, place=replace(case.place, field=name))


def _revision(random: Random, case: Case, _: Case) -> Case:
    revision = case.place.revision + random.choice(
        (-1, 1, 256, -random.randrange(1, 300), random.randrange(1, 300))
    )
    return replace(case, place=replace(case.place, revision=revision))


def _epoch(random: Random, case: Case, other: Case) -> Case:
    epoch = case.place.epoch + random.choice((-1, 1, 256, random.randrange(1, 300)))
    return replace(case, place=replace(case.place, epoch=epoch), key=random.choice((case.key, other.key)))


def _key(random: Random, case: Case, other: Case) -> Case:
    raw = bytearray(case.key.expose())
    raw[random.randrange(32)] ^= 1 << random.randrange(8)
    return replace(case, key=random.choice((other.key, PersonEpochKey(bytes(raw)))))


WAYS: list[Way] = [
    _flip, _truncate, _extend, _splice, _whole, _other_kind,
    _table, _owner, _row, _field, _revision, _epoch, _key,
]  # fmt: skip


def _tampered(random: Random, samples: list[Case], way: Way) -> Iterator[Case]:
    made = 0
    while made < EACH:
        case, other = random.choice(samples), random.choice(samples)
        changed = way(random, case, other)
        if changed != case:
            made += 1
            yield changed


def test_no_tampered_envelope_opens(record_property: Callable[[str, object], None]) -> None:
    random = Random(20260101)  # noqa: S311 - a seed, so that a failure can be seen again
    samples = _samples(random)
    assert all(case.opens() for case in samples)
    tried = accepted = 0
    for way in WAYS:
        for case in _tampered(random, samples, way):
            tried += 1
            accepted += case.opens()
    record_property("tampered envelopes tried", tried)
    record_property("tampered envelopes accepted", accepted)
    figure("tampered envelopes", f"{tried} tried, {accepted} accepted")
    assert tried >= 100_000
    assert accepted == 0


@pytest.mark.parametrize("wrapped", [False, True])
def test_no_single_bit_of_an_envelope_can_be_flipped(wrapped: bool) -> None:
    random = Random(20260102)  # noqa: S311
    case = next(case for case in _samples(random) if case.wrapped == wrapped)
    for at in range(len(case.envelope) * 8):
        flipped = bytearray(case.envelope)
        flipped[at // 8] ^= 1 << at % 8
        assert not replace(case, envelope=bytes(flipped)).opens()


def test_no_single_bit_of_a_sealed_key_can_be_flipped() -> None:
    private = SealingPrivateKey.generate()
    sealed = seal_to(private.public, BondEpochKey.generate().expose(), b"grant", least=32)
    for at in range(len(sealed) * 8):
        # X25519 ignores the highest bit of a public key, but HPKE binds all of its bytes.
        flipped = bytearray(sealed)
        flipped[at // 8] ^= 1 << at % 8
        with pytest.raises(Tampered):
            open_sealed(private, bytes(flipped), b"grant")
