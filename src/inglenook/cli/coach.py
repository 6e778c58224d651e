"""`inglenook coach < message.txt`: what the coach says of a message; only `--model` sends it anywhere."""

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

if TYPE_CHECKING:
    from inglenook.coach import Comparison, Review
    from inglenook.coach.model import Model

LONGEST = 1_000_000
# What would steer a terminal, or turn round what it shows.
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@click.command()
@click.option("--language", "code", default="", help="The message's language, en or de; guessed by default.")
@click.option("--step", default="", help="What it is written for, such as soft-start, repair or question.")
@click.option(
    "--said", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="What it gives back to whom."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.option(
    "--model", "address", default="", help="Ask a language model too, at http://localhost:11434/v1."
)
@click.option("--model-name", default="", help="The name that the model has there.")
def coach(code: str, step: str, said: Path | None, as_json: bool, address: str, model_name: str) -> None:
    """Read a message and say what is good in it and what may be hard to hear."""
    from msgspec import to_builtins

    from inglenook.coach import compare, questions, review
    from inglenook.coach.steps import STEPS

    if step not in STEPS:
        raise click.BadParameter(f"There is no step {step!r}. Known: {', '.join(filter(None, STEPS))}.")
    model = _model(address, model_name) if address else None
    message = _message()
    try:
        found = review(message, code=code, step=step)
    except LookupError as error:
        raise click.BadParameter(str(error)) from None
    heard = None
    if said:
        with said.open("rb") as file:
            heard = compare(_text(file, "file of what was said"), message, code=code, reviewed=found)
    if as_json:
        told = to_builtins(found) | {"questions": questions(message, code=found.language)}
        told |= {"heard": to_builtins(heard)} if heard else {}
        told |= {"rewritten": _rewritten(model, found)} if model else {}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    _tell(found, heard)
    if model:
        _say(f"\n{_rewritten(model, found)}")


def _model(address: str, name: str) -> "Model":
    from inglenook.coach.model import Model, ModelError

    try:
        return Model(address, name, os.environ.get("INGLENOOK_COACH_MODEL_KEY", ""))
    except ModelError as error:
        raise click.BadParameter(str(error), param_hint="--model") from None


def _rewritten(model: "Model", found: "Review") -> str:
    from inglenook.coach.model import ModelError

    click.echo(model.warning, err=True)
    try:
        return model.rewrite(found.message, language=found.language)
    except ModelError as error:
        raise click.ClickException(str(error)) from None


def _message() -> str:
    if sys.stdin.isatty():
        click.echo("Type or paste the message, then press Ctrl+D.", err=True)
    return _text(sys.stdin.buffer, "message")


def _text(source: BinaryIO, name: str) -> str:
    raw = source.read(LONGEST + 1)
    if len(raw) > LONGEST:
        raise click.UsageError(f"The {name} is longer than a million bytes.")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise click.UsageError(f"The {name} is not text in UTF-8.") from None


def _tell(found: "Review", heard: "Comparison | None") -> None:
    """Print the good first, then what may be hard to hear, each with its reason and a try."""
    from inglenook.coach.language import language
    from inglenook.coach.trying import fill, situation

    for mark in found.good:
        _say(f"+ {mark.title}: “{found.words(mark)}”")
    for mark in found.hard:
        _say(f"- {mark.title}: “{found.words(mark)}”\n  {mark.why}")
        if mark.a_try:
            _say(f"  Perhaps: {fill(mark.a_try, situation=situation(found, mark))}")
    for label in found.missing:
        _say(f"? {language(found.language).says[label].missing}")
    if heard:
        for point in heard.points:
            _say(f"{'+' if point.covered else '?'} {point.text}")
    if not (found.marks or found.missing or heard):
        _say("Nothing to point out.")


def _say(text: str) -> None:
    click.echo(STEERING.sub("", text))
