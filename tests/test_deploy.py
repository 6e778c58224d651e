"""The files for running it as a service ask for as few rights as it can do with."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tree import ROOT

UNITS = ("inglenook.service", "inglenook-backup.service")
HARDENED = {
    "UMask": "0077",
    "StateDirectoryMode": "0700",
    "LimitCORE": "0",
    "MemorySwapMax": "0",
    "MemoryDenyWriteExecute": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "RestrictSUIDSGID": "yes",
    "RestrictNamespaces": "yes",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    "ProtectProc": "invisible",
    "LockPersonality": "yes",
    "SystemCallArchitectures": "native",
    "User": "inglenook",
}


def unit(name: str) -> dict[str, list[str]]:
    """Read a unit: its settings by name, in their order."""
    said: dict[str, list[str]] = {}
    for line in (ROOT / "deploy" / name).read_text().splitlines():
        if "=" in line and not line.startswith(("#", "[")):
            key, _, value = line.partition("=")
            said.setdefault(key, []).append(value)
    return said


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_asks_for_few_rights(name: str) -> None:
    said = unit(name)
    assert {key: said.get(key) for key in HARDENED} == {key: [value] for key, value in HARDENED.items()}
    # Not @resources: the command itself sets that no core is ever dumped.
    assert said["SystemCallFilter"] == ["@system-service", "~@privileged"]
    assert "/.venv/bin/inglenook " in said["ExecStart"][0]
    assert not re.search(r"password|secret|age1", str(said), re.IGNORECASE)


def test_a_backup_is_made_each_day_also_after_a_night_switched_off() -> None:
    said = unit("inglenook-backup.timer")
    assert said["OnCalendar"] == ["*-*-* 04:00:00"]
    assert said["Persistent"] == ["true"]


def test_systemd_understands_the_units_where_it_is_there(tmp_path: Path) -> None:
    """Elsewhere there is nothing to ask; the other tests read the files themselves."""
    program = shutil.which("systemd-analyze")
    if program is None:
        return
    for name in (*UNITS, "inglenook-backup.timer"):
        text = (ROOT / "deploy" / name).read_text()
        (tmp_path / name).write_text(re.sub(r"/opt/inglenook/\S*/inglenook", "/bin/true", text))
    for name in UNITS:
        told = subprocess.run(
            [program, "verify", str(tmp_path / name)], capture_output=True, text=True, check=False
        )
        assert not [line for line in told.stderr.splitlines() if name in line], told.stderr


def test_the_container_runs_without_rights_and_holds_no_secret() -> None:
    text = (ROOT / "deploy/Containerfile").read_text()
    lines = text.splitlines()
    assert "USER inglenook" in lines
    assert lines.index("USER inglenook") > max(n for n, line in enumerate(lines) if line.startswith("RUN"))
    assert "VOLUME /var/lib/inglenook" in lines
    assert "--require-hashes" in text
    assert "/ready" in text
    assert not re.search(r"SECRET|PASSWORD|DATABASE_URL", text)
    ignored = (ROOT / ".containerignore").read_text().split()
    assert {".git", ".venv", "tests"} <= set(ignored)
    copied = [word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]]
    assert not [name for name in copied if not name.startswith(("-", "/")) and not (ROOT / name).exists()]
