"""Small files are sealed with all that is known of them."""

import pytest
from conftest import again

from inglenook.people.models import Person
from inglenook.vault.door import VaultError
from inglenook.vault.files import LARGEST, SealedFile, TooLarge
from inglenook.vault.tests.letters import letters_of, stored, tamper, write

pytestmark = pytest.mark.usefixtures("desk_of_letters")


def test_a_file_comes_back_whole(ada: Person) -> None:
    content = bytes(range(256)) * 300
    write(ada, "look", picture=SealedFile.of("lake.jpg", "image/jpeg", content))
    picture = letters_of(again(ada)).get().picture
    assert (picture.info.name, picture.info.type, picture.info.size) == ("lake.jpg", "image/jpeg", 76_800)
    assert picture.content == content


def test_nothing_of_a_file_is_stored_readable(ada: Person) -> None:
    picture = SealedFile.of("canary-ember-7.jpg", "image/canary", b"canary-ember-8" * 50)
    letter = write(ada, "look", picture=picture)
    assert b"canary" not in stored(letter.id, "picture")
    assert "canary" not in repr(picture)


def test_a_size_tells_only_its_bucket(ada: Person) -> None:
    def size(length: int) -> int:
        letter = write(ada, "look", picture=SealedFile.of("a", "b", b"x" * length))
        return len(stored(letter.id, "picture"))

    assert size(100_500) == size(102_000)
    assert size(100_000) <= 100_000 * 1.12 + 200


def test_a_file_too_large_is_refused_before_it_is_written(ada: Person) -> None:
    with pytest.raises(TooLarge):
        SealedFile.of("film.mp4", "video/mp4", b"x" * (LARGEST + 1))
    letter = write(ada, "look", picture=SealedFile.of("all.bin", "x/y", b"x" * LARGEST))
    assert len(stored(letter.id, "picture")) < LARGEST * 1.12


def test_no_folder_comes_along_with_a_name() -> None:
    assert SealedFile.of("../../etc/passwd", "t", b"").info.name == "passwd"
    assert SealedFile.of("C:\\Users\\ada\\lake.jpg", "t", b"").info.name == "lake.jpg"


def test_a_changed_file_is_refused(ada: Person) -> None:
    letter = write(ada, "look", picture=SealedFile.of("a", "b", b"x" * 1000))
    envelope = bytearray(stored(letter.id, "picture"))
    envelope[500] ^= 1
    tamper(letter.id, picture=bytes(envelope))
    with pytest.raises(VaultError):
        _ = letters_of(again(ada)).get().picture
