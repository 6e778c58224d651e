"""A public web scanner looks at the whole place, from outside and from inside, and finds nothing."""

import json
import os
import re
import sqlite3
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from inglenook.vault.records import new_id
from tests.attacks.people import browser, make_bond, post, sign_up
from tests.figures import figure
from tests.server import Server, start_server
from tests.shares import EVERYTHING
from tests.tree import ROOT

pytestmark = [pytest.mark.serial, pytest.mark.slow, pytest.mark.once]

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
CRAWL_SECONDS = 20
# For each kind of attack: so short that most are cut off where somebody is signed in.
ATTACK_SECONDS = int(os.environ.get("INGLENOOK_SCAN_SECONDS") or (120 if EVERYTHING else 4))
LONGEST_SCAN = 600 + len(ATTACKS) * ATTACK_SECONDS


@dataclass(frozen=True)
class Scanned:
    """What a scan found, how serious (0 is a remark) and where; how much it saw; what was cut off."""

    found: list[tuple[str, int, str]]
    seen: int
    cut_off: list[str]

    @property
    def serious(self) -> list[tuple[str, int, str]]:
        """What is more than a remark."""
        return [one for one in self.found if one[1] > 0]


def scan(address: str, home: Path, modules: list[str], *options: str) -> Scanned:
    """Let the scanner loose on what answers at an address."""
    home.mkdir()
    report = home / "report.json"
    kept = ["--store-session", str(home / "session"), "--store-config", str(home / "config")]
    bounds = ["--max-scan-time", str(CRAWL_SECONDS), "--max-attack-time", str(ATTACK_SECONDS), "-t", "20"]
    ends = [part for where in ENDS for part in ("-x", address + where)]
    told = ["-v", "1", "--no-bugreport", "--skip", "csrfmiddlewaretoken", "-f", "json", "-o", str(report)]
    command = ["-u", f"{address}/", *kept, *bounds, *ends, *told, *options]
    run(*command, "-m", "")
    for notes in (home / "session").glob("*.db"):
        # An attack that is stopped when its time is over leaves its notes open; so nobody waits for them.
        with closing(sqlite3.connect(notes)) as opened:
            opened.execute("PRAGMA journal_mode=WAL")
    output = run(*command, "-m", ",".join(modules), "--skip-crawl")
    cut_off = re.findall(r"Max attack time was reached for module (\w+)", output)
    said = json.loads(report.read_text())
    return Scanned(list(findings(said)), int(said["infos"]["crawled_pages_nbr"]), cut_off)


@pytest.fixture(scope="module", autouse=True)
def scanner() -> None:
    """Have the scanner installed, once and with the network, before anything is cut off from it."""
    subprocess.run([ROOT / "bin/scan", "--version"], check=True, capture_output=True, timeout=600)


def run(*arguments: str) -> str:
    """Run the scanner and return what it said; whatever a module may think of, nobody else is asked."""
    nowhere = "http://127.0.0.1:9"
    environment = {**os.environ, "HTTPS_PROXY": nowhere, "ALL_PROXY": nowhere, "NO_PROXY": "localhost"}
    elsewhere = ["--endpoint", nowhere, "--dns-endpoint", "localhost"]
    told = subprocess.run(
        [ROOT / "bin/scan", *elsewhere, *arguments],
        capture_output=True,
        check=False,
        env=environment,
        timeout=LONGEST_SCAN,
    )
    said = (told.stdout + told.stderr).decode(errors="replace")
    assert told.returncode == 0, said[-3000:]
    return said


def findings(said: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    """Yield what a report names; an anomaly, such as our own mistake or no answer, counts as serious."""
    for part, least in (("vulnerabilities", 0), ("anomalies", 1), ("additionals", 0)):
        for kind, rows in said[part].items():
            for row in rows:
                where = f"{row['method']} {row['path']} {row['parameter']}: {row['info']}"
                yield kind, max(row["level"], least), where


def furnish(ada: httpx.Client, bo: httpx.Client) -> list[str]:
    """Let there be something to look at; returns where the scanner begins besides the first page."""
    address = make_bond(ada, bo)
    bond = address.split("/")[2]
    for number in range(2):
        where = post(ada, "/me/journal/", {"text": f"A page {number}"}).headers["Location"].split("?")[0]
        shared = {"bond": bond, "step": "share", "paragraphs": "0", "revision": "1"}
        post(ada, f"{where}share/", shared)
    post(ada, "/me/check-in/", {"mood": "1,1", "note": "A line"})
    kept = post(ada, f"/drafts/{new_id()}/?at=/me/reading/", {"chapter": "3", "note": "A line begun"})
    assert kept.status_code == 200, kept.text
    assert "A line begun" in ada.get("/me/reading/").text
    assert post(ada, "/coach/kinds/absolute/").status_code == 302
    return [*talks(ada, bo, bond), "/me/reading/", "/coach/"]


def talks(ada: httpx.Client, bo: httpx.Client, bond: str) -> list[str]:
    """Let there be a talk that runs, where it is Ada's turn again, and one that is proposed to her."""
    answers = dict.fromkeys(("afraid", "hurt", "controlled", "pressed"), "no")
    for one in (ada, bo):
        assert post(one, f"/before/{bond}/", answers).status_code == 302
    running, proposed = (proposal(one, topic) for one, topic in ((ada, "The week"), (bo, "Saturday")))
    for one in (ada, bo):
        assert post(one, running, {"do": "ready"}).status_code == 302
    said = post(ada, running, {"do": "act", "turn": "0", "text": "What is about to be said"})
    assert said.status_code == 302, said.text
    assert 'name="text"' in ada.get(running).text
    return [running, proposed]


def proposal(who: httpx.Client, topic: str) -> str:
    """Propose a talk to the other; returns its address."""
    fields = {"topic": topic, "heaviness": "1", "way": "written", "when": "ready"}
    answer = post(who, "/talk/turns/listening/propose/", fields)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].split("?")[0]


def test_a_scanner_finds_nothing_at_the_door_or_inside(server: Server, tmp_path: Path) -> None:
    with browser(server) as ada, browser(server) as bo:
        sign_up(ada, "Ada")
        sign_up(bo, "Bo")
        begins = [part for where in furnish(ada, bo) for part in ("-s", server.address + where)]
        cookie = ["-C", "; ".join(f"{name}={value}" for name, value in ada.cookies.items())]
        with ThreadPoolExecutor() as pool:
            outside = pool.submit(scan, server.address, tmp_path / "outside", ATTACKS)
            inside = pool.submit(scan, server.address, tmp_path / "inside", ATTACKS, *cookie, *begins)
        assert ada.get("/settings/").status_code == 200, "the scanner was signed in to the end"
    for who, done, least in (("a stranger", outside, 10), ("somebody signed in", inside, 25)):
        scanned = done.result()
        remarks = len(scanned.found) - len(scanned.serious)
        told = (
            f"{len(scanned.serious)} above informational, {remarks} remarks, {scanned.seen} pages and forms"
        )
        figure(f"web scanner as {who}, {len(ATTACKS)} kinds of attack", told)
        cut_off = ", ".join(scanned.cut_off) or "none"
        figure(f"web scanner as {who}, kinds ended after {ATTACK_SECONDS} s", cut_off)
        assert scanned.serious == []
        assert scanned.seen >= least
    assert "ERROR" not in server.log.read_text()


def test_a_scanner_finds_nothing_in_how_a_public_place_is_set_up(tmp_path: Path) -> None:
    server = start_server(tmp_path, url="https://localhost")
    try:
        scanned = scan(server.address, tmp_path / "scan", LOOKING, "-H", "X-Forwarded-Proto: https")
    finally:
        server.stop()
    assert scanned.serious == []


class Careless(BaseHTTPRequestHandler):
    """A page that says again, as it came, what it was told."""

    def do_GET(self) -> None:
        """Answer with a form, and with what was typed into it before."""
        said = parse_qs(urlsplit(self.path).query).get("said", [""])[0]
        page = f"<!doctype html><title>Echo</title><p>{said}</p><form><input name=said value=hello></form>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def careless_place() -> Iterator[str]:
    """Let a careless place answer for a while; yields its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Careless) as place:
        thread = Thread(target=place.serve_forever)
        thread.start()
        try:
            yield f"http://localhost:{place.server_port}"
        finally:
            place.shutdown()
            thread.join()


def test_it_does_find_what_is_there_to_be_found(tmp_path: Path) -> None:
    with careless_place() as address:
        scanned = scan(address, tmp_path / "scan", ["xss"])
    assert any("Cross Site Scripting" in kind for kind, *_ in scanned.serious), scanned
