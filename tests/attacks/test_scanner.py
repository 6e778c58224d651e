"""A public web scanner looks at the whole place, from outside and from inside, and finds nothing."""

import json
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.attacks.people import browser, make_bond, post, sign_up
from tests.figures import figure
from tests.server import Server, start_server
from tests.tree import ROOT

pytestmark = [pytest.mark.serial, pytest.mark.slow]

# All of Wapiti's modules but those that ask somebody on the internet, know only one program that is not
# ours, or guess at names and passwords, which tests of our own do.
LOOKING = ["cookieflags", "csp", "http_headers"]
ATTACKS = [
    *(
        "backup",
        "buster",
        "crlf",
        "csp",
        "csrf",
        "exec",
        "file",
        "htaccess",
        "http_headers",
        "ldap",
        "methods",
    ),
    *("permanentxss", "redirect", "shellshock", "spring4shell", "sql", "timesql", "upload", "xss"),
]
# Addresses by which the scanner would sign itself out, or end what it is there to look at.
ENDS = (
    "/lock/",
    "/sign-out/",
    "/leave-quickly/",
    "/settings/devices/*",
    "/settings/erase/",
    "/settings/passphrase/",
)
CRAWL_SECONDS, ATTACK_SECONDS = 30, 4
Found = list[tuple[str, int, str]]


def scan(server: Server, home: Path, modules: list[str], *options: str) -> tuple[Found, int]:
    """Let the scanner loose; return what it found, how serious (0 is a remark) and where, and what it saw."""
    home.mkdir()
    report = home / "report.json"
    kept = ["--store-session", str(home / "session"), "--store-config", str(home / "config")]
    bounds = ["--max-scan-time", str(CRAWL_SECONDS), "--max-attack-time", str(ATTACK_SECONDS), "-t", "20"]
    ends = [part for where in ENDS for part in ("-x", server.address + where)]
    quietly = ["-v", "0", "--no-bugreport", "--skip", "csrfmiddlewaretoken", "-f", "json", "-o", str(report)]
    command = ["-u", f"{server.address}/", *kept, *bounds, *ends, *quietly, *options]
    run(*command, "-m", "")
    for notes in (home / "session").glob("*.db"):
        # An attack that is stopped when its time is over leaves its notes open; so nobody waits for them.
        with closing(sqlite3.connect(notes)) as opened:
            opened.execute("PRAGMA journal_mode=WAL")
    run(*command, "-m", ",".join(modules), "--skip-crawl")
    said = json.loads(report.read_text())
    return list(findings(said)), int(said["infos"]["crawled_pages_nbr"])


@pytest.fixture(scope="module", autouse=True)
def scanner() -> None:
    """Have the scanner installed, once and with the network, before anything is cut off from it."""
    subprocess.run([ROOT / "bin/scan", "--version"], check=True, capture_output=True, timeout=600)


def run(*arguments: str) -> None:
    """Run the scanner; whatever a module may think of, nothing is asked of anybody else."""
    nowhere = "http://127.0.0.1:9"
    environment = {**os.environ, "HTTPS_PROXY": nowhere, "ALL_PROXY": nowhere, "NO_PROXY": "localhost"}
    elsewhere = ["--endpoint", nowhere, "--dns-endpoint", "localhost"]
    told = subprocess.run(
        [ROOT / "bin/scan", *elsewhere, *arguments],
        capture_output=True,
        check=False,
        env=environment,
        timeout=600,
    )
    assert told.returncode == 0, (told.stdout + told.stderr).decode(errors="replace")[-3000:]


def findings(said: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    """Yield what a report names; an anomaly, such as our own mistake or no answer, counts as serious."""
    for part, least in (("vulnerabilities", 0), ("anomalies", 1), ("additionals", 0)):
        for kind, rows in said[part].items():
            for row in rows:
                where = f"{row['method']} {row['path']} {row['parameter']}: {row['info']}"
                yield kind, max(row["level"], least), where


def furnish(ada: httpx.Client, bo: httpx.Client) -> None:
    """Let there be something to look at."""
    bond = make_bond(ada, bo)
    for number in range(2):
        where = post(ada, "/me/journal/", {"text": f"A page {number}"}).headers["Location"].split("?")[0]
        post(
            ada,
            f"{where}share/",
            {"bond": bond.split("/")[2], "step": "share", "paragraphs": "0", "revision": "1"},
        )
    post(ada, "/me/check-in/", {"mood": "1,1", "note": "A line"})


def test_a_scanner_finds_nothing_at_the_door_or_inside(server: Server, tmp_path: Path) -> None:
    with browser(server) as ada, browser(server) as bo:
        sign_up(ada, "Ada")
        sign_up(bo, "Bo")
        furnish(ada, bo)
        cookie = ["-C", "; ".join(f"{name}={value}" for name, value in ada.cookies.items())]
        with ThreadPoolExecutor() as pool:
            outside = pool.submit(scan, server, tmp_path / "outside", ATTACKS)
            inside = pool.submit(scan, server, tmp_path / "inside", ATTACKS, *cookie)
        assert ada.get("/settings/").status_code == 200, "the scanner was signed in to the end"
    for who, done, least in (("a stranger", outside, 10), ("somebody signed in", inside, 25)):
        found, seen = done.result()
        serious = [one for one in found if one[1] > 0]
        told = (
            f"{len(serious)} above informational, {len(found) - len(serious)} remarks, {seen} pages and forms"
        )
        figure(f"web scanner as {who}, {len(ATTACKS)} kinds of attack", told)
        assert serious == []
        assert seen >= least
    assert "ERROR" not in server.log.read_text()


def test_a_scanner_finds_nothing_in_how_a_public_place_is_set_up(tmp_path: Path) -> None:
    server = start_server(tmp_path, url="https://localhost")
    try:
        found, _ = scan(server, tmp_path / "scan", LOOKING, "-H", "X-Forwarded-Proto: https")
    finally:
        server.stop()
    assert [one for one in found if one[1] > 0] == []
