"""A mistake in a content file is reported with its file, its place and its reason."""

from pathlib import Path

import pytest

from inglenook.guide.content import ContentError, content_folder, load, offered
from inglenook.guide.tests.conftest import Breaker

MISTAKES = [
    (
        *("feelings.toml", "energy = 3, pleasantness = 3", "energy = 4, pleasantness = 3"),
        "content/feelings.toml: feelings[0].energy: Expected `int` <= 3",
    ),
    (
        *("feelings.toml", "energy = 3, pleasantness = 3", "energy = -3, pleasantness = 3"),
        "content/feelings.toml: feelings[0].energy: "
        "`overjoyed` is in `bright`, so this must be above 0, found -3",
    ),
    (
        *("feelings.toml", "energy = -1, pleasantness = 1", "energy = -1, pleasantness = 0"),
        "content/feelings.toml: feelings[25].pleasantness: "
        "`thoughtful` is in `calm`, so this must be above 0, found 0",
    ),
    (
        *("feelings.toml", 'word = "overjoyed"', 'wrod = "overjoyed"'),
        "content/feelings.toml: feelings[0]: Object contains unknown field `wrod`",
    ),
    (
        *("feelings.toml", 'id = "smitten"', 'id = "overjoyed"'),
        "content/feelings.toml: feelings[1].id: `overjoyed` is already taken",
    ),
    (
        *("feelings.toml", 'id = "smitten"', 'id = "Very Smitten"'),
        "content/feelings.toml: feelings[1].id: Expected `str` matching regex '^[a-z0-9]+(-[a-z0-9]+)*$'",
    ),
    (
        *("feelings.toml", 'id = "calm"', 'id = "bright"'),
        "content/feelings.toml: regions[1].id: `bright` is already taken",
    ),
    (
        *("feelings.toml", '{ id = "heavy", title', '# { id = "heavy", title'),
        "content/feelings.toml: regions: `heavy` is missing",
    ),
    (
        *("feelings.toml", "regions = [", "regions = "),
        "content/feelings.toml: not valid TOML: Invalid value (at line 5, column 11)",
    ),
    (
        *("needs.toml", 'word = "rest"', 'word = ""'),
        "content/needs.toml: needs[0].word: Expected `str` of length >= 1",
    ),
    (
        *("prompts.toml", 'theme = "today"', 'theme = "tomorrow"'),
        "content/prompts.toml: prompts[0].theme: there is no theme `tomorrow`",
    ),
    (
        *("help-lines.toml", 'status = "to verify"', 'status = "to verify"\nverified_on = 2026-01-31'),
        "content/help-lines.toml: help_lines[11].status: a verified number must be `seen`",
    ),
    (
        *("guide/02.toml", "number = 2", "number = 3"),
        "content/guide/02.toml: number: expected 2 in guide/02.toml",
    ),
    (
        *("guide/02.toml", 'id = "2.2"', 'id = "2.3"'),
        "content/guide/02.toml: strategies[1].id: expected `2.2`",
    ),
    (
        *("guide/02.toml", 'practices = ["opening-up"]', 'practices = ["opening-down"]'),
        "content/guide/02.toml: strategies[1].practices[0]: there is no practice `opening-down`",
    ),
    (
        *("guide/02.toml", 'evidence = ["', 'evidence = ["hearsay", "'),
        "content/guide/02.toml: strategies[0].evidence[0]: there is no evidence `hearsay`",
    ),
    (
        *("guide/02.toml", 'who = "', 'whom = "'),
        "content/guide/02.toml: strategies[0].talk[0]: Object contains unknown field `whom`",
    ),
    (
        *("practices.toml", 'practices = ["pause"', 'practices = ["paws"'),
        "content/practices.toml: situations[0].practices[0]: there is no practice for anybody `paws`",
    ),
    (
        *("protocols/listening.toml", 'next = "speak"\n', 'next = "speek"\n'),
        "content/protocols/listening.toml: steps[0]: there is no step `speek`",
    ),
    (
        *("protocols/listening.toml", 'id = "put-right"', 'id = "check"'),
        "content/protocols/listening.toml: steps[3]: there is no step `put-right`",
    ),
    (
        *("protocols/listening.toml", 'next = "put-right" }', 'next = "say-back" }'),
        "content/protocols/listening.toml: steps: no way leads to `put-right`",
    ),
    (
        *("protocols/listening.toml", ", marks = true", ""),
        "content/protocols/listening.toml: steps: a choice is locked, and none unlocks it",
    ),
    (
        *("protocols/check-in-round.toml", 'next = "end"', 'next = "need"'),
        "content/protocols/check-in-round.toml: steps: from",
    ),
    (
        *("protocols/listening.toml", 'practice = "listening"', 'practice = "lisping"'),
        "content/protocols/listening.toml: practice[0]: there is no practice `lisping`",
    ),
    (
        *("boundaries.toml", 'field = "body"', 'field = "soul"'),
        "content/boundaries.toml: boundaries[0].field: there is no field `soul`",
    ),
    (
        *("feelings.toml", 'neighbours = ["', 'neighbours = ["hangry", "'),
        "content/feelings.toml: feelings[0].neighbours[0]: there is no feeling `hangry`",
    ),
    (
        *("practices.toml", '"asking-sharpens"', '"asking-blunts"'),
        "content/practices.toml: practices[0].evidence[1]: there is no evidence `asking-blunts`",
    ),
    (
        *("practices.toml", 'kinds = ["partners"', 'kinds = ["lovers"'),
        "content/practices.toml: practices[0].kinds[0]: Invalid enum value 'lovers'",
    ),
    (
        *("decks/friends.toml", 'kinds = ["friends"]', 'kinds = ["friends", "colleagues"]'),
        "content/decks/friends.toml: questions[4].depth: "
        "a deck for friends, colleagues goes to depth 1, found 2",
    ),
    (
        *("decks/friends.toml", 'id = "friends"', 'id = "pals"'),
        "content/decks/friends.toml: id: a deck `pals` belongs in decks/pals.toml",
    ),
    (
        *("decks/friends.toml", 'id = "friends-1-02"', 'id = "friends-1-01"'),
        "content/decks/friends.toml: questions[1].id: `friends-1-01` is already taken in decks/friends.toml",
    ),
    (
        *("decks/friends.toml", 'id = "friends-1-02"', 'id = "friends-2-09"'),
        "content/decks/friends.toml: questions[1].id: `friends-2-09` should begin with `friends-1-`",
    ),
    (
        *("decks/family.toml", "Which dish tastes of our family to you?", "Is there a dish you like?"),
        "content/decks/family.toml: questions[0].text: ask an open question, or invite to tell",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), MISTAKES)
def test_a_mistake_is_reported_where_it_stands(
    broken: Breaker, file: str, old: str, new: str, message: str
) -> None:
    with pytest.raises(ContentError) as caught:
        load(broken(file, old, new))
    assert str(caught.value).startswith(message), str(caught.value)


def test_a_missing_file_is_named(broken: Breaker) -> None:
    folder = broken("needs.toml", "needs", "needs")
    (folder / "needs.toml").unlink()
    with pytest.raises(ContentError, match=r"^content/needs\.toml: the file is missing$"):
        load(folder)


def test_a_file_in_another_encoding_is_named(broken: Breaker) -> None:
    folder = broken("needs.toml", "needs", "needs")
    (folder / "needs.toml").write_bytes(b'needs = ["caf\xe9"]')
    with pytest.raises(ContentError, match=r"^content/needs\.toml: the file is not UTF-8 text$"):
        load(folder)


def test_a_retired_question_is_no_longer_offered_but_still_known(broken: Breaker) -> None:
    whole = load(content_folder())
    content = load(broken("decks/family.toml", "depth = 1,", "depth = 1, retired = true,"))
    assert content.questions.keys() == whole.questions.keys()
    assert "family-1-01" not in {question.id for question in offered(content.decks["family"].questions)}
    assert len(offered(content.questions.values())) == len(whole.questions) - 1


RETIRED = {
    "practices": ("practices.toml", 'id = "good-news"', "good-news"),
    "protocols": ("protocols/good-news.toml", 'id = "good-news"', "good-news"),
    "ideas": ("ideas.toml", 'id = "phone-soup"', "phone-soup"),
    "decks": ("decks/family.toml", 'id = "family"', "family"),
}


@pytest.mark.parametrize("kind", RETIRED)
def test_what_is_retired_is_no_longer_offered_though_others_refer_to_it(broken: Breaker, kind: str) -> None:
    file, its_id, id = RETIRED[kind]
    mark = "{}, retired = true" if kind == "ideas" else "{}\nretired = true"
    known = getattr(load(broken(file, its_id, mark.format(its_id))), kind)
    whole = getattr(load(content_folder()), kind)
    several = known.values() if isinstance(known, dict) else known
    assert id not in {one.id for one in offered(several)}
    assert len(offered(several)) == len(whole) - 1
    assert len(known) == len(whole)


def test_a_talk_of_a_retired_protocol_is_begun_no_more(broken: Breaker) -> None:
    content = load(broken("protocols/good-news.toml", 'id = "good-news"', 'id = "good-news"\nretired = true'))
    assert "good-news" in content.protocols
    assert "good-news" not in content.talks | content.live_talks


def test_content_lies_beside_the_source_or_inside_the_installed_package() -> None:
    assert content_folder() == Path(__file__).resolve().parents[4] / "content"
