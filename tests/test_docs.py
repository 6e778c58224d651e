"""What the documents say is there, is there; and what is there, the documents say."""

import re

from tests.tree import ROOT, texts

VARIABLE = re.compile(r"\bINGLENOOK_[A-Z_]+\b")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)|src=\"([^\"]+)\"")
FILE = re.compile(r"`((?:src|bin|docs|content|tests|bench)/[\w./-]*)`")


def variables_in(*folders: str) -> set[str]:
    return {
        name
        for folder in folders
        for path, text in texts(within=folder)
        if "/tests/" not in path
        for name in VARIABLE.findall(text)
    }


def test_every_setting_from_outside_is_described() -> None:
    table = re.findall(r"^\| `(INGLENOOK_[A-Z_]+)`", (ROOT / "docs/operate.md").read_text(), re.MULTILINE)
    assert sorted(table) == sorted(variables_in("src/")), "docs/operate.md lists what the program reads"


def test_every_setting_of_the_tests_is_described() -> None:
    described = set(VARIABLE.findall((ROOT / "CONTRIBUTING.md").read_text()))
    own = variables_in("tests/", "bin/", "bench/", "conftest.py") - variables_in("src/")
    assert described == own


def test_every_link_and_every_file_that_a_document_names_is_there() -> None:
    missing = [
        f"{name}: {target}"
        for name, text in texts(".md")
        for folder, target in [
            *(((ROOT / name).parent, link or picture) for link, picture in LINK.findall(text)),
            *((ROOT, file) for file in FILE.findall(text)),
        ]
        if not (folder / target).exists()
    ]
    assert not missing


def test_the_map_of_the_tree_names_every_part() -> None:
    told = (ROOT / "docs/architecture.md").read_text()
    parts = [path.name for path in (ROOT / "src/inglenook").iterdir() if (path / "__init__.py").exists()]
    assert [name for name in parts if not re.search(rf"[`/]{name}/`", told)] == []
