"""Every language says all there is to say, with the same gaps to fill, and German in the way we speak."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils import translation

from tests.tree import ROOT

LOCALE = ROOT / "src/inglenook/locale"
GAP = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
# "Sie" may open a sentence about something ("Sie bleibt zu"), never speak to somebody ("Sie können").
FORMAL = re.compile(r"\b(?:Ihnen|Ihr|Ihre[mnrs]?)\b|(?<![.:!?] )(?<!^)\bSie\b|\bSie \w+(?:en|ind)\b")
LANGUAGES = sorted(path.name for path in LOCALE.iterdir() if path.is_dir())
each_language = pytest.mark.parametrize("language", LANGUAGES)


CONTENT = LOCALE.parents[2] / "content"
TOLD = {path.name for folder in ("guide", "protocols") for path in (CONTENT / folder).iterdir()} | {
    "practices.toml"
}


def catalogue(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES/django.po"


def messages(language: str) -> list[Message]:
    with catalogue(language).open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


def pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Yield each text with its translation; a counted one with each of its forms."""
    if isinstance(message.id, str):
        yield message.id, str(message.string)
        return
    one, many = message.id[0], message.id[1]
    forms = list(message.string or ())
    for number, text in enumerate(forms):
        yield (one if number == 0 and len(forms) > 1 else many), text


def texts(language: str) -> list[str]:
    return [text for message in messages(language) for _, text in pairs(message)]


def is_told(message: Message) -> bool:
    """Tell whether a message stands in a chapter, a practice or a talk: there people speak to each other."""
    places = {place.split(",")[0].split(":")[0] for place in message.auto_comments}
    return bool(places) and places <= TOLD


def test_every_language_that_can_be_chosen_is_there() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["en", *LANGUAGES]


@each_language
def test_nothing_is_left_untranslated_or_guessed(language: str) -> None:
    assert not [m.id for m in messages(language) if m.fuzzy or not all(text for _, text in pairs(m))]
    assert "#~" not in catalogue(language).read_text(), "obsolete: bin/messages takes it out"


@each_language
def test_the_same_gaps_are_filled_in(language: str) -> None:
    assert not [
        (said, text)
        for message in messages(language)
        for said, text in pairs(message)
        if sorted(GAP.findall(said)) != sorted(GAP.findall(text))
    ]


@each_language
def test_the_compiled_file_says_what_the_written_one_says(language: str) -> None:
    with translation.override(language):
        for message in messages(language):
            if isinstance(message.id, str):
                found = (
                    translation.pgettext(message.context, message.id)
                    if message.context
                    else translation.gettext(message.id)
                )
                assert found == message.string, "compile it: bin/setup dev"
            else:
                one, many = message.id
                for number, form in ((1, 0), (0, 1), (2, 1), (101, 1)):
                    found = (
                        translation.npgettext(message.context, one, many, number)
                        if message.context
                        else translation.ngettext(one, many, number)
                    )
                    assert found == tuple(message.string or ())[form], f"{number}: {one}"


def test_german_counts_as_people_do() -> None:
    with translation.override("de"):
        said = (translation.ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n} for n in (0, 1, 2))
        counted = list(said)
    assert counted == ["0 Minuten", "1 Minute", "2 Minuten"]


@each_language
def test_nobody_is_shouted_at(language: str) -> None:
    assert not [text for text in texts(language) if "!" in text]


def test_german_quotes_are_german() -> None:
    quoted = re.compile("„[^„“]*“|(?<=\\w)\u2019")  # and where a letter is left out, as in "hab's"
    others = re.compile("[\"'«»\u2018-\u201f]")
    assert not [text for text in texts("de") if others.search(quoted.sub("", text))]


def test_german_says_du() -> None:
    ours = [text for message in messages("de") if not is_told(message) for _, text in pairs(message)]
    assert len(ours) > 1500
    assert not [text for text in ours if FORMAL.search(text)]
    for formal in (
        "Wenn Sie mögen",
        "Sie können gehen",
        "Gut. Sie sind da",
        "Ihre Antwort",
        "Das gehört Ihnen",
    ):
        assert FORMAL.search(formal), formal
    assert not FORMAL.search("Keine Sorge. Sie bleibt zu")


def test_german_has_one_word_for_one_thing() -> None:
    """The glossary in docs/decisions/0013-languages.md; a wrong word here is one we decided against."""
    against = re.compile(
        r"\bBund\b|Wiederherstellung|Passwort(?!manager)|Kennwort|\bspeicher[nt]|\bUser\b|\w[:*_/I]innen\b"
    )
    assert not [text for text in texts("de") if against.search(text)]
