"""A talk that somebody is proposing: what was typed is not lost, and never goes to others than was meant."""

import re
from urllib.parse import urlencode

import msgspec
from conftest import again, join, mine
from django.conf import settings

from inglenook.bonds.models import About, Bond
from inglenook.conversations.models import Plan
from inglenook.conversations.tests.conftest import Browser, Circle
from inglenook.guide.content import library
from inglenook.people import drafts
from inglenook.people.models import Person
from inglenook.safety.footing import note
from inglenook.vault.records import new_id

ALOUD = {"heaviness": 1, "way": "aloud", "when": "ready"}


def test_a_proposal_on_its_way_is_found_again_with_the_coach_beside_it(pair: Circle) -> None:
    path, id, topic = "/talk/turns/listening/propose/", new_id(), "canary-ember-730,\nagain"
    assert "/coach/beside/?fields=topic%3A&amp;" in pair.browsers[0].get(path).text
    here = {"bond": pair.bond.id, "audience": mine(pair.people[0], pair.bond.id).mark}
    fields = ALOUD | {"topic": topic, "heaviness": 2}
    kept = drafts.Kept(path, urlencode(here | fields))
    drafts.keep(again(pair.people[0]).keyring.keybox, id, kept)
    page = pair.browsers[0].get(path).text
    assert "It is in the form again" in page
    assert topic in page
    assert re.search('name="heaviness" value="2"[^>]* checked', page)
    pair.propose("listening", id=id, topic=topic)
    assert pair.sitting().topic == "canary-ember-730, again"
    assert "It is in the form again" not in pair.browsers[0].get(path).text


def test_who_proposes_says_for_how_long_and_the_others_read_it(pair: Circle) -> None:
    own = library().protocols["listening"].minutes
    form = pair.browsers[0].get("/talk/turns/listening/propose/").text
    assert re.search(f'<option value="{own}" selected>', form)
    pair.propose("listening", minutes=45)
    assert pair.sitting(1).minutes == 45
    assert "45 minutes" in pair.page(1)
    assert "waits for your answer · 45 minutes" in pair.browsers[1].get("/talk/turns/").text
    odd = ALOUD | {"id": new_id(), "topic": "", "minutes": 7}
    assert pair.browsers[0].post("/talk/turns/listening/propose/", odd).status_code != 302


def test_who_does_not_say_for_how_long_leaves_it_to_the_talk(pair: Circle) -> None:
    pair.propose("weekly-meeting-hour")
    assert f"{library().protocols['weekly-meeting-hour'].minutes} minutes" in pair.page(1)
    row = pair.sitting().row
    # As a talk was that was proposed before anybody could say so.
    row.plan = msgspec.structs.replace(row.plan, minutes=None)
    row.save()
    before = msgspec.to_builtins(pair.sitting().plan)
    del before["minutes"]
    assert msgspec.convert(before, Plan) == pair.sitting().plan
    assert f"{library().protocols['weekly-meeting-hour'].minutes} minutes" in pair.page(1)


def test_what_was_meant_for_others_is_neither_shown_nor_sent_to_them(
    pair: Circle, dana: Person, browser_of: Browser
) -> None:
    ada, path, id = again(pair.people[0]), "/talk/turns/listening/propose/", new_id()
    other = Bond.found(ada, About("friends"))
    join(other, ada, dana)
    note(again(ada), other.id, is_open=True)
    fields = ALOUD | {"bond": pair.bond.id, "topic": "canary-ember-731"}
    kept = urlencode(fields | {"audience": mine(ada, pair.bond.id).mark})
    drafts.keep(again(ada).keyring.keybox, id, drafts.Kept(path, kept))
    hers = pair.browsers[0]
    hers.cookies[settings.BOND_COOKIE] = str(other.id)
    assert "canary-ember-731" not in hers.get(path).text
    refused = hers.post(path, fields | {"id": id})
    assert refused.status_code == 409
    assert "canary-ember-731" in refused.text
    hers.cookies[settings.BOND_COOKIE] = str(pair.bond.id)
    assert "canary-ember-731" in hers.get(path).text


def test_other_words_under_a_used_id_are_another_talk(pair: Circle) -> None:
    id = new_id()
    pair.propose("listening", id=id, topic="canary-ember-732")
    first = pair.id
    pair.propose("listening", id=id, topic="canary-ember-732")
    assert pair.id == first, "the same form, sent twice"
    pair.propose("listening", id=id, topic="canary-ember-733")
    assert pair.id != first
    assert pair.sitting().topic == "canary-ember-733"


def test_a_proposal_sent_while_the_questions_are_due_is_kept(pair: Circle) -> None:
    path = "/talk/turns/listening/propose/"
    note(again(pair.people[0]), pair.bond.id, is_open=False)
    here = {"bond": pair.bond.id, "audience": mine(pair.people[0], pair.bond.id).mark}
    fields = ALOUD | {"id": new_id(), "topic": "canary-ember-734"}
    assert "/before/" in pair.browsers[0].post(path, fields | here).headers["Location"]
    note(again(pair.people[0]), pair.bond.id, is_open=True)
    assert "canary-ember-734" in pair.browsers[0].get(path).text
