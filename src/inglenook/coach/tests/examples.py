"""The example sentences of all rules, and talk put together of them, for the tests that read many."""

from functools import cache

from hypothesis import strategies as st

from inglenook.coach.language import Language, codes

ODD = [
    *(
        "",
        "!",
        "?!",
        "...",
        "…",
        "‽",
        ",",
        ";",
        ":",
        "-",
        "—",
        "(",
        ")",
        "[",
        "}",
        "/",
        "\\",
        "*",
        "_",
        "#",
        "@",
        "%",
    ),
    *(
        "<quote>",
        "<",
        "|",
        "^",
        "$",
        "~",
        "~1",
        "\x00",
        "\x1b[2J",
        "\u200b",
        "\u202e",
        "\u0301",
        "e.g.",
        "24/7",
        "3.50",
    ),
    *(
        "😀",
        "👍🏽",
        "👨\u200d👩\u200d👧",
        "❤\ufe0f",
        "🙄",
        ":)",
        "x",
        "ß",
        "İ",
        "ﬁ",
        "1",
        "٣",
        "I",
        "u",
        "Du",
    ),
]
QUOTES = '"“”„«»'
APOSTROPHES = "'\u2019\u02bc\u2018`\u00b4"
SPACES = [" ", " ", " ", "  ", "\t", " \t ", "\n", "\n\n", "\r\n", "\u00a0", "", ", ", ". "]


@cache
def spoken(code: str) -> Language:
    """Return a language as its files tell it, examples and all."""
    return Language(code, quickly=False)


@cache
def examples(code: str) -> list[str]:
    """Return all sentences that rules of a language must find or spare."""
    return [text for rule in spoken(code).rules for text in (*rule.finds, *rule.spares)]


@cache
def lexicon(code: str) -> list[str]:
    """Return the plain words of a language's classes, and the spellings that it knows."""
    told = spoken(code)
    words = {word for words in told.named.values() for word in words if not word.startswith("{")}
    return sorted({word.rstrip("+") for word in words} | set(told.lexicon.spellings) | told.common)


WORDS = st.sampled_from([word for code in codes() for word in lexicon(code)])
SENTENCES = st.sampled_from([text for code in codes() for text in examples(code)])
SIGNS = st.sampled_from([*ODD, *QUOTES, *APOSTROPHES])
TALK = st.lists(st.tuples(WORDS | SENTENCES | SIGNS, st.sampled_from(SPACES)), max_size=12).map(
    lambda parts: "".join(piece + space for piece, space in parts)
)
ANYTHING = TALK | st.text(st.characters(), max_size=80)
