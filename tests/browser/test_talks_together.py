"""Two people, two phones, one talk: each screen follows the other, from the proposal to what remains."""

import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from playwright.sync_api import Browser, expect

from inglenook.guide.content import library
from inglenook.guide.protocols import Protocol
from tests.browser.conftest import Server
from tests.browser.talking import (
    ALOUD,
    WRITTEN,
    Talkers,
    acts,
    begin_talk,
    give,
    live,
    meet,
    opened,
    talk_button,
    title,
)
from tests.figures import figure

pytestmark = pytest.mark.browser

LIVE = list(library().live_talks.values())
MOST_TAPS = 150
# In milliseconds: what half of a talk's taps take at most, however busy the machine. How long they take is a
# figure, over so many taps or more.
A_SECOND = 1000
FEWEST_MEASURED = 20
Pairs = Callable[[str], Talkers]


@pytest.fixture(scope="module")
def pairs(chromium: Browser, place: Server) -> Iterator[Pairs]:
    """Return a function that gives the two people of a kind of bond, the same ones for all of a file."""
    with ExitStack() as stack:

        @cache
        def pair(kind: str) -> Talkers:
            return meet(stack.enter_context(opened(chromium, place, 2)), kind.capitalize())

        yield pair


@pytest.fixture(scope="module")
def waits() -> Iterator[list[float]]:
    """How long the other screen took to follow, in all the talks of this file."""
    waits: list[float] = []
    yield waits
    if len(waits) < FEWEST_MEASURED:
        return
    figure(f"talk: the other screen follows, median ms of {len(waits)}", round(statistics.median(waits)))
    figure("talk: the other screen follows, longest ms", round(max(waits)))


def followed(pair: Talkers, waits: list[float]) -> None:
    """Note how long the other screen took; a second is for both screens, two browsers and the server."""
    waits += pair.waits
    assert statistics.median(pair.waits) < A_SECOND


@pytest.mark.once
@pytest.mark.parametrize("protocol", LIVE, ids=lambda one: one.id)
def test_every_talk_is_held_to_its_end_on_two_phones(
    protocol: Protocol, pairs: Pairs, waits: list[float]
) -> None:
    pair = pairs(protocol.kinds[0])
    pair.afresh()
    begin_talk(pair, protocol.id, ALOUD, f"canary-ember-430 {protocol.id}.")
    acted = set()
    for turn in range(MOST_TAPS):
        if not any(acts(window) for window in pair.windows):
            break
        acted |= {number for number, window in enumerate(pair.windows) if acts(window)}
        pair.go_on(f"canary-ember-431 {protocol.id} {turn}")
    assert acted == {0, 1}
    pair.are_done()
    for window in pair.windows:
        expect(window.page.locator("[data-live] .say").first).to_have_text(protocol.close)
    followed(pair, waits)


def test_two_people_listen_to_each_other_in_writing(pairs: Pairs, waits: list[float]) -> None:
    pair = pairs("partners")
    pair.afresh()
    ada, bo = pair.windows
    begin_talk(pair, "listening", WRITTEN, "canary-ember-420 the kitchen")
    pair.tap(ada, "Give it", "canary-ember-421 the evening with the pans")
    expect(bo.page.locator("main")).to_contain_text("canary-ember-421")
    pair.tap(ada, "Give it", "canary-ember-422 I was alone with it and felt small")
    pair.tap(bo, "Give it", "canary-ember-423 you stood there alone")
    pair.tap(ada, "Not quite")
    pair.tap(ada, "Give it", "canary-ember-424 small, too")
    pair.tap(bo, "Give it", "canary-ember-425 alone and small")
    pair.tap(ada, "Yes, that is it")
    pair.tap(ada, "I feel understood")
    pair.tap(bo, "Skip this")
    pair.tap(bo, "Stop here")
    pair.are_done()
    for window in pair.windows:
        for number in range(421, 426):
            expect(window.page.locator("main")).to_contain_text(f"canary-ember-{number}")
    followed(pair, waits)


def test_what_is_written_unseen_opens_on_both_phones_at_once(pairs: Pairs, waits: list[float]) -> None:
    pair = pairs("partners")
    pair.afresh()
    ada, bo = pair.windows
    begin_talk(pair, "empathy-round", WRITTEN, "canary-ember-432 the bus")
    pair.tap(ada, "Give it", "canary-ember-433 the bus on Tuesday, in the rain")
    give(ada, talk_button(ada, "Give it"), "canary-ember-434 tired, and a little proud")
    expect(title(ada)).to_have_text("You have done your part")
    bo.page.reload()
    expect(title(bo)).to_have_text("Each of you, alone")
    expect(bo.page.locator("body")).not_to_contain_text("canary-ember-434")
    pair.tap(bo, "Give it", "canary-ember-435 cross, I guess")
    for window in pair.windows:
        for number in (434, 435):
            expect(window.page.locator("main")).to_contain_text(f"canary-ember-{number}")
    pair.tap(ada, "Done")
    pair.tap(bo, "Done")
    pair.tap(bo, "Give it", "canary-ember-436 what was the main thing for you?")
    pair.tap(ada, "Give it", "canary-ember-437 that I caught it after all")
    pair.tap(ada, "Stop here")
    pair.are_done()
    for window in pair.windows:
        for number in range(433, 438):
            assert live(window.page).count(f"canary-ember-{number}") == 1
    followed(pair, waits)
