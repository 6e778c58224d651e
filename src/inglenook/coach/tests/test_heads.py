"""The learned heads: they read a sentence as they learned to, and a damaged file is refused."""

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tree import ROOT

from inglenook.coach.heads import BITS, MAGIC, START, Heads, HeadsError, features, pack
from inglenook.coach.language import FOLDER, language
from inglenook.coach.tones import tones

FILE = FOLDER / "en" / "heads.bin"
EMOTIONS = 28
FAR = "\N{MATHEMATICAL FRAKTUR SMALL F}"
WORDS = st.lists(st.text(max_size=12) | st.sampled_from(["i", "love", "you", "?", "👍🏽"]), max_size=40)


@pytest.fixture(scope="module")
def heads() -> Heads:
    return Heads.load(FILE)


def words(text: str) -> list[str]:
    return [word for sentence in language("en").read(text) for word in sentence.words]


def small(*, label: str = "warm", weights: bytes = bytes([1]) * (1 << BITS)) -> bytes:
    return pack([(label, 1.0, 0.0, 0.5, weights)])


def written(folder: Path, data: bytes) -> Path:
    path = folder / "heads.bin"
    path.write_bytes(data)
    return path


def test_the_model_is_the_one_that_its_description_names() -> None:
    named = re.findall(r"\b[0-9a-f]{64}\b", (ROOT / "training/README.md").read_text(encoding="utf-8"))
    assert named == [hashlib.sha256(FILE.read_bytes()).hexdigest()]


def test_the_labels_are_there_and_each_has_a_threshold(heads: Heads) -> None:
    assert {"gratitude", "remorse", "love", "advice", "insult", "coordination"} <= set(heads.labels)
    assert len(heads.labels) > EMOTIONS
    assert len(set(heads.labels)) == len(heads.labels)
    assert all(0 < heads.threshold(label) < 1 for label in heads.labels)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("thank you so much, that was lovely", "gratitude"),
        ("I love you so much", "love"),
        ("I am so sorry, I should not have said that", "remorse"),
        ("haha, that is hilarious", "amusement"),
        ("I am scared of what happens next", "fear"),
        ("Why did you paint it blue?", "curiosity"),
        ("You should talk to a doctor about it.", "advice"),
        ("you are a stupid idiot", "insult"),
    ],
)
def test_what_is_plain_to_people_is_plain_to_the_heads(heads: Heads, text: str, label: str) -> None:
    assert heads.score(words(text), label) >= heads.threshold(label)


@pytest.mark.parametrize("text", ["The bus leaves at nine.", "We have two chairs and a table."])
@pytest.mark.parametrize("label", ["gratitude", "love", "anger", "remorse", "insult"])
def test_a_plain_sentence_is_none_of_these(heads: Heads, text: str, label: str) -> None:
    assert heads.score(words(text), label) < heads.threshold(label)


@given(WORDS)
def test_whatever_is_said_gets_the_same_probability_each_time(said: list[str]) -> None:
    first, again = Heads.load(FILE).scores(said), language("en").heads.scores(said)
    assert first == again
    assert all(0 < probability < 1 for probability in first.values())


def test_one_label_alone_gets_what_it_gets_among_all(heads: Heads) -> None:
    said = words("I would like to see you tomorrow, if you have time.")
    together = heads.scores(said)
    assert together == {label: heads.score(said, label) for label in heads.labels}
    assert heads.scores(said, ["joy"]) == {"joy": together["joy"]}


@pytest.mark.parametrize(
    "said",
    [[], [""], ["\ud800"], ["\n", "a\nb"], ["x" * 100_000], ["no"] * 20_000, ["0"], [FAR * 4]],
    ids=["nothing", "empty", "half-a-letter", "lines", "long-word", "many-words", "number", "far-letters"],
)
def test_odd_and_long_input_does_not_matter(heads: Heads, said: list[str]) -> None:
    assert all(0 < probability < 1 for probability in heads.scores(said).values())


@given(WORDS)
def test_every_bucket_is_there_and_comes_once(said: list[str]) -> None:
    found = features(said)
    assert found
    assert len(set(found)) == len(found)
    assert all(0 <= bucket < 1 << BITS for bucket in found)


def test_a_label_that_is_not_there_is_an_error(heads: Heads) -> None:
    with pytest.raises(KeyError):
        heads.score(["hello"], "wisdom")


def test_a_file_says_what_was_put_into_it(tmp_path: Path) -> None:
    one = Heads.load(written(tmp_path, small()))
    assert one.labels == ("warm",)
    assert one.score(["hello"], "warm") > one.threshold("warm")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04" + bytes(200),
        small()[:-1],
        small()[:20],
        small() + b"\0",
        small().replace(b"warm", b"cold"),
        START.pack(MAGIC, 2, BITS, 0, bytes(32)),
        START.pack(MAGIC, 1, BITS + 1, 0, bytes(32)),
        START.pack(MAGIC, 1, BITS, 9, hashlib.sha256(b"[not json").digest()) + b"[not json",
        START.pack(MAGIC, 1, BITS, 2, hashlib.sha256(b"[]more").digest()) + b"[]more",
    ],
    ids=["empty", "other", "cut", "start", "longer", "changed", "version", "bits", "table", "sizes"],
)
def test_a_damaged_file_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(HeadsError, match=r"^heads\.bin: "):
        Heads.load(written(tmp_path, data))


@given(at=st.integers(min_value=0), by=st.integers(1, 255))
def test_any_changed_byte_is_noticed(tmp_path_factory: pytest.TempPathFactory, at: int, by: int) -> None:
    data = bytearray(small())
    data[at % len(data)] ^= by
    with pytest.raises(HeadsError):
        Heads.load(written(tmp_path_factory.mktemp("changed"), bytes(data)))


@pytest.mark.parametrize("length", [0, 1, (1 << BITS) - 1, (1 << BITS) + 1, 1 << 24])
def test_a_head_of_another_size_is_refused(tmp_path: Path, length: int) -> None:
    one = Heads.load(written(tmp_path, small(weights=bytes(length))))
    with pytest.raises(HeadsError):
        one.score(["hello"], "warm")


def test_tones_name_what_a_sentence_sounds_like_and_where_it_stands() -> None:
    message = "Thank you so much for the soup. I hate this."
    first, *_rest = tones(message)
    assert (first.label, message[first.start : first.end]) == ("gratitude", "Thank you so much for the soup.")
    assert "anger" in {tone.label for tone in tones(message) if tone.start}
    assert tones("Danke, dass du gekocht hast.", code="de") == []
