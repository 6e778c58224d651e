"""`python -m inglenook` is the command `inglenook`."""

from inglenook.cli.main import main

main(prog_name="inglenook")
