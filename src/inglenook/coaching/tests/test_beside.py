"""The coach beside a box: what it says, to whom, and that nothing of it is kept."""

from collections.abc import Callable

import pytest
from conftest import again
from django.test import Client

from inglenook.bonds.models import Bond
from inglenook.coaching.kinds import KINDS, silence, titles
from inglenook.coaching.remarks import MOST, MOST_FIELDS, fields_of, said_of
from inglenook.exchanges.forms import AnswerForm
from inglenook.guide.content import library
from inglenook.people.drafts import Draft, Writing, all_of
from inglenook.people.models import Desk, Person
from inglenook.people.tests.pages import value
from inglenook.vault.records import new_id
from inglenook.web.prose import Prose

Browser = Callable[[Person], Client]

HARSH = "You never listen to me."
BESIDE, LOOK = "/coach/beside/?fields=text:", "/coach/look/?fields=text:&at=/me/journal/"


def beside(browser: Client, text: str, **more: str) -> str:
    """Return what the coach says beside a box."""
    answer = browser.post(BESIDE, {"text": text, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_what_may_be_hard_to_hear_and_why(ada: Person, browser_of: Browser) -> None:
    told = beside(browser_of(ada), HARSH)
    assert "“Always” and “never” are easily heard as an attack" in told
    assert "<q>" in told
    assert "When you do not listen to me, I feel … I would like …" in told


def test_what_is_good_comes_first(ada: Person, browser_of: Browser) -> None:
    told = beside(browser_of(ada), f"{HARSH} I feel sad tonight.")
    assert 0 < told.index("You name a feeling") < told.index("“Always” and “never”")


def test_there_are_never_more_than_a_few_remarks(ada: Person) -> None:
    text = (
        "You never listen. It's your fault we were late. You're so selfish. You don't care about me. "
        "Calm down. If you do that again, I'm leaving you. I'm sorry, but you started it."
    )
    assert len(said_of(ada, text, "soft-start").remarks) == MOST


def test_nothing_of_it_is_kept_and_nothing_is_changed(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    before = list(Desk.objects.values_list("revision", "preferences"))
    beside(browser, f"{HARSH} canary-ember-401")
    assert not Draft.objects.exists()
    assert list(Desk.objects.values_list("revision", "preferences")) == before


def test_what_is_missing_is_offered_once_somebody_has_written_a_little(ada: Person) -> None:
    assert [one.kind for one in said_of(ada, "Dear", "thanks").remarks] == []
    assert "no-appreciation" in [
        one.kind for one in said_of(ada, "It rained and the shop was shut", "thanks").remarks
    ]


def test_it_stands_beside_every_box_but_that_of_a_check_in(
    ada: Person, bond: Bond, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    for path in ("/me/journal/", "/me/appreciation/", "/me/reading/"):
        assert "<coach-beside" in browser.get(path).text, path
    page = browser.get("/me/check-in/").text
    assert "<coach-beside" not in page
    assert "/coach/" not in page


def test_every_talk_but_a_round_of_check_ins_is_coached() -> None:
    silent = {one.id for one in library().protocols.values() if any(s.coach == "silent" for s in one.steps)}
    assert silent == {"check-in-round"}


def test_a_kind_that_does_not_help_is_silenced_for_that_person_alone(
    ada: Person, bo: Person, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    answer = browser.post("/coach/kinds/absolute/", headers={"X-Fragment": "1"})
    assert "You will not hear this again" in answer.content.decode()
    assert "Always" not in beside(browser, HARSH)
    assert "Always" in beside(browser_of(bo), HARSH)
    browser.post("/coach/kinds/absolute/", {"do": "again"})
    assert "Always" in beside(browser, HARSH)


def test_what_is_silenced_is_sealed(ada: Person) -> None:
    silence(ada, "absolute")
    assert again(ada).preferences.unhelpful == ("absolute",)
    assert not any(b"absolute" in bytes(row) for row in Desk.objects.values_list("preferences", flat=True))


def test_each_kind_can_be_silenced_and_heard_again(ada: Person, browser_of: Browser) -> None:
    browser, named = browser_of(ada), titles()
    assert set(named) == set(KINDS)
    for kind in KINDS:
        browser.post(f"/coach/kinds/{kind}/")
    assert set(again(ada).preferences.unhelpful) == set(KINDS)
    page = browser.get("/coach/").text
    assert page.count("Hear it again") == len(KINDS)
    assert browser.post("/coach/kinds/nonsense/").status_code == 404


def test_turned_off_it_is_nowhere(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    browser.post("/coach/", {"do": "off"})
    assert "coach" not in browser.get("/me/journal/").text
    assert "never listen" not in beside(browser, HARSH)
    assert "The coach is turned off" in browser.post(LOOK, {"text": HARSH}).text
    browser.post("/coach/", {"do": "on"})
    assert "<coach-beside" in browser.get("/me/journal/").text


def test_turning_it_off_leaves_settings_in_another_tab_as_they_were(ada: Person, browser_of: Browser) -> None:
    before = again(ada).desk.mark
    browser_of(ada).post("/coach/", {"do": "off"})
    assert again(ada).desk.mark == before


def test_without_scripts_it_looks_over_and_keeps_what_was_typed(ada: Person, browser_of: Browser) -> None:
    browser, id = browser_of(ada), new_id()
    page = browser.post(LOOK, {"id": id, "text": f"{HARSH} canary-ember-402"}).text
    assert "When you do not listen to me, I feel …" in page
    assert f"{HARSH} canary-ember-402</textarea>" in browser.get("/me/journal/").text
    ((row, kept),) = all_of(again(ada))
    assert (row.id, kept.path) == (id, "/me/journal/")


def test_asked_while_locked_it_is_silent_and_leaves_the_draft_alone(ada: Person, browser_of: Browser) -> None:
    browser, id = browser_of(ada), new_id()
    browser.post(f"/drafts/{id}/?at=/me/journal/", {"id": id, "text": "canary-ember-735 half a"})
    browser.post("/lock/")
    asked = {"id": id, "text": "canary-ember-735 half a sentence"}
    assert browser.post(BESIDE, asked, headers={"X-Fragment": "1"}).status_code == 401
    ((row, kept),) = all_of(again(ada))
    assert (row.revision, kept.path) == (1, "/me/journal/")


def test_looked_over_while_locked_it_is_kept_where_it_belongs(ada: Person, browser_of: Browser) -> None:
    browser, id = browser_of(ada), new_id()
    at = value(browser.get("/me/journal/"), "at")
    browser.post("/lock/")
    answer = browser.post(LOOK, {"id": id, "at": at, "text": "canary-ember-736 I waited"})
    assert answer.headers["Location"] == "/unlock/?next=%2Fme%2Fjournal%2F"
    ((_, kept),) = all_of(again(ada))
    assert kept.path == "/me/journal/"


@pytest.mark.parametrize("at", ["//elsewhere.example/", "https://elsewhere.example/", "/a\\b", ""])
def test_it_leads_back_only_to_our_own_pages(at: str, ada: Person, browser_of: Browser) -> None:
    answer = browser_of(ada).post(f"/coach/look/?fields=text:&at={at}", {"id": new_id(), "text": HARSH})
    assert answer.status_code == 404
    assert not Draft.objects.exists()


def test_anothers_words_are_never_kept_with_a_draft(ada: Person, browser_of: Browser) -> None:
    typed = {"id": new_id(), "text": "So you waited.", "coach-heard": "canary-ember-403 I waited an hour."}
    browser_of(ada).post("/coach/look/?fields=text:paraphrase&at=/me/journal/", typed)
    ((_row, kept),) = all_of(again(ada))
    assert "403" not in kept.fields


def test_an_odd_question_is_answered_with_silence(ada: Person, browser_of: Browser) -> None:
    browser = browser_of(ada)
    for fields in ("", "nothing", "text:no-such-step", ",,:,", "id:"):
        assert browser.post(f"/coach/beside/?fields={fields}", {"id": "x"}).status_code == 200


def test_text_in_another_language_is_not_put_into_a_try_of_the_pages(ada: Person) -> None:
    (remark,) = said_of(again(ada), "Du hörst mir nie zu!").remarks[:1]
    assert (remark.situation, "When" in remark.a_try) == ("", True)


def test_a_page_asks_about_each_box_once() -> None:
    assert fields_of("text:,text:repair," + ",".join(f"a{number}:" for number in range(20)))[:1] == [
        ("text", "repair")
    ]
    assert len(fields_of(",".join(f"a{number}:" for number in range(20)))) == MOST_FIELDS


def test_what_a_box_is_for_may_be_known_after_its_form_was_made() -> None:
    form = AnswerForm()
    made = Writing(form, new_id(), "/talk/")
    assert "fields=text%3A&" in made.coached
    box = form.fields["text"]
    assert isinstance(box, Prose)
    box.coach = "paraphrase"
    made.ask_coach()
    assert "text%3Aparaphrase" in made.coached
    assert box.look == made.coached
    box.coach = None
    made.ask_coach()
    assert (made.coached, box.look) == ("", "")
