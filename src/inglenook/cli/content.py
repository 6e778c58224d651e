"""`inglenook content`: look after questions, feelings and prompts."""

import click

from inglenook.cli.saying import Problem, Voice, speaking


@click.group()
def content() -> None:
    """Look after the content: questions, feelings, prompts."""


@content.command("check")
@speaking
def content_check(voice: Voice) -> None:
    """Check every content file; names the file and the place of the first mistake."""
    from inglenook.guide.content import ContentError, library
    from inglenook.guide.sample import sample_life

    try:
        known, life = library(), sample_life()
    except ContentError as error:
        raise Problem(str(error)) from None
    found = {
        "questions": len(known.questions),
        "feelings": len(known.feelings),
        "needs": len(known.needs),
        "sample_check_ins": len(life.check_ins),
    }
    counts = f"{found['questions']} questions, {found['feelings']} feelings, {found['needs']} needs"
    voice.result(found, f"The content is sound: {counts}, {found['sample_check_ins']} sample check-ins.")
