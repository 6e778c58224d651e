"""The sample shows something of every kind on every page, and nothing in it lies empty."""

import time

from django.test import Client
from tests.figures import figure

from inglenook.guide.sample import sample_life
from inglenook.people.tests.pages import text
from inglenook.sample.anew import begin_anew

ALIVE = ("/", "/talk/", "/together/", "/me/", "/me/weeks/", "/bonds/", "/guide/", "/settings/devices/")
NAMES = [one.name for one in sample_life().people]


def come_in(name: str) -> Client:
    """Come in by the one button, from a new browser."""
    client = Client()
    assert client.post("/sample/come-in/", {"name": name}).headers["Location"] == "/"
    return client


def page(client: Client, path: str) -> str:
    """Return what a page says."""
    response = client.get(path)
    assert response.status_code == 200, path
    return text(response)


def bonds_of(client: Client) -> list[str]:
    """Return the addresses of the bonds that somebody's list names."""
    found = client.get("/bonds/").content.decode().split('href="/bonds/')[1:]
    return sorted({f"/bonds/{one[:36]}/" for one in found if len(one.split('"')[0]) == 37})


def test_no_page_of_anybody_lies_empty(life: None) -> None:
    for name in NAMES:
        client = come_in(name)
        for path in ALIVE:
            assert 'class="empty"' not in client.get(path).content.decode(), f"{path} of {name}"
        for bond in bonds_of(client):
            client.post(f"{bond}choose/")
            for path in ("/talk/", "/together/"):
                here = client.get(path).content.decode()
                assert 'class="empty"' not in here, f"{path} of {name} in {bond}"


def test_what_waits_for_ada_on_today(life: None) -> None:
    said = page(come_in("Ada"), "/")
    assert "Read what you all answered" in said
    # Two lines of one row, which without their tags run together.
    assert "A question is waitingDana" in said
    for bond in ("Bo", "Dana", "Around Ines"):
        assert f"Something was shared with you{bond}" in said


def test_questions_in_every_state(life: None) -> None:
    ada, bo, finn = come_in("Ada"), come_in("Bo"), come_in("Finn")
    hers, his = page(ada, "/talk/"), page(bo, "/talk/")
    for state in ("Face down", "Opened", "Set aside by you", "Older ones"):
        assert state in hers
    assert "Waiting for you" in his
    finn.post(f"{bonds_of(finn)[-1]}choose/")
    assert "This bond has ended" in page(finn, "/talk/")
    assert "It stays closed" in page(finn, "/talk/")


def test_what_lies_half_done_and_what_is_over(life: None) -> None:
    ada = come_in("Ada")
    assert "We kept what you were writing" in page(ada, "/me/journal/")
    assert page(ada, "/settings/devices/").count("locked") == 2
    assert "Bonds you have left Only you The early shift" in page(ada, "/bonds/")
    assert any("Open invitations" in page(ada, bond) for bond in bonds_of(ada))


def test_making_it_is_quick(db: None, sample_mode: None) -> None:
    begun = time.perf_counter()
    begin_anew()
    figure("making the sample life, seconds, but for the passphrases", round(time.perf_counter() - begun, 2))
    assert page(come_in("Ada"), "/")
