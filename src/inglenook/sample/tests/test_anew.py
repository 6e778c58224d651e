"""Beginning the sample anew: everything is as at first, for everybody, whoever presses and how often."""

import os
import threading
from collections import Counter
from typing import Any

import msgspec
import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from inglenook.cli.serving import CannotServe, check_people, set_environment
from inglenook.guide.sample import sample_life
from inglenook.people.models import Person, Preferences
from inglenook.people.tests.pages import sign_in, text
from inglenook.sample.anew import NotTheSample, begin_anew, is_there, passphrases
from inglenook.sample.models import MadeUp
from inglenook.sample.tests.test_life import come_in
from inglenook.vault.keyboxes import change_passphrase, open_with_passphrase
from inglenook.web.tests.listening import listening

ADDRESSES = ("/sample/come-in/", "/sample/anew/")


def counts() -> Counter[str]:
    """Return how many rows each table has."""
    return Counter({model.__name__: model._base_manager.count() for model in apps.get_models()})


def test_all_is_as_it_was_at_first(life: None) -> None:
    before, words = counts(), passphrases()
    ada = come_in("Ada")
    ada.post("/me/journal/", {"text": "canary-ember-310 not here before"})
    come_in("Bo").post("/settings/erase/", {"passphrase": words["Bo"]})
    assert Person.named("Bo") is None
    Person.sign_up("visitor", "some words of a visitor", Preferences(name="Visitor"))
    answer = ada.post("/sample/anew/")
    assert answer.headers["Location"].startswith("/sign-in/")
    assert counts() == before
    assert passphrases() == words
    assert Person.named("visitor") is None
    assert "canary-ember-310" not in text(come_in("Ada").get("/me/"))


def test_the_passphrases_open_by_hand_too(life: None) -> None:
    for name, words in passphrases().items():
        assert sign_in(Client(), name, words).headers["Location"] == "/"


def test_everybody_is_signed_out_and_an_old_form_leads_to_the_door(life: None) -> None:
    bo, other_tab = come_in("Bo"), come_in("Ada")
    come_in("Ada").post("/sample/anew/")
    assert bo.get("/me/").headers["Location"].startswith("/sign-in/")
    assert other_tab.post("/me/check-in/", {"mood": "1,1"}).headers["Location"].startswith("/sign-in/")
    written = other_tab.post(
        "/me/journal/", {"text": "canary-ember-311 " + "typed before it began anew " * 3}
    )
    assert "canary-ember-311" in text(written)
    assert come_in("Ada").get("/").status_code == 200


def test_a_life_that_fails_leaves_the_old_one(life: None) -> None:
    ada, before = come_in("Ada"), counts()
    first, *rest = sample_life().exchanges
    broken = msgspec.structs.replace(first, question="partners-9-99")
    with pytest.raises(KeyError):
        begin_anew(msgspec.structs.replace(sample_life(), exchanges=(*rest, broken)))
    assert counts() == before
    assert ada.get("/me/").status_code == 200
    assert begin_anew()


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_get_one_new_life(sample_mode: None) -> None:
    begin_anew()
    before = counts()
    visitor = Person.sign_up("visitor", "some words of a visitor", Preferences(name="Visitor"))
    pressed, answers = threading.Barrier(2), []

    def press() -> None:
        pressed.wait()
        answers.append(Client().post("/sample/anew/").status_code)
        connection.close()

    presses = [threading.Thread(target=press) for _ in range(2)]
    with listening(visitor.id) as open_page:
        for one in presses:
            one.start()
        for one in presses:
            one.join()
        assert open_page._woken.is_set(), "an open page was not told to look whether its session is open"
    assert answers == [302, 302]
    assert counts() == before
    assert is_there()
    assert come_in("Ada").get("/").status_code == 200


def test_a_changed_passphrase_is_told_kindly_and_set_right(life: None) -> None:
    words = passphrases()["Ada"]
    ada = Person.named("Ada")
    assert ada
    change_passphrase(open_with_passphrase(ada.keybox, words), "another six words")
    client = Client()
    answer = client.post("/sample/come-in/", {"name": "Ada"})
    assert "no longer opens" in text(client.get(answer.headers["Location"]))
    client.post("/sample/anew/")
    assert come_in("Ada").get("/me/").status_code == 200


def test_nobody_but_the_made_up_people_comes_in(life: None) -> None:
    for name in ("", "ada", "Charlie"):
        assert Client().post("/sample/come-in/", {"name": name}).status_code == 404


def test_outside_of_the_sample_there_is_no_such_thing(life: None, settings: Any) -> None:
    settings.SAMPLE_MODE = False
    before = counts()
    for path in ADDRESSES:
        assert Client().post(path, {"name": "Ada"}).status_code == 404
    assert counts() == before
    for path in ("/", "/sign-in/"):
        page = Client().get(path).content.decode()
        assert "/sample/" not in page
        assert passphrases()["Ada"] not in page


def test_no_setting_makes_a_button_that_deletes_what_real_people_wrote(
    ada: Person, sample_mode: None
) -> None:
    assert Client().post("/sample/anew/").status_code == 404
    with pytest.raises(NotTheSample):
        begin_anew()
    assert Person.objects.get() == ada
    assert passphrases() == {}


def test_without_its_mark_only_a_file_of_its_own_begins_anew(life: None) -> None:
    """A sample may have been made on another database before, and left its passphrases here."""
    MadeUp.objects.all().delete()
    if connection.vendor == "sqlite":
        assert begin_anew()
        return
    with pytest.raises(NotTheSample):
        begin_anew()
    assert Client().post("/sample/anew/").status_code == 404
    assert is_there()


def test_nothing_that_is_set_for_real_people_counts_for_the_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    real = {
        "INGLENOOK_DATA": "/somewhere/data",
        "DATABASE_URL": "postgresql://x/real",
        "INGLENOOK_BACKUPS": "/b",
    }
    monkeypatch.setattr(os, "environ", dict(real))
    set_environment("localhost", 8765, sample=True)
    assert os.environ["INGLENOOK_DATA"] == "/somewhere/data-sample"
    assert {"DATABASE_URL", "INGLENOOK_BACKUPS"} & set(os.environ) == set()
    monkeypatch.setattr(os, "environ", real | {"INGLENOOK_SAMPLE_DATABASE_URL": "postgresql://x/made-up"})
    set_environment("localhost", 8765, sample=True)
    assert os.environ["DATABASE_URL"] == "postgresql://x/made-up"


def test_nobody_is_to_live_among_the_made_up_people(life: None, settings: Any) -> None:
    check_people()
    settings.SAMPLE_MODE = False
    with pytest.raises(CannotServe, match="made-up people live in this database"):
        check_people()


def test_another_site_cannot_begin_it_anew(life: None) -> None:
    client = Client(enforce_csrf_checks=True)
    for path in ADDRESSES:
        assert client.post(path, {"name": "Ada"}).status_code == 403
