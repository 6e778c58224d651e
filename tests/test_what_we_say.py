"""Nothing in the project gives away a secret or a machine, and no sentence promises more than is true."""

import re

from tests.tree import NOT_OURS, texts

THIS = "tests/test_what_we_say.py"

SECRETS = (
    r"-----BEGIN [A-Z ]*PRIVATE KEY",
    r"\bAKIA[0-9A-Z]{16}\b",
    r"\bgh[pousr]_[A-Za-z0-9]{30,}",
    r"\bxox[abprs]-[A-Za-z0-9-]{10,}",
    r"\bsk-[A-Za-z0-9]{24,}",
    r"\bAGE-SECRET-KEY-1[A-Z0-9]{20,}",
    r"""SECRET_KEY\s*=\s*["'][^"'\s]{16,}""",
    r"https?://[^/\s:@\"'{}<]+:[^/\s:@\"'{}<]+@",
)
# Somebody's own folders, and where packages come from: true on one machine alone.
MACHINES = (
    r"""(?:^|[\s"'`=(:])/(?:root|work|home|Users|farm)/[a-z.]""",
    r"\.\./shared\b",
    r"\b[A-Z]:\\Users\\",
    r"\b(?:files\.pythonhosted|pypi|test\.pypi)\.org\b",
    r"\bregistry\.(?:npmjs|yarnpkg)\.",
    r"\bdeb\.debian\.org\b",
)
# Whoever runs the server could alter it, so these words are only ever said to deny them.
CLAIMS = re.compile(r"end[- ]to[- ]end|zero[- ]knowledge", re.IGNORECASE)
BOASTS = re.compile(
    r"\b(?:military|bank)[- ]grade|\bunbreakable\b|\bunhackable\b|100\s?% (?:secure|safe|private)",
    re.IGNORECASE,
)
DENIALS = re.compile(r"\b(?:not|never|neither|nor|no)\b", re.IGNORECASE)


def found(patterns: tuple[str, ...]) -> list[str]:
    wanted = re.compile("|".join(patterns), re.MULTILINE)
    return [
        f"{name}: {match.group().strip()}"
        for name, text in texts()
        if name != THIS and name not in NOT_OURS
        for match in wanted.finditer(text)
    ]


def test_no_secret_is_written_down() -> None:
    assert not found(SECRETS)


def test_no_file_knows_one_machine_or_where_packages_come_from() -> None:
    assert not found(MACHINES)


def test_the_locks_name_no_address_and_no_path() -> None:
    for name, text in texts(".lock"):
        assert not re.search(r"://|@ |^-|file:", text, re.MULTILINE), name


def test_the_words_we_may_not_claim_are_only_denied() -> None:
    claims = [
        f"{name}: {sentence.strip()}"
        for name, text in texts()
        if name != THIS and name not in NOT_OURS
        for sentence in re.split(r"(?<=[.!?])\s|\n\s*\n", text)
        if BOASTS.search(sentence) or (CLAIMS.search(sentence) and not DENIALS.search(sentence))
    ]
    assert not claims


def test_a_page_does_not_shout() -> None:
    shouts = re.compile(r"\w!(?![=\w])")
    pages = [*texts(".html", within="src/"), *texts(within="content/")]
    assert not [f"{name}: {match.group()}" for name, text in pages for match in shouts.finditer(text)]


def test_a_page_holds_no_script_no_style_and_no_foreign_address() -> None:
    inline = re.compile(
        r"""\sstyle=|\son[a-z]+=["']|<style|<script(?![^>]*\bsrc=)|(?:src|action)=["']https?:"""
    )
    pages = texts(".html", within="src/")
    assert not [f"{name}: {match.group()}" for name, text in pages for match in inline.finditer(text)]


def test_styles_read_from_either_side() -> None:
    sided = re.compile(
        r"^\s*(?:(?:margin|padding|border)-(?:left|right)|(?:left|right)\s*:|float\s*:|text-align\s*:\s*(?:left|right))",
        re.MULTILINE,
    )
    sheets = texts(".css", within="src/")
    assert not [f"{name}: {match.group().strip()}" for name, text in sheets for match in sided.finditer(text)]
