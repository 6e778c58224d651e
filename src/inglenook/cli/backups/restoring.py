"""Restoring a backup into a place that holds nothing yet: checked, renewed, and without what is gone."""

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from inglenook.cli.backups import age, archive
from inglenook.cli.backups.folders import new_file, passing_folder, put_in_place, sync
from inglenook.cli.lock import held
from inglenook.cli.saying import Problem


@dataclass(frozen=True)
class Restored:
    """What came of restoring."""

    place: str
    made_at: str
    rows: dict[str, int]
    replayed: dict[str, int]


def plain_copy(path: Path, folder: Path, identity: Path | None) -> Path:
    """Return a backup that can be read: itself, or decrypted into a passing folder."""
    if not path.is_file():
        raise Problem(f"There is no backup at {path}.")
    if not age.is_encrypted(path):
        return path
    if identity is None:
        raise Problem(f"{path.name} is encrypted. Say where the key is: --identity FILE")
    plain = folder / "decrypted"
    age.decrypt(path, plain, age.identities(identity))
    return plain


def refuse_full_place(data: Path) -> None:
    """Raise `Problem` where a database is, or the journal of one: it would be laid over the restored."""
    names = [archive.DATABASE + ending for ending in ("", "-wal", "-shm", "-journal")]
    there = [name for name in names if (data / name).exists()]
    if there:
        raise Problem(
            f"{data} already holds a database, and restoring never overwrites. Move"
            f" {', '.join(there)} aside, or restore into another folder: --to FOLDER"
        )


def restore(path: Path, data: Path, *, identity: Path | None, tombstones: list[Path]) -> Restored:
    """Restore a backup into a data directory; Django is set up here, on the copy."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    address = os.environ.pop("DATABASE_URL", "")
    with held(data), passing_folder(data) as passing:
        if not address:
            refuse_full_place(data)
        laid = passing / "data"
        laid.mkdir(mode=0o700)
        manifest = archive.unpack(plain_copy(path, passing, identity), laid)
        _begin(laid)
        if address:
            from inglenook.cli.backups.moving import carry_into, refuse_full_database

            refuse_full_database(address)
        replayed = _finish(laid, manifest, _files(data, tombstones))
        _keep_secret(laid, data)
        if address:
            carry_into(address)
        else:
            put_in_place(laid / archive.DATABASE, data / archive.DATABASE)
    place = "the database that DATABASE_URL names" if address else str(data)
    return Restored(place, manifest.made_at, manifest.rows, replayed)


def _begin(laid: Path) -> None:
    """Set Django up as if the restored files were the data directory."""
    os.environ["INGLENOOK_DATA"] = str(laid)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "inglenook.config.settings")
    (laid / "assets").mkdir(mode=0o700)
    import django

    django.setup()


def _files(data: Path, tombstones: list[Path]) -> list[Path]:
    for path in tombstones:
        if not path.is_file():
            raise Problem(f"There are no tombstones at {path}.")
    return [data / archive.TOMBSTONES, *tombstones]


def _finish(laid: Path, manifest: archive.Manifest, files: list[Path]) -> dict[str, int]:
    """Check the copy, bring it up to date, and take from it what is gone."""
    from django.db import connection

    from inglenook.cli.backups.copies import bring_up_to_date, known_migrations
    from inglenook.cli.backups.inspection import inspect
    from inglenook.cli.backups.replay import replay
    from inglenook.vault import gravestones

    database = laid / archive.DATABASE
    if inspect(database).rows != manifest.rows:
        raise Problem("This backup holds more or fewer rows than it says. Use another one.")
    has = {(app, name) for app, names in manifest.migrations.items() for name in names}
    if has - known_migrations():
        raise Problem(
            f"This backup was made by a newer Inglenook, {manifest.version}. Install that one or a later one."
        )
    own = laid / archive.TOMBSTONES
    marks = _marks([own, *files])
    bring_up_to_date("default")
    replayed = asdict(replay(marks))
    gravestones.append(sorted(marks - gravestones.read(own)), own, lasting=True)
    connection.close()
    with closing(sqlite3.connect(database)) as file:
        file.execute("PRAGMA journal_mode=DELETE")
    inspect(database)
    return replayed


def _marks(files: list[Path]) -> set[bytes]:
    from inglenook.vault import gravestones

    try:
        return {mark for file in files for mark in gravestones.read(file)}
    except gravestones.OfAnother:
        raise Problem(
            "The file `tombstones` that lies here belongs to another Inglenook than this backup."
            " Restore into another folder: --to FOLDER"
        ) from None


def _keep_secret(laid: Path, data: Path) -> None:
    """Put the secret and the tombstones in place; what lies there already is kept under another name."""
    for name in (archive.TOMBSTONES, archive.SECRET):
        there = data / name
        if there.exists() and there.read_bytes() == (laid / name).read_bytes():
            continue
        if there.exists():
            _copy(there, _free_name(data, name))
        # Into place as a whole: a restore that is stopped here and tried again must find the marks of before.
        _copy(laid / name, fresh := laid / f"{name}.fresh")
        fresh.replace(there)
        sync(data)


def _copy(source: Path, path: Path) -> None:
    with source.open("rb") as read, new_file(path) as write:
        shutil.copyfileobj(read, write)
    sync(path)


def _free_name(data: Path, name: str) -> Path:
    numbers: Any = range(1, 1000)
    return next(p for p in (data / f"{name}.before-restore-{n}" for n in numbers) if not p.exists())
