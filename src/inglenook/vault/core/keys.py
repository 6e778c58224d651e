"""The kinds of keys, each a type of its own so that one cannot stand in for another."""

from typing import ClassVar

from inglenook.vault.core.secret import Secret


class Key(Secret):
    """A key of 32 bytes. `label` is its stable name in wrapped keys: it must never change."""

    __slots__ = ()
    label: ClassVar[str] = "key"


class AccountKey(Key):
    """The top of one person's keys."""

    __slots__ = ()
    label = "account"


class PassphraseKey(Key):
    """Made from a passphrase; wraps the account key."""

    __slots__ = ()
    label = "passphrase"


class RecoveryKey(Key):
    """Made from a recovery code; wraps the account key too."""

    __slots__ = ()
    label = "recovery"


class SessionKey(Key):
    """Made from a session's cookie; wraps the account key while a session lasts."""

    __slots__ = ()
    label = "session"


class PersonEpochKey(Key):
    """Wraps the entry keys of one person's own records."""

    __slots__ = ()
    label = "person-epoch"


class BondEpochKey(Key):
    """Wraps the entry keys of what a bond shares, until its members change."""

    __slots__ = ()
    label = "bond-epoch"


class EntryKey(Key):
    """Seals the fields of one saved revision of one record."""

    __slots__ = ()
    label = "entry"


class InviteKey(Key):
    """Made from an invitation's code; vouches for the keys of the one who accepts."""

    __slots__ = ()
    label = "invite"
