"""Each row that PostgreSQL is to write fails once: for what somebody sends, there is all of it or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from inglenook.vault.trouble import DISK_FULL
from tests.faults.talks import talks
from tests.faults.whole import Begin, Form, fail_until_done, forms, tables
from tests.figures import figure
from tests.server import Server

pytestmark = [pytest.mark.serial, pytest.mark.slow]

# Counts up to zero, whatever is rolled back, and fails there.
FAILING = """
    CREATE SEQUENCE until_it_fails MINVALUE -1000000;
    CREATE FUNCTION fail_at_zero() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF nextval('until_it_fails') = 0 THEN
            RAISE EXCEPTION 'as the test wants' USING ERRCODE = '{error}';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $$;
"""
AT_EACH_ROW = """
    CREATE TRIGGER fails BEFORE INSERT OR UPDATE OR DELETE ON "{table}"
    FOR EACH ROW EXECUTE FUNCTION fail_at_zero()
"""


@pytest.mark.parametrize(
    ("doing", "error", "means"),
    [
        (forms, DISK_FULL, "disk full"),
        (forms, "58030", "input or output failed"),
        (talks, DISK_FULL, "disk full"),
    ],
)
def test_all_or_nothing_at_each_row(
    server: Server, begin: Begin, doing: Callable[[Begin], Iterator[Form]], error: str, means: str
) -> None:
    @contextmanager
    def failing(step: int) -> Iterator[None]:
        server.ask(f"SELECT setval('until_it_fails', {-step - 1})")
        yield

    failed: dict[str, int] = {}
    for form in doing(begin):
        if not failed:
            server.ask(FAILING.format(error=error))
            for table in (*tables(server), "vault_throttle"):
                server.ask(AT_EACH_ROW.format(table=table))
        # An anchor that a visit cannot move is let go by itself, and moved by the next.
        moves = "DISABLE" if form.is_visit else "ENABLE"
        server.ask(f"ALTER TABLE vault_anchor {moves} TRIGGER fails")
        failed[form.name] = fail_until_done(server, form, failing)
        # What was done in the end was done without anything failing by the way.
        if not form.goes_on:
            assert server.ask("SELECT last_value < 0 FROM until_it_fails") == [(True,)], form.name
        server.ask("SELECT setval('until_it_fails', 1)")
    assert all(failed.values()), failed
    figure(f"rows that failed one by one, {means}, of each form", failed)
    log = server.log.read_text()
    assert ("there is no room" in log) == (error == DISK_FULL)
    assert "canary" not in log
    assert "Traceback" not in log
