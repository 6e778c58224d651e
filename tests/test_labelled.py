"""The messages that the coach is measured by: each is labelled twice, by labels that there are."""

import re

import pytest
from bench.agreement import FOLDERS, HERE, is_held_out, labels, messages
from bench.coach import harmless
from bench.questions import sentences

from inglenook.coach import LABELS

FEWEST = {"": 1000, "fresh": 600, "last": 500, "final": 260, "de": 600}
SETTINGS = {"partners", "friends", "family", "colleagues"}
# Sets that only some labels were given in.
ONLY = {
    "de": {"absolute", "blame", "i-statement", "open-question", "closed-question"},
    "final": {"blame", "defence", "dismissing"},
}


def plain(text: str) -> str:
    """Return a text without all that makes two of the same look different."""
    return " ".join(re.findall(r"\w+", text.lower()))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_message_is_labelled_twice_by_labels_that_are_explained(folder: str) -> None:
    told = messages(folder)
    assert len(told) >= FEWEST[folder]
    assert {setting for setting, _ in told.values()} == SETTINGS
    for reader in ("a", "b"):
        given = labels(reader, folder)
        assert list(given) == list(told)
        assert set().union(*given.values()) == ONLY.get(folder, set(LABELS))


def test_every_sentence_that_may_ask_is_read_twice() -> None:
    told = sentences()
    assert len(told) >= 400
    assert len({plain(text) for text, *_ in told.values()}) == len(told)
    assert {given for _, *both in told.values() for given in both} == {"yes", "no"}


def test_each_label_is_explained() -> None:
    explained = re.findall(r"^\| `([a-z-]+)` \|", (HERE / "README.md").read_text(), re.MULTILINE)
    assert explained == list(LABELS)


@pytest.mark.parametrize("folder", ["", "de"])
def test_a_third_is_held_out(folder: str) -> None:
    told = messages(folder)
    assert 0.28 < sum(map(is_held_out, told)) / len(told) < 0.38


@pytest.mark.parametrize("name", ["a", "b"])
def test_there_are_enough_harmless_ones(name: str) -> None:
    assert len(harmless(name)) >= 1200


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_message_is_there_twice(folder: str) -> None:
    told = [plain(text) for _, text in messages(folder).values()]
    assert len(set(told)) == len(told)
