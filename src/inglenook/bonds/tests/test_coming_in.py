"""Coming into a bond with a link or words: anonymous, signed in, twice, too late."""

from collections.abc import Callable

import pytest
from conftest import again, mine
from django.conf import settings
from django.test import Client

from inglenook.bonds.admission import admit_waiting
from inglenook.bonds.invitations import Invitation, accept, invite
from inglenook.bonds.middleware import bonds_of
from inglenook.bonds.models import About, Bond, Membership
from inglenook.people.models import Person
from inglenook.vault.door import InviteCode
from inglenook.vault.records import new_id

Browser = Callable[[Person], Client]
JOIN = "/bonds/join/"


@pytest.fixture
def nest(ada: Person) -> Bond:
    """A bond of Ada's that nobody else is in yet."""
    return Bond.found(ada, About("partners"))


@pytest.fixture
def invitation(ada: Person, nest: Bond) -> Invitation:
    """Ada's invitation."""
    return invite(nest, ada, earlier=False, id=new_id())


def hand_in(browser: Client, text: str) -> None:
    answer = browser.post(JOIN, {"code": text})
    assert answer.headers["Location"] == JOIN


def test_somebody_new_sees_who_invites_and_goes_on_to_sign_up(invitation: Invitation, client: Client) -> None:
    answer = client.post(JOIN, {"code": f"http://localhost:8765{JOIN}#{invitation.code.link}"})
    cookie = answer.cookies[settings.INVITATION_COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", 3600)
    page = client.get(JOIN).text
    assert "Ada invites you" in page
    assert "as partners" in page
    assert 'href="/start/?next=/bonds/join/"' in page
    assert 'href="/sign-in/?next=/bonds/join/"' in page
    assert "Accept" not in page


@pytest.mark.parametrize("shape", ["{link}", "#{link}", "{words}", "  {shouted}  "])
def test_link_and_words_are_read_forgivingly(invitation: Invitation, client: Client, shape: str) -> None:
    code = invitation.code
    hand_in(client, shape.format(link=code.link, words=code.words, shouted=code.words.upper()))
    assert "Ada invites you" in client.get(JOIN).text


def test_from_a_link_to_being_in(
    ada: Person, bo: Person, nest: Bond, invitation: Invitation, browser_of: Browser
) -> None:
    browser = browser_of(bo)
    hand_in(browser, invitation.code.link)
    page = browser.get(JOIN).text
    assert "The others will see you as" in page
    assert "<strong>Bo</strong>" in page
    answer = browser.post(f"{JOIN}confirm/")
    where = answer.headers["Location"]
    assert where == f"/bonds/asked/{invitation.id}/"
    assert answer.cookies[settings.INVITATION_COOKIE].value == ""
    waiting = browser.get(where).text
    assert "the next time Ada opens Inglenook" in waiting
    assert "<live-part" in waiting
    browser_of(ada).get("/bonds/")
    part = browser.get(where, headers={"X-Fragment": "1"}).text
    assert "<html" not in part
    assert "You are in" in part
    assert f'href="/bonds/{nest.id}/"' in part
    assert browser.get(f"/bonds/{nest.id}/").status_code == 200


def test_the_inviter_who_is_here_lets_them_in_with_the_next_request(
    ada: Person, bo: Person, nest: Bond, invitation: Invitation, browser_of: Browser
) -> None:
    hers = browser_of(ada)
    his = browser_of(bo)
    hand_in(his, invitation.code.words)
    his.post(f"{JOIN}confirm/")
    part = hers.get(f"/bonds/{nest.id}/invitations/{invitation.id}/", headers={"X-Fragment": "1"})
    assert "Bo is here" in part.text
    assert [b.id for b in bonds_of(again(bo))] == [nest.id]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Paste the link you were sent"),
        ("zoom zoom", "words"),
        ("http://localhost:8765/bonds/join/#abc", "This link is not whole"),
        # A fixed code: a random one would name this test differently in each process that runs the tests.
        (InviteCode(b"an unknown code.").link, "We do not know this invitation"),
    ],
)
def test_what_is_no_invitation_is_said_kindly(client: Client, db: None, text: str, said: str) -> None:
    answer = client.post(JOIN, {"code": text})
    assert answer.status_code == 422
    assert said in answer.text
    assert settings.INVITATION_COOKIE not in answer.cookies


def test_a_misheard_word_is_named(invitation: Invitation, client: Client) -> None:
    words = invitation.code.words.split()
    words[3] = "canaryember"
    answer = client.post(JOIN, {"code": " ".join(words)})
    assert "“canaryember”" in answer.text
    assert words[0] in answer.text


def test_a_used_or_withdrawn_invitation_says_so(
    bo: Person, charlie: Person, invitation: Invitation, client: Client, browser_of: Browser
) -> None:
    code = invitation.code
    hand_in(client, code.link)
    assert accept(invitation, bo, code)
    page = client.get(JOIN)
    assert "no longer works" in page.text
    assert page.cookies[settings.INVITATION_COOKIE].value == ""
    assert "no longer works" in browser_of(charlie).post(JOIN, {"code": code.link}).text


def test_an_invitation_of_ones_own_is_known_for_one(
    ada: Person, nest: Bond, invitation: Invitation, browser_of: Browser
) -> None:
    browser = browser_of(ada)
    hand_in(browser, invitation.code.link)
    assert "This is your own invitation" in browser.get(JOIN).text
    assert browser.post(f"{JOIN}confirm/").headers["Location"] == JOIN
    assert mine(ada, nest.id).is_waiting


def test_a_bond_one_is_in_is_not_joined_again(
    ada: Person, bo: Person, bond: Bond, browser_of: Browser
) -> None:
    row = invite(mine(ada, bond.id), ada, earlier=False, id=new_id())
    browser = browser_of(bo)
    hand_in(browser, row.code.link)
    assert "You are already here" in browser.get(JOIN).text
    browser.post(f"{JOIN}confirm/")
    assert Membership.objects.filter(bond_id=bond.id, person=bo).count() == 1
    assert Invitation.objects.get(id=row.id).joiner_id is None


def test_accepting_twice_counts_once(
    ada: Person, bo: Person, invitation: Invitation, browser_of: Browser
) -> None:
    browser, code = browser_of(bo), invitation.code
    hand_in(browser, code.link)
    assert browser.post(f"{JOIN}confirm/").headers["Location"].startswith("/bonds/asked/")
    hand_in(browser, code.link)
    assert browser.get(JOIN).headers["Location"] == f"/bonds/asked/{invitation.id}/"
    assert browser.post(f"{JOIN}confirm/").headers["Location"] == JOIN
    admit_waiting(again(ada))
    hand_in(browser, code.link)
    assert "You are already here" in browser.get(JOIN).text
    assert Membership.objects.filter(person=bo).count() == 1


def test_of_two_who_accept_only_the_first_comes_in(
    ada: Person, bo: Person, charlie: Person, nest: Bond, invitation: Invitation, browser_of: Browser
) -> None:
    first, second = browser_of(bo), browser_of(charlie)
    for browser in (first, second):
        hand_in(browser, invitation.code.link)
        assert "Ada invites you" in browser.get(JOIN).text
    first.post(f"{JOIN}confirm/")
    assert second.post(f"{JOIN}confirm/").headers["Location"] == JOIN
    assert "no longer works" in second.get(JOIN).text
    assert [m.name for m in mine(ada, nest.id).others] == ["Bo"]


def test_not_now_forgets_the_code_and_tells_nobody(
    bo: Person, invitation: Invitation, browser_of: Browser
) -> None:
    browser = browser_of(bo)
    hand_in(browser, invitation.code.link)
    browser.post(f"{JOIN}forget/")
    assert "Ada invites you" not in browser.get(JOIN).text
    assert Invitation.objects.get(id=invitation.id).is_open


def test_a_withdrawn_invitation_ends_the_waiting(
    ada: Person, bo: Person, charlie: Person, invitation: Invitation, browser_of: Browser
) -> None:
    browser = browser_of(bo)
    hand_in(browser, invitation.code.link)
    where = browser.post(f"{JOIN}confirm/").headers["Location"]
    invitation.withdraw()
    assert "no longer works" in browser.get(where, headers={"X-Fragment": "1"}).text
    other = browser_of(charlie).get(where)
    assert other.status_code == 404
    assert "Ada" not in other.text


def test_somebody_locked_is_asked_to_unlock_first(
    bo: Person, invitation: Invitation, browser_of: Browser
) -> None:
    browser = browser_of(bo)
    browser.post("/lock/")
    hand_in(browser, invitation.code.link)
    page = browser.get(JOIN).text
    assert 'href="/unlock/?next=/bonds/join/"' in page
    assert browser.post(f"{JOIN}confirm/").headers["Location"].startswith("/unlock/")
    assert Invitation.objects.get(id=invitation.id).is_open


def test_coming_from_a_messenger_the_form_works_though_the_first_page_knew_nobody(
    bo: Person, invitation: Invitation, browser_of: Browser
) -> None:
    """The browser holds back strict cookies on the way in from another site, and sends them with the form."""
    known = browser_of(bo).cookies[settings.SESSION_COOKIE].value
    browser = Client(enforce_csrf_checks=True)
    first = browser.get(JOIN, headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})
    assert "Your invitation" in first.text
    browser.cookies[settings.SESSION_COOKIE] = known
    token = _token(first.text)
    answer = browser.post(
        JOIN,
        {"code": invitation.code.link, "csrfmiddlewaretoken": token},
        headers={
            "Sec-Fetch-Site": "same-origin",
            "Origin": "http://localhost:8765",
            "Host": "localhost:8765",
        },
    )
    assert answer.status_code == 302
    assert "The others will see you as" in browser.get(JOIN, headers={"Host": "localhost:8765"}).text


def _token(page: str) -> str:
    return page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def test_the_invited_learn_who_else_is_here(ada: Person, bond: Bond, client: Client) -> None:
    row = invite(mine(ada, bond.id), ada, earlier=False, id=new_id())
    hand_in(client, row.code.link)
    assert "Also here: Bo" in client.get(JOIN).text


def test_a_greeting_altered_by_the_server_is_not_shown(invitation: Invitation, client: Client) -> None:
    hand_in(client, invitation.code.link)
    Invitation.objects.filter(id=invitation.id).update(greeting=b"Somebody else entirely")
    assert "no longer works" in client.get(JOIN).text


def test_a_welcome_forged_by_the_server_is_not_believed(
    ada: Person, bo: Person, nest: Bond, invitation: Invitation
) -> None:
    accept(invitation, bo, invitation.code)
    admit_waiting(ada)
    Invitation.objects.filter(id=invitation.id).update(welcome=b"w" * 32)
    assert bonds_of(again(bo)) == []
    second = invite(mine(ada, nest.id), again(ada), earlier=False, id=new_id())
    assert accept(second, again(bo), second.code)
    admit_waiting(again(ada))
    assert [b.id for b in bonds_of(again(bo))] == [nest.id]
    assert Membership.objects.filter(bond_id=nest.id).count() == 2
