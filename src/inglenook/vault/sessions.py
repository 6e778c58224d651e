"""Sessions: an account key wrapped under a secret that only the browser's cookie holds."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.http import HttpResponseBase
from django.utils import timezone

from inglenook.vault.core.encoding import frame
from inglenook.vault.core.envelope import Place, unwrap_key, wrap_key
from inglenook.vault.core.errors import VaultError
from inglenook.vault.core.keys import AccountKey
from inglenook.vault.core.session import SessionToken
from inglenook.vault.keyring import Keyring
from inglenook.vault.models import Keybox, Session
from inglenook.vault.owners import Untrusted
from inglenook.vault.trouble import by_the_way, is_trouble

ABSOLUTE = timedelta(days=30)
IDLE_CHOICES = (15 * 60, 3600, 8 * 3600, 86_400, 7 * 86_400, 30 * 86_400)
IDLE_DEFAULT = 3600
STEPS_OF_IDLE = 10
CLOCK_MAY_SLIP = timedelta(minutes=5)
STARTED_TO = 300
VOUCH_BYTES = 32


@dataclass(slots=True)
class Visit:
    """What a request's cookie amounts to: nobody, somebody locked, or somebody with their keys."""

    session: Session | None = None
    keyring: Keyring | None = None
    token: SessionToken | None = None
    trouble: Exception | None = None  # why the database could not tell

    @property
    def is_locked(self) -> bool:
        """Whether the browser is known but its keys are put away."""
        return self.session is not None and self.keyring is None

    def letterbox(self) -> Keybox:
        """Return the keybox to whose public key a draft may be sealed, also while locked.

        Raises `Untrusted` where somebody has put another public key there, to read what is typed.
        """
        if self.keyring:
            _ = self.keyring.sealing  # compares the public half with the private one
            return self.keyring.keybox
        if self.session is None or self.token is None or not _is_vouched(self.session, self.token):
            raise Untrusted("The key that drafts are sealed to is not the one this browser knows.")
        return self.session.person


def visit(cookie: str | None, *, by_itself: bool = False) -> Visit:
    """Find out who a cookie belongs to; a session idle for too long is locked on the way.

    `by_itself` is a request that the page made without anybody touching it: that is no use of the session.
    """
    token = SessionToken.parse(cookie or "")
    session = _find(token) if token else None
    if token is None or session is None:
        return Visit()
    if not _still_open(session):
        return Visit(session, token=token)
    if not by_itself:
        _note_use(session)
    try:
        account = unwrap_key(token.key(), bytes(session.wrapped or b""), _place(session), AccountKey)
    except VaultError:
        return Visit()
    return Visit(session, Keyring(session.person, account), token)


def _find(token: SessionToken) -> Session | None:
    """Return the session of a cookie; one past its last day is deleted, so that no clock brings it back."""
    session = Session.objects.filter(id_hash=token.id_hash).first()
    if session and timezone.now() - session.started > ABSOLUTE:
        with by_the_way():
            session.delete()
        return None
    return session


def _still_open(session: Session) -> bool:
    """Tell whether a session is open; lock it if it lay idle, or if the clock ran backwards."""
    if session.wrapped is None:
        return False
    idle = timezone.now() - session.last_used
    if -CLOCK_MAY_SLIP <= idle <= timedelta(seconds=session.idle_seconds):
        return True
    with by_the_way():
        lock(session)
    return False


def _note_use(session: Session) -> None:
    """Note roughly when it was used; to a tenth of the idle time is enough, and tells less of one's days."""
    step = session.idle_seconds / STEPS_OF_IDLE
    roughly = _cut(timezone.now(), step)
    if roughly > session.last_used:
        with by_the_way():
            Session.objects.filter(id_hash=session.id_hash).update(last_used=roughly)


def begin(keyring: Keyring, *, label: str, idle_seconds: int) -> SessionToken:
    """Sign a browser in: store the account key wrapped under a new cookie's secret."""
    token, now = SessionToken.generate(), timezone.now()
    session = Session(
        id_hash=token.id_hash,
        person=keyring.keybox,
        label=keyring.seal_to_self(label.encode(), label_info(keyring.person_id)),
        vouched=token.vouch(_letterbox_of(keyring.person_id, bytes(keyring.letterbox))),
        idle_seconds=idle_seconds,
        started=_cut(now, STARTED_TO),
        last_used=_cut(now, idle_seconds / STEPS_OF_IDLE),
    )
    session.wrapped = wrap_key(token.key(), keyring.account, _place(session))
    session.save(force_insert=True)
    return token


def _cut(moment: datetime, seconds: float) -> datetime:
    """Return the moment cut to so many seconds: more exactly, nobody needs to know."""
    return moment - timedelta(seconds=moment.timestamp() % seconds)


def _letterbox_of(person_id: UUID, public: bytes) -> bytes:
    return frame("inglenook letterbox", person_id, public)


def _is_vouched(session: Session, token: SessionToken) -> bool:
    keybox: Keybox = session.person
    stored = bytes(session.vouched)
    mine = token.vouch(_letterbox_of(keybox.id, bytes(keybox.sealing_public)))
    starts = range(0, len(stored), VOUCH_BYTES)
    return any(secrets.compare_digest(stored[at : at + VOUCH_BYTES], mine) for at in starts)


def put_away(visit: Visit, response: HttpResponseBase) -> None:
    """Lock by hand. The cookie gets another secret too, so that the row of before, put back, opens nothing.

    A draft that was under way with the old cookie is still vouched for. Where nothing can be written, the
    browser is made to forget its cookie: without that the row opens nothing either.
    """
    try:
        _put_away(visit, response)
    except Exception as error:
        if not is_trouble(error):
            raise
        take_cookie(response)


def _put_away(visit: Visit, response: HttpResponseBase) -> None:
    if visit.trouble:
        take_cookie(response)
    if visit.session is None:
        return
    lock(visit.session)
    if visit.keyring is None or visit.token is None:
        return
    fresh = visit.token.with_fresh_secret()
    letterbox = _letterbox_of(visit.keyring.person_id, bytes(visit.keyring.letterbox))
    vouches = fresh.vouch(letterbox) + bytes(visit.session.vouched)[:VOUCH_BYTES]
    Session.objects.filter(id_hash=visit.session.id_hash).update(vouched=vouches)
    give_cookie(response, fresh)


def lock(session: Session) -> None:
    """Put a session's keys away; the browser is still known, and its passphrase opens it again."""
    session.wrapped = None
    Session.objects.filter(id_hash=session.id_hash).update(wrapped=None)


def sweep() -> None:
    """Put away the keys of all sessions that lie idle or are over; for the server's quiet moments."""
    now = timezone.now()
    Session.objects.filter(started__lt=now - ABSOLUTE).delete()
    unlocked = Session.objects.filter(wrapped__isnull=False)
    unlocked.filter(last_used__gt=now + CLOCK_MAY_SLIP).update(wrapped=None)
    for seconds in set(unlocked.values_list("idle_seconds", flat=True)):
        idle = now - timedelta(seconds=seconds)
        unlocked.filter(idle_seconds=seconds, last_used__lt=idle).update(wrapped=None)


def end_all(person_id: UUID) -> None:
    """Sign a person out on every browser."""
    Session.objects.filter(person_id=person_id).delete()


def label_info(person_id: UUID) -> bytes:
    """Return what the sealed name of a device is bound to."""
    return frame("inglenook device label", person_id)


def give_cookie(response: HttpResponseBase, token: SessionToken) -> None:
    """Hand a session to the browser."""
    set_cookie(response, settings.SESSION_COOKIE, token.cookie, ABSOLUTE)


def take_cookie(response: HttpResponseBase) -> None:
    """Make the browser forget its session."""
    response.delete_cookie(settings.SESSION_COOKIE, path="/", samesite="Strict")


def set_cookie(response: HttpResponseBase, name: str, value: str, age: timedelta) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send."""
    response.set_cookie(
        name,
        value,
        max_age=int(age.total_seconds()),
        path="/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Strict",
    )


def _place(session: Session) -> Place:
    keybox: Keybox = session.person
    return Place(
        table="session",
        owner=keybox.id,
        row=UUID(bytes=bytes(session.id_hash)[:16]),
        field="account",
        revision=keybox.generation,
        epoch=0,
    )


def whose(cookie: str | None) -> UUID | None:
    """Return whose open session a cookie belongs to, without counting this as use of it."""
    token = SessionToken.parse(cookie or "")
    session = _find(token) if token else None
    if session is None or not _still_open(session):
        return None
    person_id: UUID = session.person_id
    return person_id
