"""A roster has one form, which can be signed and chained."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inglenook.vault.core.encoding import frame
from inglenook.vault.core.errors import Tampered
from inglenook.vault.core.roster import Member, Roster
from inglenook.vault.core.tests.places import ADA, BO

public_keys = st.binary(min_size=32, max_size=32)
any_members = st.lists(
    st.builds(Member, st.uuids(), public_keys, public_keys),
    max_size=5,
    unique_by=lambda member: member.person,
).map(tuple)
any_roster = st.builds(Roster, st.uuids(), st.integers(0), any_members, st.one_of(st.just(b""), public_keys))

MEMBERS = (Member(ADA, b"a" * 32, b"A" * 32), Member(BO, b"b" * 32, b"B" * 32))
ROSTER = Roster(UUID(int=9), 4, MEMBERS, b"p" * 32)


@given(any_roster)
def test_a_roster_comes_back_from_its_bytes(roster: Roster) -> None:
    assert Roster.from_bytes(roster.to_bytes()) == roster
    assert len(roster.digest()) == 32


def test_the_order_in_which_members_are_named_does_not_matter() -> None:
    turned = Roster(ROSTER.bond, ROSTER.epoch, MEMBERS[::-1], ROSTER.previous)
    assert turned == ROSTER
    assert turned.digest() == ROSTER.digest()


def test_every_part_of_a_roster_shows_in_its_digest() -> None:
    bond, epoch, previous = ROSTER.bond, ROSTER.epoch, ROSTER.previous
    swapped_keys = Member(ADA, MEMBERS[0].signing, MEMBERS[0].sealing)
    changed = [
        Roster(UUID(int=8), epoch, MEMBERS, previous),
        Roster(bond, 5, MEMBERS, previous),
        Roster(bond, epoch, MEMBERS[:1], previous),
        Roster(bond, epoch, (swapped_keys, MEMBERS[1]), previous),
        Roster(bond, epoch, (Member(ADA, b"b" * 32, b"A" * 32), Member(BO, b"a" * 32, b"B" * 32)), previous),
        Roster(bond, epoch, MEMBERS, b"q" * 32),
        Roster(bond, epoch, MEMBERS),
    ]
    assert len({roster.digest() for roster in [ROSTER, *changed]}) == len(changed) + 1


@given(any_roster, st.data())
def test_changed_bytes_are_refused_or_are_another_roster(roster: Roster, data: st.DataObject) -> None:
    written = roster.to_bytes()
    at = data.draw(st.integers(0, len(written) - 1))
    changed = written[:at] + bytes([written[at] ^ data.draw(st.integers(1, 255))]) + written[at + 1 :]
    try:
        read = Roster.from_bytes(changed)
    except Tampered:
        return
    assert read.to_bytes() == changed
    assert read != roster


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        ROSTER.to_bytes()[:-1],
        ROSTER.to_bytes() + b"\x00",
        frame("inglenook.roster", 1, ROSTER.bond, 4),
        frame("inglenook.roster", 2, ROSTER.bond, 4, b""),
        frame("inglenook.other", 1, ROSTER.bond, 4, b""),
        frame("inglenook.roster", 1, ROSTER.bond.bytes, 4, b""),
        frame("inglenook.roster", 1, ROSTER.bond, -1, b""),
        frame("inglenook.roster", 1, ROSTER.bond, "4", b""),
        frame("inglenook.roster", 1, ROSTER.bond, 4, b"short"),
        frame("inglenook.roster", 1, ROSTER.bond, 4, b"", ADA),
        frame("inglenook.roster", 1, ROSTER.bond, 4, b"", ADA, b"a" * 32, "A" * 32),
        frame("inglenook.roster", 1, ROSTER.bond, 4, b"", ADA, b"a" * 32, b"A" * 31),
        frame("inglenook.roster", 1, ROSTER.bond, 4, b"", 7, b"a" * 32, b"A" * 32),
        frame("inglenook.roster", 1, ROSTER.bond, 4, b"", *(ADA, b"a" * 32, b"A" * 32) * 2),
        frame(
            "inglenook.roster", 1, ROSTER.bond, 4, b"", ADA, b"a" * 32, b"A" * 32, BO, b"b" * 32, b"B" * 32
        ),
    ],
)
def test_bytes_that_are_no_roster_are_refused(wrong: bytes) -> None:
    with pytest.raises(Tampered):
        Roster.from_bytes(wrong)


def test_a_senseless_roster_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="only once"):
        Roster(ROSTER.bond, 1, (MEMBERS[0], MEMBERS[0]))
    with pytest.raises(ValueError, match="epoch"):
        Roster(ROSTER.bond, -1, MEMBERS)
    with pytest.raises(ValueError, match="previous"):
        Roster(ROSTER.bond, 1, MEMBERS, b"p" * 31)
    with pytest.raises(ValueError, match="two public keys"):
        Member(ADA, b"a" * 31, b"A" * 32)
