"""Small files, small functions, plain names: what keeps the project easy to read."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.tree import NOT_OURS, ROOT, project_files, texts

MODULE_LINES = 300
FUNCTION_LINES = 30
VIEW_LINES = 25
STORY_LINES = 60
TEMPLATE_LINES = 80

# What may be longer, and why.
LONGER: dict[str, str] = {}

EMPTY_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "services",
    "service",
    "common",
    "misc",
    "base",
    "managers",
    "manager",
}


def lines_of_code(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines from `def` to the end, less the docstring."""
    first = function.body[0]
    is_docstring = (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )
    docstring = (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for name, text in texts(".py"):
        if "/migrations/" not in name:
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield name, node


def allowed_lines(name: str) -> int:
    if name.startswith("tests/") or "/tests/" in name:
        return STORY_LINES
    return VIEW_LINES if name.endswith("/views.py") else FUNCTION_LINES


def test_a_module_answers_one_question() -> None:
    long = {
        name: len(text.splitlines())
        for name, text in texts(".py", ".js", ".css", ".html")
        if len(text.splitlines()) > MODULE_LINES and "/migrations/" not in name and name not in LONGER
    }
    assert not long, f"over {MODULE_LINES} lines: does one question live there, or two?"


def test_a_function_fits_on_a_screen() -> None:
    long = [
        f"{name}:{function.lineno} {function.name}: {lines_of_code(function)} lines"
        for name, function in functions()
        if lines_of_code(function) > allowed_lines(name) and f"{name}:{function.name}" not in LONGER
    ]
    assert not long


def test_a_template_is_short() -> None:
    long = {
        name: len(text.splitlines())
        for name, text in texts(".html", within="src/")
        if len(text.splitlines()) > TEMPLATE_LINES and "/components/" not in name and name not in LONGER
    }
    assert not long, f"over {TEMPLATE_LINES} lines: a part of it wants to be a component"


def test_exceptions_are_still_needed() -> None:
    there = set(project_files()) | {f"{name}:{function.name}" for name, function in functions()}
    assert set(LONGER) <= there
    assert all(LONGER.values()), "an exception says why"


def test_a_name_says_what_is_inside() -> None:
    empty = [
        name
        for name in project_files()
        if name.endswith(".py") and EMPTY_NAMES & set(name.removesuffix(".py").split("/"))
    ]
    assert not empty, "such a name says nothing; name it by what it does"


def test_nothing_is_left_unfinished() -> None:
    marks = re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X]|HAC[K])\b|mark\.(?:ski[p]|xfai[l])\b")
    found = [
        f"{name}: {mark.group()}"
        for name, text in texts()
        if name not in NOT_OURS
        for mark in marks.finditer(text)
    ]
    assert not found


def test_a_silenced_warning_says_which() -> None:
    bare = re.compile(r"#\s*(?:type: ignore|noqa)(?![\[:])", re.MULTILINE)
    assert not [
        name for name, text in texts(".py") if name != "tests/test_architecture.py" and bare.search(text)
    ]


def test_no_file_is_heavy() -> None:
    """A catalogue is as long as all that can be read; nobody reads it as a whole."""
    heaviest = {".po": 1_500_000, ".pot": 800_000}
    sizes = {name: (ROOT / name).stat().st_size for name in project_files()}
    assert not [name for name, size in sizes.items() if size > heaviest.get(Path(name).suffix, 300_000)]


def test_every_dependency_is_locked_and_justified() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {re.split(r"[\s<>=;\[]", line, maxsplit=1)[0] for line in project["dependencies"]}
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    decided = "\n".join(text for _, text in texts(".md", within="docs/decisions/")).lower()
    assert wanted <= locked, "renew the locks: bin/lock"
    assert not [name for name in wanted if f"`{name}`" not in decided], "say why in docs/decisions/"


def test_both_locks_pin_the_same_releases() -> None:
    pins = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)
    to_run, to_work = (
        dict(pins.findall((ROOT / name).read_text()))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert to_run.items() <= to_work.items()
