"""The sample by hand: coming in without typing, beginning anew, by keyboard and without scripts."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, Opener, Server, Window, start_server
from tests.browser.test_keyboard import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.once]

PATIENCE = 60_000  # making the life is a matter of seconds, but a busy machine takes its time


@pytest.fixture(scope="module")
def own_sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A sample of this file's own, since it is begun anew here."""
    server = start_server(tmp_path_factory.mktemp("own-sample"), "--sample")
    yield server
    server.stop()


def come_in(window: Window, name: str) -> None:
    """Come in as somebody by their button."""
    window.page.set_default_timeout(PATIENCE)
    window.go("/sign-in/")
    window.page.get_by_role("button", name=f"Come in as {name}").click()
    window.page.wait_for_url(window.address + "/")


def at_the_door(window: Window) -> None:
    """Wait until it has begun anew, which writes twelve weeks."""
    window.page.wait_for_url("**/sign-in/?said=sample-anew")
    expect(window.page.locator(".said")).to_contain_text("as on the first day")


def test_coming_in_and_beginning_anew_without_scripts(own_sample: Server, open_window: Opener) -> None:
    ada = open_window(own_sample, java_script_enabled=False)
    come_in(ada, "Ada")
    expect(ada.page.get_by_role("heading", level=1)).to_contain_text("Ada")
    ada.go("/me/journal/")
    ada.write("Your page", "canary-ember-320 gone when it begins anew")
    ada.press("Keep this page")
    ada.go("/me/")
    expect(ada.page.locator(".history")).to_contain_text("canary-ember-320")
    ada.page.get_by_role("button", name="Begin the sample anew").click()
    at_the_door(ada)
    come_in(ada, "Ada")
    ada.go("/me/")
    expect(ada.page.locator(".history .rows li").first).to_be_visible()
    expect(ada.page.locator(".history")).not_to_contain_text("canary-ember-320")


def test_coming_in_and_beginning_anew_by_keyboard(own_sample: Server, open_window: Opener) -> None:
    bo = open_window(own_sample, DESK)
    bo.page.set_default_timeout(PATIENCE)
    bo.go("/sign-in/")
    tab_to(bo.page, ".guests li:nth-child(2) button")
    bo.page.keyboard.press("Enter")
    bo.page.wait_for_url(bo.address + "/")
    expect(bo.page.get_by_role("heading", level=1)).to_contain_text("Bo")
    tab_to(bo.page, ".sample button")
    bo.page.keyboard.press("Space")
    at_the_door(bo)


def test_an_open_page_of_somebody_else_goes_to_the_door(own_sample: Server, open_window: Opener) -> None:
    ada, bo = open_window(own_sample), open_window(own_sample)
    come_in(ada, "Ada")
    come_in(bo, "Bo")
    bo.page.get_by_role("button", name="Begin the sample anew").click()
    at_the_door(bo)
    expect(bo.page.locator(".guests li")).to_have_count(5)
    ada.page.get_by_role("link", name="Check in").first.click()
    expect(ada.page.locator(".guests li")).to_have_count(5)


def test_the_command_tells_programs_and_people_alike(tmp_path: Path) -> None:
    told = run_sample(tmp_path, "--json")
    assert told.returncode == 0, told.stderr
    made = json.loads(told.stdout)
    assert (made["ok"], made["made"], made["look_around"]) == (True, True, "inglenook serve --sample")
    assert [one["name"] for one in made["people"]] == ["Ada", "Bo", "Dana", "Edda", "Finn"]
    again = json.loads(run_sample(tmp_path, "--json").stdout)
    assert (again["made"], again["people"]) == (False, made["people"])
    anew = json.loads(run_sample(tmp_path, "--reset", "--json").stdout)
    assert (anew["made"], anew["people"]) == (True, made["people"])
    shown = run_sample(tmp_path).stdout
    assert all(f"{one['name']}: {one['passphrase']}" in shown for one in made["people"])
    assert "inglenook serve --sample" in shown
    assert not (tmp_path / "data").exists(), "one's own files were touched"
    assert run_sample(tmp_path, "--never").returncode == 2
    (tmp_path / "data-sample").chmod(0o755)
    refused = run_sample(tmp_path)
    assert refused.returncode == 1
    assert "chmod" in refused.stderr


def run_sample(home: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """Run `inglenook sample` in a home of its own."""
    environment = {**os.environ, "INGLENOOK_DATA": str(home / "data")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "inglenook", "sample", *options]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
