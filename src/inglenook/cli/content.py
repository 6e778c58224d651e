"""`inglenook content`: look after questions, feelings and prompts."""

import click


@click.group()
def content() -> None:
    """Look after the content: questions, feelings, prompts."""


@content.command("check")
def content_check() -> None:
    """Check every content file; names the file and the place of the first mistake."""
    from inglenook.guide.content import ContentError, library
    from inglenook.guide.sample import sample_life

    try:
        known, life = library(), sample_life()
    except ContentError as error:
        raise click.ClickException(str(error)) from None
    counts = f"{len(known.questions)} questions, {len(known.feelings)} feelings, {len(known.needs)} needs"
    click.echo(f"The content is sound: {counts}, {len(life.check_ins)} sample check-ins.")
