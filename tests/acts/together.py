"""What people do together: questions, and bonds."""

from django.conf import settings

from inglenook.people.tests.pages import value
from tests.acts.stage import KNOWN, Stage, at, see, send


@at("exchanges:ask")
def asks_a_question(s: Stage) -> None:
    question = value(s.hers.get("/talk/ask/"), "question")
    asked = send(s.hers, "/talk/ask/", {"question": question}, leads="said=asked")
    see(s.his, asked)


@at("exchanges:exchange")
def answers_as_the_last_of_all(s: Stage) -> None:
    where = s.path("exchanges:exchange")
    see(s.keepers, "/")  # lets somebody in: what is answered before that would be for fewer people
    for number, browser in enumerate((s.hers, s.keepers, s.his)):
        fields = {"text": f"canary-ember-19{number}", "revision": "0"}
        send(browser, where, fields, leads="said=answered")
    for browser in (s.hers, s.keepers):  # each gives theirs once all have answered
        see(browser, "/talk/")
    for browser in (s.hers, s.his):
        assert "canary-ember-191" in see(browser, where)


@at("exchanges:skip")
def sets_a_question_aside(s: Stage) -> None:
    where = s.path("exchanges:exchange")
    assert 'name="text"' in see(s.hers, where)
    send(s.hers, s.path("exchanges:skip"), leads="said=set-aside")
    assert 'name="text"' not in see(s.hers, where)


@at("exchanges:take-back")
def takes_an_answer_back(s: Stage) -> None:
    fields = {"text": "canary-ember-182", "revision": "0"}
    send(s.hers, s.path("exchanges:exchange"), fields, leads="said=answered")
    send(s.hers, s.path("exchanges:take-back"), leads="said=taken-back")


@at("bonds:new")
def begins_a_bond(s: Stage) -> None:
    send(s.hers, "/bonds/new/", {"kind": "friends", "title": "canary-ember-189"}, leads="/invite/")
    assert "canary-ember-189" in see(s.hers, "/bonds/")


@at("bonds:title")
def renames_a_bond(s: Stage) -> None:
    send(s.hers, s.path("bonds:title"), {"title": "canary-ember-190", "seen": ""}, leads="said=changed")


@at("bonds:choose")
def looks_at_one_bond(s: Stage) -> None:
    send(s.hers, s.path("bonds:choose"), leads="/")
    assert s.hers.cookies[settings.BOND_COOKIE].value == s.bond


@at("bonds:choose-none")
def looks_at_no_bond(s: Stage) -> None:
    send(s.hers, "/bonds/none/choose/", leads="/")
    assert s.hers.cookies[settings.BOND_COOKIE].value == "none"


def invite(s: Stage) -> str:
    """Let Ada make an invitation that gives all of before, too; returns its link's code."""
    made = send(s.hers, s.path("bonds:invite"), {"earlier": "yes"}, leads="/invitations/")
    return see(s.hers, made).partition("/bonds/join/#")[2].partition('"')[0].partition("<")[0]


@at("bonds:invite")
def invites(s: Stage) -> None:
    assert invite(s)


@at("bonds:withdraw")
def withdraws_an_invitation(s: Stage) -> None:
    send(s.hers, s.path("bonds:withdraw"), leads="said=withdrawn")


@at("bonds:join", "bonds:confirm")
def comes_in(s: Stage) -> None:
    send(s.strangers, "/bonds/join/", {"code": invite(s)}, leads="/bonds/join/")
    see(s.strangers, "/bonds/join/")
    asked = send(s.strangers, "/bonds/join/confirm/", leads="/bonds/asked/")
    see(s.hers, "/")
    see(s.strangers, asked)
    assert s.bond in see(s.strangers, "/bonds/")
    assert "a page" in see(s.strangers, f"/together/?bond={s.bond}")


@at("bonds:forget")
def puts_an_invitation_aside(s: Stage) -> None:
    send(s.strangers, "/bonds/join/", {"code": invite(s)}, leads="/bonds/join/")
    send(s.strangers, "/bonds/join/forget/", leads="/")
    assert s.strangers.cookies[settings.INVITATION_COOKIE].value == ""


@at("bonds:leave")
def leaves_the_others(s: Stage) -> None:
    send(s.his, s.path("bonds:leave"), {**KNOWN, "take_back": "on"}, leads="said=left")
    for browser in (s.his, s.hers, s.keepers):  # the next of them begins the new epoch
        see(browser, "/")
        see(browser, "/together/")
    see(s.his, s.path("bonds:show"))


@at("bonds:leave")
def leaves_as_the_last(s: Stage) -> None:
    begun = send(s.strangers, "/bonds/new/", {"kind": "friends", "title": ""}, leads="/bonds/")
    bond = begun.split("/")[2]
    send(s.strangers, f"/bonds/{bond}/leave/", KNOWN, leads="said=left")
    assert bond not in see(s.strangers, "/bonds/")


@at("safety:before")
def looks_at_her_own_footing(s: Stage) -> None:
    where, four = s.path("safety:before"), ("afraid", "hurt", "controlled", "pressed")
    send(s.hers, where, dict.fromkeys(four, "no"), leads="/answered/")
    see(s.hers, send(s.hers, where, {"do": "close"}, leads="/answered/"))


@at("conversations:propose")
def proposes_a_talk(s: Stage) -> None:
    see(s.keepers, "/")
    fields = {"topic": "canary-ember-414", "heaviness": "1", "way": "written", "when": "ready"}
    where = send(s.hers, s.path("conversations:propose"), fields, leads="said=proposed")
    assert "canary-ember-414" in see(s.his, where)


@at("conversations:aside")
def sets_a_proposal_aside(s: Stage) -> None:
    where = s.path("conversations:aside")
    send(s.his, where, {"do": "aside"}, leads="said=set-aside")
    send(s.his, where, {"do": "back"}, leads="said=taken-up")


@at("conversations:talk", "conversations:after", "conversations:picture", "conversations:take-back")
def talks_in_turns(s: Stage) -> None:
    see(s.keepers, "/")
    fields = {"topic": "", "heaviness": "1", "way": "written", "when": "ready"}
    where = send(s.hers, s.path("conversations:propose"), fields, leads="said=proposed").partition("?")[0]
    everybody = (s.hers, s.his, s.keepers, s.newcomers)
    for browser in everybody:
        send(browser, where, {"do": "ready"}, leads="/together/")
    send(s.hers, where, {"do": "act", "turn": "0", "text": "canary-ember-415"}, leads="/together/")
    assert "canary-ember-415" in see(s.his, where)
    send(s.his, where, {"do": "stop"}, leads="/together/")
    taken_back = value_of_action(see(s.hers, where), "/take-back/")
    send(s.hers, taken_back, leads="said=unshared")
    send(s.hers, f"{where}after/", {"understood": "3", "calm": "2"}, leads="said=told")
    for browser in everybody:
        send(browser, "/talk/turns/picture/", {"do": "agree"}, leads="/picture/?bond=")
    see(s.hers, "/talk/turns/picture/")  # gives hers, now that all have agreed
    assert "circle" in see(s.his, "/talk/turns/picture/")
    send(s.hers, "/talk/turns/picture/", {"do": "withdraw"}, leads="/picture/?bond=")


def value_of_action(page: str, ending: str) -> str:
    """Return where a form on the page leads whose address ends like this."""
    return next(
        one.partition('"')[0] for one in page.split('action="')[1:] if one.partition('"')[0].endswith(ending)
    )
