"""Three people, three phones, one talk: the floor goes round to all, and all see the same."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener, Server
from tests.browser.talking import ALOUD, NAMES, Talkers, begin_talk, meet, title

pytestmark = pytest.mark.browser


def test_the_floor_goes_round_to_all_three(place: Server, open_window: Opener) -> None:
    three = meet([open_window(place) for _ in NAMES])
    begin_talk(three, "listening", ALOUD, "canary-ember-450 the shed")
    three.says_whose_turn(0)
    three.tap(three.windows[0], "Done")
    _speaks(three, 0)
    _asks_for_quiet(three, 2)
    for who in (1, 2):
        three.tap(three.windows[0], "Change over")
        _speaks(three, who)
    for window in three.windows:
        expect(title(window)).to_have_text("Decide together")
    three.tap(three.windows[1], "Look for a way")
    wrote = {who: f"canary-ember-{451 + who} of {name}" for who, name in enumerate(NAMES)}
    three.write_unseen(wrote)
    three.are_done()
    assert place.ask("SELECT count(*) FROM conversations_turn") == [(three.taps,)]


def _speaks(three: Talkers, who: int) -> None:
    """One speaks, the next one round says it back; each screen says whose turn it is."""
    speaker, next_one = three.windows[who], (who + 1) % 3
    listener = three.windows[next_one]
    three.says_whose_turn(who)
    three.tap(speaker, "Done")
    three.says_whose_turn(next_one)
    three.tap(listener, "Done")
    three.says_whose_turn(who)
    three.tap(speaker, "Yes, that is it")
    three.tap(speaker, "I feel understood")
    three.says_whose_turn(next_one)
    three.tap(listener, "Skip this")


def _asks_for_quiet(three: Talkers, who: int) -> None:
    """One asks for quiet; all screens say so until they are back, and who is not it cannot end it."""
    asking = three.windows[who]
    asking.page.locator("summary", has_text="Too much just now?").click()
    three.tap(asking, "20 minutes")
    for window in three.windows:
        expect(title(window)).to_have_text("Quiet")
    for other in three.others(asking):
        expect(other.page.locator("main")).to_contain_text(f"{NAMES[who]} asked for quiet until")
        expect(other.page.get_by_role("button", name="Go on", exact=True)).to_have_count(0)
    three.tap(asking, "I am back")
