"""The language model beside the coach: there only where it is named, asked only at a press, nothing kept."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import again
from django.apps import apps
from django.conf import settings as django_settings
from django.test import Client

from inglenook.cli.coach import coach
from inglenook.coach import model as asking_model
from inglenook.coach.network import ANYWHERE
from inglenook.coach.tests.pretending import Pretender, pretend
from inglenook.coaching import asking
from inglenook.coaching.apps import CoachingApp
from inglenook.people.drafts import Draft
from inglenook.people.models import Desk, Person
from inglenook.vault.models import Session
from inglenook.vault.records import new_id
from inglenook.vault.sessions import lock

Browser = Callable[[Person], Client]

HARSH = "You never listen to me. canary-ember-413"
BESIDE, LOOK, MODEL = (
    "/coach/beside/?fields=text:",
    "/coach/look/?fields=text:&at=/me/journal/",
    "/coach/model/",
)
FOLD = "Ask the model on this network"
FRAGMENT = {"X-Fragment": "1"}


@pytest.fixture
def server(settings: Any) -> Iterator[Pretender]:
    """Name a model that is there."""
    with pretend() as served:
        settings.COACH_MODEL, settings.COACH_MODEL_NAME = served.address, "small"
        settings.COACH_MODEL_KEY = "a-key"
        yield served


def ask(browser: Client, text: str = HARSH, status: int = 200) -> str:
    """Press, and return what is shown."""
    answer = browser.post(MODEL, {"coach-text": text}, headers=FRAGMENT)
    assert answer.status_code == status
    return answer.content.decode()


def everything(browser: Client) -> str:
    """Return all pages that would speak of it."""
    pages = (
        browser.post(BESIDE, {"text": HARSH}),
        browser.post(LOOK, {"text": HARSH}),
        browser.get("/coach/"),
    )
    return "".join(page.content.decode() for page in pages)


def test_where_none_is_named_nothing_of_it_is_there(ada: Person, browser_of: Browser) -> None:
    assert django_settings.COACH_MODEL == ""
    browser = browser_of(ada)
    told = everything(browser)
    assert "Nothing is sent anywhere" in told
    assert not re.search(r"[Aa]sk (the|a) (language )?model|coach/model", told)
    ask(browser, status=404)
    assert browser.post(MODEL, {"coach-text": HARSH, "at": "/"}).status_code == 404


def test_before_a_press_it_says_what_is_sent_where(
    ada: Person, browser_of: Browser, server: Pretender
) -> None:
    host = f"127.0.0.1:{server.server_port}"
    for page in (browser_of(ada).post(BESIDE, {"text": HARSH}), browser_of(ada).post(LOOK, {"text": HARSH})):
        told = page.content.decode()
        assert 0 < told.index("Not helpful") < told.index(FOLD) < told.index("Send it and ask")
        assert f"What you typed in this box is sent, unsealed, to {host}, run by whoever runs this" in told
        assert (
            "Inglenook. It may be kept there, and its answer may be wrong. Nothing is sent before you press."
            in told
        )
    about = browser_of(ada).get("/coach/").text
    assert f"language model at {host}" in about
    assert "Nothing is sent anywhere" not in about
    assert server.asked == []


def test_of_several_boxes_each_says_which_it_is(ada: Person, browser_of: Browser, server: Pretender) -> None:
    fields = {"did": "You never call.", "shows": "You always care."}
    told = browser_of(ada).post("/coach/beside/?fields=did:thanks,shows:", fields).content.decode()
    for name, text in fields.items():
        assert re.search(rf'data-field="{name}"><summary>{FOLD}: <q>{text}</q></summary>', told)


def test_a_press_sends_that_text_alone_and_shows_the_answer_to_put_in(
    ada: Person, browser_of: Browser, server: Pretender
) -> None:
    server.answer = 'When dinner <b>gets</b> "cold"\nI feel alone.'
    told = ask(browser_of(ada), "Du hörst mir nie zu.\r\nNie.")
    assert 'data-try="When dinner &lt;b&gt;gets&lt;/b&gt; &#34;cold&#34;\nI feel alone."' in told
    assert "<b>" not in told
    assert "Put it in my text" in told
    assert 'data-end="25"' in told
    (asked,) = server.asked
    assert asked["model"] == "small"
    assert asked["messages"][1]["content"] == "Du hörst mir nie zu.\nNie."
    assert "in German" in asked["messages"][0]["content"]
    assert "Ada" not in str(server.asked) + str(server.headers)
    assert "ookie" not in str(server.headers)
    assert server.headers[0]["Authorization"] == "Bearer a-key"


def test_without_scripts_a_plain_form_leads_there_and_back(
    ada: Person, browser_of: Browser, server: Pretender
) -> None:
    browser = browser_of(ada)
    look = browser.post(LOOK, {"id": new_id(), "text": HARSH}).text
    form = re.search(rf'<form method="post" action="{MODEL}".*?</form>', look, re.DOTALL)
    assert form
    fields = dict(re.findall(r'<input type="hidden" name="([a-z-]+)" value="([^"]*)"', form[0]))
    assert fields["at"] == "/me/journal/"
    page = browser.post(MODEL, fields).text
    assert server.answer in page
    assert 'href="/me/journal/"' in page
    assert server.asked[0]["messages"][1]["content"] == HARSH
    assert browser.post(MODEL, {**fields, "at": "https://elsewhere.example/"}).status_code == 404
    assert len(server.asked) == 1


def test_turned_off_the_coach_takes_it_along(ada: Person, browser_of: Browser, server: Pretender) -> None:
    browser = browser_of(ada)
    browser.post("/coach/", {"do": "off"})
    assert "model" not in everything(browser)
    ask(browser, status=404)
    assert server.asked == []


def test_whoever_is_locked_or_not_here_sends_nothing(
    ada: Person, browser_of: Browser, server: Pretender
) -> None:
    assert Client().post(MODEL, {"coach-text": HARSH}).status_code == 302
    browser = browser_of(ada)
    lock(Session.objects.get())
    ask(browser, status=401)
    answer = browser.post(MODEL, {"id": new_id(), "coach-text": HARSH})
    assert answer.headers["Location"].startswith("/unlock/")
    assert server.asked == []
    assert "canary" not in str([vars(one) for one in Draft.objects.all()])


@pytest.mark.parametrize(
    ("status", "raw", "said"),
    [
        (503, b"canary-ember-414", "It does not answer just now"),
        (302, b"", "It does not answer just now"),
        (200, b"canary-ember-414", "Its answer could not be read"),
        (200, b" " * 300_000, "It answered with more than can be shown here"),
    ],
)
def test_trouble_is_said_kindly(
    status: int, raw: bytes, said: str, ada: Person, browser_of: Browser, server: Pretender
) -> None:
    server.status, server.raw = status, raw
    server.more = {"Location": "/"} if status == 302 else {}
    told = ask(browser_of(ada))
    assert said in told
    assert "canary" not in told
    assert said in browser_of(ada).post(MODEL, {"coach-text": HARSH}).text


def test_slow_gone_long_and_empty_are_said_kindly_too(
    ada: Person, browser_of: Browser, server: Pretender, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(ada)
    assert "room for 4,000 characters. Nothing was sent." in ask(browser, "x" * 4001)
    assert "There is nothing in the box yet." in ask(browser, " ")
    assert server.asked == []
    monkeypatch.setattr(asking_model, "TIMEOUT", 0.2)
    server.trickle = 0.05
    assert "no answer in half a minute" in ask(browser)
    with pretend() as gone:
        settings.COACH_MODEL = gone.address
    assert "It does not answer just now" in ask(browser)


def test_only_two_wait_at_a_time_so_that_pages_go_on(
    ada: Person, browser_of: Browser, server: Pretender
) -> None:
    with asking.AT_ONCE, asking.AT_ONCE:
        assert "Others are asking it just now" in ask(browser_of(ada))
    assert server.asked == []
    server.raw = b""
    for _again in range(3):
        assert "could not be read" in ask(browser_of(ada))


def test_neither_words_nor_answer_are_kept_or_logged(
    ada: Person, browser_of: Browser, server: Pretender, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    browser = browser_of(ada)
    before = list(Desk.objects.values_list("revision", "preferences"))
    server.answer = "canary-ember-415"
    browser.post(MODEL, {"id": new_id(), "coach-text": HARSH})
    ask(browser)
    server.raw = b"canary-ember-415"
    ask(browser)
    assert "canary" not in caplog.text
    assert not Draft.objects.exists()
    assert list(Desk.objects.values_list("revision", "preferences")) == before
    assert "canary" not in browser.get("/me/journal/").text
    rows = [row for kind in apps.get_models() for row in kind._default_manager.values_list()]
    assert "canary" not in str(rows)


def test_a_far_model_is_not_used_and_the_log_says_so_once(
    ada: Person, browser_of: Browser, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COACH_MODEL = "https://api.example.com/v1"
    browser = browser_of(again(ada))
    told: list[str] = []
    monkeypatch.setattr("inglenook.coaching.apps.log.warning", told.append)
    config = apps.get_app_config("coaching")
    assert isinstance(config, CoachingApp)
    config.ready()
    assert len(told) == 1
    assert "api.example.com is neither this machine nor on its own network" in told[0]
    assert "api.example.com" not in everything(browser)
    ask(browser, status=404)


def test_a_far_model_that_was_allowed_says_that_words_leave_this_network(
    ada: Person, browser_of: Browser, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COACH_MODEL = "https://api.example.com/v1"
    monkeypatch.setenv(ANYWHERE, "1")
    told = everything(browser_of(ada))
    assert "leaves this network: it is sent, unsealed, to api.example.com, chosen by" in told
    assert "Ask a model outside this network" in told
    assert FOLD not in told


def test_the_command_warns_and_prints_it_after_the_remarks(server: Pretender) -> None:
    command = ["--model", server.address, "--model-name", "small"]
    told = CliRunner().invoke(coach, command, input=HARSH)
    assert told.exit_code == 0
    assert "unsealed, to 127.0.0.1:" in told.stderr
    assert told.stdout.index("- ") < told.stdout.index(server.answer)
    as_json = CliRunner().invoke(coach, [*command, "--json"], input=HARSH)
    assert json.loads(as_json.stdout)["rewritten"] == server.answer
    assert [one["messages"][1]["content"] for one in server.asked] == [HARSH, HARSH]


def test_the_command_says_what_is_wrong_and_asks_nobody_unasked(server: Pretender) -> None:
    server.status = 500
    told = CliRunner().invoke(coach, ["--model", server.address], input=HARSH)
    assert told.exit_code == 1
    assert "The model answers 500" in told.stderr
    far = CliRunner().invoke(coach, ["--model", "https://api.example.com/v1"], input=HARSH)
    assert far.exit_code == 2
    assert "neither this machine" in far.stderr
    alone = CliRunner().invoke(coach, [], input=HARSH, env={"INGLENOOK_COACH_MODEL": server.address})
    assert (alone.exit_code, alone.stderr, len(server.asked)) == (0, "", 1)
