"""The messages that the coach is to be measured by: each is labelled twice, by labels that there are."""

import re

from bench.agreement import LABELS, is_held_out, labels, messages

from tests.tree import ROOT

FEWEST = 1000
SETTINGS = {"partners", "friends", "family", "colleagues"}


def test_every_message_is_labelled_twice_by_labels_that_are_explained() -> None:
    told = messages()
    assert len(told) >= FEWEST
    assert {setting for setting, _ in told.values()} == SETTINGS
    for reader in ("a", "b"):
        given = labels(reader)
        assert list(given) == list(told)
        assert set().union(*given.values()) == set(LABELS)
    explained = re.findall(r"^\| `([a-z-]+)` \|", (ROOT / "labelled/README.md").read_text(), re.MULTILINE)
    assert explained == list(LABELS)


def test_a_third_is_held_out() -> None:
    told = messages()
    assert 0.3 < sum(map(is_held_out, told)) / len(told) < 0.37


def test_no_message_is_there_twice() -> None:
    plain = [" ".join(re.findall(r"\w+", text.lower())) for _, text in messages().values()]
    assert len(set(plain)) == len(plain)
