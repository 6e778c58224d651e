"""Slowing down guessing, without letting anybody lock somebody else out.

A browser that once signed in as a person carries a device cookie and has a bucket of its own. All
other browsers that try this person's name share another. So a partner's wrong guesses delay strangers
and themselves, never the device that is known. After the free tries each failure doubles the wait, to
at most 15 minutes. (After the OWASP description of device cookies.)
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from inglenook.vault.models import Keybox, Throttle

FREE_TRIES = 5
LONGEST = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)


def _keyed(purpose: str, *parts: bytes) -> bytes:
    key = hashlib.sha256(settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, b"\0".join([purpose.encode(), *parts]), "sha256")


def device_cookie(keybox: Keybox) -> str:
    """Return a cookie by which this browser is known to belong to a person."""
    nonce = secrets.token_hex(16)
    return f"{nonce}.{_device_mac(keybox, nonce)}"


def _device_mac(keybox: Keybox, nonce: str) -> str:
    return _keyed("device", keybox.id.bytes, keybox.generation.to_bytes(4, "big"), nonce.encode()).hex()


def bucket(purpose: str, name_hash: bytes, keybox: Keybox | None, cookie: str | None) -> bytes:
    """Return the bucket a try falls into: the known browser's own, or the one strangers share."""
    nonce, _, mac = (cookie or "").partition(".")
    if keybox and hmac.compare_digest(mac.encode(), _device_mac(keybox, nonce).encode()):
        return _keyed("bucket", purpose.encode(), name_hash, nonce.encode())
    return _keyed("bucket", purpose.encode(), name_hash)


def seconds_to_wait(which: bytes) -> int:
    """Return how long until the next try is heard; 0 if at once."""
    row = Throttle.objects.filter(bucket=which).first()
    if row is None:
        return 0
    wait: timedelta = row.free_at - timezone.now()
    # A clock set back must not turn a wait into a lock-out.
    return max(0, min(int(wait.total_seconds() + 0.999), int(LONGEST.total_seconds())))


@transaction.atomic
def failed(which: bytes) -> None:
    """Note a failed try."""
    now = timezone.now()
    row, _ = Throttle.objects.select_for_update().get_or_create(bucket=which, defaults={"free_at": now})
    row.failures += 1
    row.free_at = now + delay(row.failures)
    row.save()


def passed(which: bytes) -> None:
    """Forget a bucket's failures after a success."""
    Throttle.objects.filter(bucket=which).delete()


def delay(failures: int) -> timedelta:
    """Return the wait after so many failures in a row."""
    if failures < FREE_TRIES:
        return timedelta(0)
    return min(LONGEST, timedelta(seconds=2 ** min(failures - FREE_TRIES + 1, 12)))


def sweep(now: datetime | None = None) -> None:
    """Forget buckets that nobody used for a day."""
    Throttle.objects.stale((now or timezone.now()) - FORGOTTEN_AFTER).delete()
