"""Coming in and going out, and one's own account."""

from conftest import PASSPHRASE

from inglenook.people.tests.pages import NAMES, WORDS, set_recovery, value
from tests.acts.stage import KNOWN, Stage, at, is_out, see, send

CHOSEN = {"offered": WORDS, "passphrase": WORDS}
ME = {"name": "Ada", "pronouns": "", "time_zone": "Europe/Berlin", "look": "dark"}


@at("people:start")
def signs_up(s: Stage) -> None:
    names = {**NAMES, "name": "Eve", "sign_in_name": "eve"}
    words = value(s.new.post("/start/", names), "offered")
    send(s.new, "/start/", {**names, "offered": words, "passphrase": words}, leads="/recovery-code/")
    see(s.new, "/")
    see(s.new, "/me/")


@at("people:sign-in")
def signs_in(s: Stage) -> None:
    send(s.new, "/sign-in/", {"sign_in_name": "Ada", **KNOWN}, leads="/")
    assert "a page" in see(s.new, "/me/")


@at("people:sign-in")
def does_not_know_the_passphrase(s: Stage) -> None:
    for name in ("Ada", "Nobody"):
        answer = s.new.post("/sign-in/", {"sign_in_name": name, "passphrase": "something else"})
        assert answer.status_code == 403


@at("people:lock", "people:unlock")
def locks_and_unlocks(s: Stage) -> None:
    send(s.hers, "/lock/", leads="/unlock/")
    assert is_out(s.hers, "/unlock/")
    send(s.hers, "/unlock/", {**KNOWN, "next": "/me/"}, leads="/me/")
    see(s.hers, "/me/")


@at("safety:leave")
def goes_out_quickly(s: Stage) -> None:
    assert s.hers.post("/leave-quickly/").headers["Refresh"]
    assert is_out(s.hers, "/unlock/")


@at("people:sign-out")
def signs_out(s: Stage) -> None:
    send(s.hers, "/sign-out/", leads="said=signed-out")
    assert is_out(s.hers, "/sign-in/")


@at("people:language")
def speaks_another_language(s: Stage) -> None:
    send(s.hers, "/language/", {"language": "de"}, leads="/")
    assert '<html lang="de"' in see(s.hers, "/me/")


@at("people:settings")
def chooses_settings(s: Stage) -> None:
    send(s.hers, "/settings/", {**ME, "lock_after": "900"}, leads="said=chosen")


@at("people:device-out")
def signs_another_browser_out(s: Stage) -> None:
    send(s.hers, s.path("people:device-out"), leads="said=device-out")


@at("people:recovery-code")
def writes_a_recovery_code_down(s: Stage) -> None:
    set_recovery(s.hers)
    set_recovery(s.hers, **KNOWN)  # and another one in its place


@at("people:recover")
def comes_in_by_the_code(s: Stage) -> None:
    shown = {"sign_in_name": "Ada", "code": set_recovery(s.hers)}
    words = value(s.new.post("/recover/", shown), "offered")
    send(s.new, "/recover/", {**shown, "offered": words, "passphrase": words}, leads="said=recovered")
    assert is_out(s.hers, "/sign-in/")
    assert "a page" in see(s.new, "/me/")


@at("people:passphrase")
def changes_the_passphrase(s: Stage) -> None:
    fields = {**CHOSEN, "old-passphrase": PASSPHRASE}
    send(s.hers, "/settings/passphrase/", fields, leads="said=passphrase")
    see(s.hers, "/me/")


@at("people:passphrase")
def makes_every_key_anew(s: Stage) -> None:
    fields = {**CHOSEN, "old-passphrase": PASSPHRASE}
    send(s.hers, "/settings/passphrase/?known=1", fields, leads="/recovery-code/")
    assert "a page" in see(s.hers, "/me/")
    see(s.his, "/together/")


@at("people:erase")
def erases_the_account(s: Stage) -> None:
    send(s.his, "/settings/erase/", KNOWN, leads="said=erased")
    assert is_out(s.his, "/sign-in/")
    see(s.hers, "/together/")
