"""What was once stored must always open: a change that breaks one of these locks people out."""

from inglenook.vault.core import envelope as envelopes
from inglenook.vault.core.codes import InviteCode, RecoveryCode
from inglenook.vault.core.encoding import frame
from inglenook.vault.core.envelope import open_envelope, unwrap_key
from inglenook.vault.core.keys import EntryKey
from inglenook.vault.core.padding import pad
from inglenook.vault.core.passphrase import derive
from inglenook.vault.core.roster import Member, Roster
from inglenook.vault.core.sealing import SealingPrivateKey, open_sealed
from inglenook.vault.core.session import SessionToken
from inglenook.vault.core.signing import SigningPrivateKey
from inglenook.vault.core.tests.places import ADA, BO, PLACE
from inglenook.vault.core.words import fingerprint_words

KEY = EntryKey(bytes(range(32)))
INNER = EntryKey(bytes(range(32, 64)))
NONCE = bytes(range(24))
TEXT = b"Tea by the fire"

SEALED_TEXT = bytes.fromhex(
    "0101000102030405060708090a0b0c0d0e0f1011121314151617"
    "fbf868cf1a887db937a2e7d2d1b9c0a83f7641f3246a1c897fb169bb3bc9a188"
    "56457be4e7b1757b350572ca4628e518749e1fa52ae839e0e76d24d00e9b162f"
    "1e82b0c41eee2f176dd4013e3c20466d"
)
WRAPPED_KEY = bytes.fromhex(
    "0201000102030405060708090a0b0c0d0e0f1011121314151617"
    "fa7f81d97732dcd7c16385a6c27877c451def4cc281aeafa5893de11f8d42b6e"
    "220138e7a1ed7328754978870377aeb744af2d961edd0fd7df541eeb32a62810"
    "2684d8cb757279dafcb576254d7df069"
)
SEALED_TO_ADA = bytes.fromhex(
    "01d948615e4fa3270c10c061ef630d0c2e7d4b10fab8e4baf7861d6f8ad6a021"
    "4616f7395a37b02741b3eb1530236e1f23ccac8a00167b916a2c70518ba55da9"
    "38e42c4df7c68b534de2d14f5d78069d1e"
)


def test_a_stored_text_opens() -> None:
    assert open_envelope(KEY, SEALED_TEXT, PLACE) == TEXT


def test_a_stored_key_opens() -> None:
    assert unwrap_key(KEY, WRAPPED_KEY, PLACE, EntryKey) == INNER


def test_with_the_same_nonce_the_same_envelopes_are_made() -> None:
    text = envelopes._lock(KEY, pad(TEXT, 32), 1, envelopes._bound(1, "text", PLACE), NONCE)
    key = envelopes._lock(KEY, INNER.expose(), 2, envelopes._bound(2, "entry", PLACE), NONCE)
    assert (text, key) == (SEALED_TEXT, WRAPPED_KEY)


def test_what_was_sealed_to_a_person_opens() -> None:
    ada = SealingPrivateKey(bytes(range(32)))
    assert ada.public.raw.hex() == "8f40c5adb68f25624ae5b214ea767a6ec94d829d3d7b5e1ad1ba6f3e2138285f"
    assert open_sealed(ada, SEALED_TO_ADA, frame("grant", 1)) == TEXT


def test_a_signature_stays_the_same() -> None:
    ada = SigningPrivateKey(bytes(range(32)))
    assert ada.public.raw.hex() == "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
    assert ada.sign(b"roster").hex() == (
        "2f3259ddbb06484ad8a75c3a81a24702344bb99b8faedfebe23073e3472fbb05"
        "72aa0fe8baadf7839d127a00eb86204bcee03c182130ccffa817386a3acfe80b"
    )


def test_a_frame_stays_the_same() -> None:
    assert frame("é", -1, b"\x00", ADA, 300).hex() == (
        "00000005"
        + "7300000002c3a9"
        + "6900000001ff"
        + "620000000100"
        + "7500000010"
        + ADA.hex
        + "6900000002012c"
    )


def test_a_passphrase_keeps_its_key() -> None:
    key = derive("Two  chairs", bytes(range(16)))
    assert key.expose().hex() == "70428a3ec697ca04e0a50e7c6338031a0ccbdc926f020df6511904c0ea3e40c8"


def test_a_printed_recovery_code_keeps_its_key() -> None:
    code = RecoveryCode.parse("G0000-00000-000AP-N59HK-NHY2P-J1B06")
    assert code == RecoveryCode((2**129 + 12345678901234567890).to_bytes(17))
    assert code.key(bytes(16)).expose().hex() == (
        "3fd0c9624993f832d062128abb36e47d9843b131f149a8710da28d205d5c8eec"
    )


def test_an_invitation_on_its_way_keeps_its_meaning() -> None:
    code = InviteCode(bytes(range(16)))
    assert code.link == "AAECAwQFBgcICQoLDA0ODw"
    assert code.words == ("fastness dock ladylike postbox goes grimace unblock lisp aversion abacus froth")
    assert code.digest().hex() == "87e42ba331c1b8d0bfc4f3cc2a396f0384cce6459a5660c89516a124e18d6b41"
    assert code.key().expose().hex() == "78af409ffc5e7ec7ab01e6d48ef79a945b64289a886525875dafa0f1fd262aa3"
    assert code.mac(b"Bo").hex() == "2d26b43fdd55986203c2288358b4ddc630b13378311e614e8e62beff2faba12a"


def test_a_session_stays_open() -> None:
    token = SessionToken(bytes(range(48)))
    assert token.cookie == "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v"
    assert token.id_hash.hex() == "4f3631f7aef368c685a286bddbdd102edd9a29f103185d64606e7a78c7170b37"
    assert token.key().expose().hex() == "10ed3c3cc0738fd11e8c0e4d4d1143a12b3f7b9ce1559ab35e0487d74c265ce6"


def test_a_roster_and_a_fingerprint_stay_the_same() -> None:
    roster = Roster(
        ADA, 2, (Member(BO, bytes(32), bytes(32)), Member(ADA, b"\1" * 32, b"\2" * 32)), b"\3" * 32
    )
    assert roster.digest().hex() == "082b4df0fcbe52316415a790c2f7afcbf89c56bc7acd9bd9eb315ac229d4f2f3"
    assert fingerprint_words(b"Ada", b"Bo") == ["backstage", "tattling", "uphill", "patchy"]
