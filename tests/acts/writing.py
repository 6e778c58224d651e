"""Writing, and what becomes of it."""

from django.test import override_settings

from inglenook.coach.tests.pretending import pretend
from inglenook.vault.records import new_id
from tests.acts.stage import KNOWN, Stage, at, see, send


@at("entries:journal")
def writes_a_page(s: Stage) -> None:
    send(s.hers, "/me/journal/", {"text": "canary-ember-181"}, leads="said=kept")


@at("entries:check-in")
def checks_in(s: Stage) -> None:
    send(s.hers, "/me/check-in/", {"mood": "unsure", "note": "canary-ember-184"}, leads="said=kept")


@at("entries:appreciation")
def appreciates(s: Stage) -> None:
    about = f"{s.bond}:{s.house.people['member'].id}"
    fields = {"about": about, "did": "canary-ember-185", "shows": "canary-ember-186"}
    send(s.hers, "/me/appreciation/", fields, leads="said=kept")


@at("entries:reading")
def offers_a_chapter(s: Stage) -> None:
    send(s.hers, "/me/reading/", {"chapter": "3", "note": "canary-ember-187"}, leads="said=kept")


@at("conversations:begin", "conversations:table")
def talks_in_turns(s: Stage) -> None:
    where = send(s.hers, "/talk/turns/listening/", {"names": "Ada, Bo"}, leads="/talk/turns/table/")
    assert "What would you like to talk about?" in see(s.hers, where)
    send(s.hers, where, {"revision": "1", "do": "act"}, leads="/talk/turns/table/")
    assert "Say one or two sentences" in see(s.hers, where)


@at("guide:place")
def marks_a_place(s: Stage) -> None:
    send(s.hers, "/guide/4/place/", {"anchor": "s4-1"}, leads="said=place")


@at("entries:search")
def searches(s: Stage) -> None:
    found = s.hers.post("/me/search/", {"wanted": "page"})
    assert s.path("entries:entry") in found.content.decode()


@at("entries:edit")
def changes_a_page(s: Stage) -> None:
    send(s.hers, s.path("entries:edit"), {"text": "canary-ember-187", "revision": "1"}, leads="said=changed")


@at("entries:share")
def shares_a_page(s: Stage) -> None:
    fields = {"bond": s.bond, "paragraphs": "0", "step": "share", "revision": "1"}
    send(s.hers, s.path("entries:share"), fields, leads="said=shared")
    assert "a page" in see(s.his, "/together/")


@at("entries:unshare")
def takes_a_page_back(s: Stage) -> None:
    assert "/unshare/" in see(s.hers, s.path("entries:entry"))
    send(s.hers, s.path("entries:unshare"), {"bond": s.bond}, leads="said=unshared")
    assert "/unshare/" not in see(s.hers, s.path("entries:entry"))
    see(s.his, "/together/")


@at("entries:delete")
def deletes_a_page(s: Stage) -> None:
    send(s.hers, s.path("entries:delete"), leads="said=deleted")
    assert s.hers.get(s.path("entries:entry")).status_code == 404
    see(s.his, "/together/")


@at("people:draft")
def types_half_a_page(s: Stage) -> None:
    kept = s.hers.post(f"/drafts/{new_id()}/?at=/me/check-in/", {"note": "canary-ember-188"})
    assert kept.json() == {"revision": 1, "locked": False}
    assert "canary-ember-188" in see(s.hers, "/me/check-in/")


@at("people:draft-drop")
def begins_a_page_afresh(s: Stage) -> None:
    assert ">half</textarea>" in see(s.hers, "/me/journal/").replace("\n", "")
    send(s.hers, s.path("people:draft-drop"), leads="said=draft-gone")
    assert ">half</textarea>" not in see(s.hers, "/me/journal/").replace("\n", "")


@at("coaching:beside")
def rests_at_a_box(s: Stage) -> None:
    answer = s.hers.post("/coach/beside/?fields=text:", {"text": "You never listen to me. canary-ember-189"})
    assert "never listen" in answer.content.decode()


@at("coaching:look")
def looks_it_over(s: Stage) -> None:
    typed = {"id": str(new_id()), "text": "You never listen to me. canary-ember-190"}
    answer = s.hers.post("/coach/look/?at=/me/reading/&fields=text:", typed)
    assert "never listen" in answer.content.decode()


@at("coaching:model")
def asks_a_model(s: Stage) -> None:
    with pretend() as model, override_settings(COACH_MODEL=model.address):
        answer = s.hers.post("/coach/model/", {"coach-text": "You never listen. canary-ember-419"})
    assert model.answer in answer.content.decode()


@at("coaching:kind")
def silences_a_remark(s: Stage) -> None:
    send(s.hers, "/coach/kinds/absolute/", leads="said=chosen")
    send(s.hers, "/coach/kinds/absolute/", {"do": "again"}, leads="said=chosen")


@at("coaching:about")
def turns_the_coach_off(s: Stage) -> None:
    send(s.hers, "/coach/", {"do": "off"}, leads="said=chosen")
    assert "Turn the coach on" in see(s.hers, "/coach/")


@at("home:export")
def takes_everything_along(s: Stage) -> None:
    assert s.hers.post("/settings/export/", KNOWN).json()["records"]["entry"][0]["text"] == "a page"
