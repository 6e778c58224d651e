"""What people do in talks, each thing to be there in whole or not at all."""

import re
from collections.abc import Iterator

from tests.faults.visitor import Visitor
from tests.faults.visitor import field as field_of
from tests.faults.whole import Begin, Form, typed, with_id

ANSWERS = dict.fromkeys(("afraid", "hurt", "controlled", "pressed"), "no")
READY = {"do": "ready"}
MOST_TAPS = 40
FILLED_IN = "a few words"


def talks(begin: Begin) -> Iterator[Form]:
    """Yield one thing to do in talks after the other, each building on those before."""
    ada, bo = begin("Ada"), begin("Bo")
    bond = ada.found_bond(bo)
    yield Form("the four questions", ada, f"/before/{bond}/", ANSWERS)
    bo.post(f"/before/{bond}/", ANSWERS)
    yield from _a_talk_that_is_stopped(ada, bo)
    yield from _a_talk_to_its_end(ada, bo)
    yield from _a_look_alone(ada)
    agreeing = f"/talk/turns/picture/?bond={bond}"
    yield Form("agreeing to show how talks were", ada, agreeing, {"do": "agree"})
    bo.post(agreeing, {"do": "agree"})
    yield Form("showing how talks were", ada, agreeing, is_visit=True)
    yield Form("agreeing no longer", bo, agreeing, {"do": "withdraw"})
    yield Form("a remark that does not help", ada, "/coach/kinds/absolute/")
    yield Form("hearing it again", ada, "/coach/kinds/absolute/", {"do": "again"})
    yield Form("turning the coach off", ada, "/coach/", {"do": "off"})
    said = ada.everything()["records"]
    written = {row["text"] for row in said["words"]} - {FILLED_IN}
    assert sorted(one[-3:] for one in written) == ["902", "906", "907", "908"]
    assert said["held"] == []
    assert ada.get("/talk/turns/").status_code == 200


def _a_talk_that_is_stopped(ada: Visitor, bo: Visitor) -> Iterator[Form]:
    where = "/talk/turns/empathy-round/propose/"
    proposal = typed(ada, where, **_proposal("canary-ember-902"))
    yield Form("a proposal", ada, where, proposal)
    where = f"/talk/turns/together/{proposal['id']}/"
    yield Form("a proposal set aside", bo, f"{where}aside/", {"do": "aside"})
    yield Form("being ready", ada, where, READY)
    bo.post(where, READY)
    words = _typed(ada, where, "canary-ember-903")
    yield Form("words in a talk", ada, where, words)
    yield Form("words unseen", ada, where, _typed(ada, where, "canary-ember-904"))
    yield Form("stopping a talk", bo, where, {"do": "stop"})
    taken, let_go = re.findall(r'action="([^"]+/take-back/)"', ada.get(where).text)
    yield Form("words taken back", ada, taken)
    yield Form("words unseen let go", ada, let_go)
    yield Form("how a talk was", ada, f"{where}after/", {"understood": "3", "calm": "2"})


def _a_talk_to_its_end(ada: Visitor, bo: Visitor) -> Iterator[Form]:
    """Go through a talk about ground rules."""
    proposal = _proposal("canary-ember-906")
    ada.post("/talk/turns/ground-rules-talk/propose/", proposal)
    where = f"/talk/turns/together/{proposal['id']}/"
    for one in (ada, bo):
        one.post(where, READY)
    _go_on(where, (ada, bo), "act:yes")
    yield Form("agreeing to rules", ada, where, {"do": "act:yes", "turn": field_of(ada.get(where), "turn")})
    bo.post(where, {"do": "act:yes", "turn": field_of(bo.get(where), "turn")})
    ada.post(where, _typed(ada, where, "canary-ember-907"))
    yield Form("a promise, the last of all", bo, where, _typed(bo, where, "canary-ember-908"), goes_on=True)
    assert "canary-ember-908" in bo.get(where).text
    yield Form("giving what was unseen", ada, where, is_visit=True)


def _a_look_alone(ada: Visitor) -> Iterator[Form]:
    """Write in a talk alone, and let it go."""
    begun = with_id()
    ada.post("/talk/turns/neutral-look/", begun)
    where = f"/talk/turns/table/{begun['id']}/"
    ada.post(where, {"do": "act", "revision": field_of(ada.get(where), "revision")})
    told = _typed(ada, where, "canary-ember-910") | {"revision": field_of(ada.get(where), "revision")}
    yield Form("words in a talk alone", ada, where, told)
    ada.post(where, {"do": "stop", "revision": field_of(ada.get(where), "revision")})
    assert "canary-ember-910" in ada.get(where).text
    yield Form("a talk alone let go", ada, where, {"then": "let-go", "text": "canary-ember-910"})


def _proposal(topic: str) -> dict[str, str]:
    return with_id(topic=topic, heaviness="1", way="written", when="ready")


def _typed(who: Visitor, where: str, text: str) -> dict[str, str]:
    """Return the form of a turn with what was typed, which the page has kept meanwhile."""
    page = who.get(where)
    form = typed(who, where, id=field_of(page, "id"), turn=field_of(page, "turn"), text=text)
    return {**form, "do": "act"}


def _go_on(where: str, people: tuple[Visitor, ...], until: str) -> None:
    """Do what each step asks for, until somebody may tap what is waited for."""
    for _tap in range(MOST_TAPS):
        for one in people:
            page = one.get(where)
            if f'value="{until}"' in page.text:
                return
            if way := re.search(r'name="do" value="(act[^"]*)"', page.text):
                given = {"do": way[1], "turn": field_of(page, "turn"), "text": FILLED_IN}
                assert one.post(where, given).status_code == 302
    raise AssertionError(f"{until} never came")
