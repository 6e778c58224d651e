"""Slowing down guessing, without letting anybody lock somebody else out.

A browser that once signed in as a person carries a device cookie and has a bucket of its own. All
other browsers that try this person's name share another. So a partner's wrong guesses delay strangers
and themselves, never the device that is known. After the free tries each failure doubles the wait, to
at most 15 minutes. (After the OWASP description of device cookies.)

A try is counted before it is heard, and forgotten if it was right: many at once gain nothing.
"""

import hashlib
import hmac
import math
import re
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from inglenook.vault.models import Keybox, Throttle

FREE_TRIES = 5
LONGEST = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)
KNOWN_PER_BROWSER = 4

DEVICE = re.compile(r"[0-9a-f]{32}\.[0-9a-f]{64}")


def _keyed(purpose: str, *parts: bytes) -> bytes:
    key = hashlib.sha256(settings.SECRET_KEY.encode()).digest()
    return hmac.digest(key, b"\0".join([purpose.encode(), *parts]), "sha256")


def device_cookie(keybox: Keybox, before: str | None = None) -> str:
    """Return a cookie by which this browser is known to belong to a person, beside those it knew before."""
    nonce = secrets.token_hex(16)
    others = [known for known in _known(before) if not _is_of(keybox, known)]
    return "_".join([f"{nonce}.{_device_mac(keybox, nonce)}", *others][:KNOWN_PER_BROWSER])


def _known(cookie: str | None) -> list[str]:
    return [one for one in (cookie or "").split("_") if DEVICE.fullmatch(one)][:KNOWN_PER_BROWSER]


def _is_of(keybox: Keybox, known: str) -> bool:
    nonce, _, mac = known.partition(".")
    return hmac.compare_digest(mac, _device_mac(keybox, nonce))


def _device_mac(keybox: Keybox, nonce: str) -> str:
    return _keyed("device", keybox.id.bytes, keybox.generation.to_bytes(4, "big"), nonce.encode()).hex()


def bucket(purpose: str, name_hash: bytes, keybox: Keybox | None, cookie: str | None) -> bytes:
    """Return the bucket a try falls into: the known browser's own, or the one strangers share."""
    mine = next((known for known in _known(cookie) if keybox and _is_of(keybox, known)), "")
    return _keyed("bucket", purpose.encode(), name_hash, mine.partition(".")[0].encode())


@transaction.atomic
def claim(which: bytes) -> int:
    """Return 0 and count a try as failed until it has `passed`, or return the seconds to wait for it."""
    now = timezone.now()
    row, _ = Throttle.objects.select_for_update().get_or_create(bucket=which, defaults={"free_at": now})
    if row.free_at - now > LONGEST:
        # The clock was set back: that must not turn a wait into a lock-out.
        row.free_at = now + delay(row.failures)
        row.save()
    if row.free_at > now:
        return math.ceil((row.free_at - now).total_seconds())
    row.failures += 1
    row.free_at = now + delay(row.failures)
    row.save()
    return 0


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
