"""A couple's days, as locust lives them: reads `USERS SECONDS` from its input, and answers with what it saw.

`python -m bench.day ADDRESS COUPLES.json`, in an environment of its own that holds locust and nothing of
ours. One user is a couple with both streams open. The next request falls due when it would, however long the
last one took, so that a slow server is not asked less.
"""

import json
import random
import re
import sys
import time
from collections import Counter
from html import unescape
from itertools import cycle
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

import gevent
from gevent import socket
from gevent.fileobject import FileObject
from locust import FastHttpUser
from locust.env import Environment

THINK = 0.8
SETTLE_SECONDS = 4
NOTE = "A note of an ordinary length, as people write."
PAGE = ("We sat by the window for an hour and talked about the summer. " * 24)[:1_500]
DRAFTS = 8
TALK, TURNS = "/talk/turns/listening/propose/", 8
# Pages of which a part is read anew whenever a stream says so, besides Today and its like.
LIVE = ("exchange", "turn")
FORM = "application/x-www-form-urlencoded"
did: Counter[str] = Counter()
couples: Any = None

Fields = dict[str, object]


def hidden(page: str, name: str) -> str:
    """Return the value of a form's field, by its name."""
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    value = re.search(r'value="([^"]*)"', tag.group()) if tag else None
    return unescape(value.group(1)) if value else ""


class Couple(FastHttpUser):  # type: ignore[misc]
    """Two people, each with a page open and its stream."""

    def wait_time(self) -> float:
        """Wait nowhere but before each request."""
        return 0.0

    def on_start(self) -> None:
        """Open both streams, at some moment of the first second."""
        self.people: list[dict[str, str]] = next(couples)
        self.due = time.monotonic() + random.random()  # noqa: S311
        self.at = ["/", "/"]
        self.streams = [gevent.spawn(self.listen, who) for who in (0, 1)]

    def on_stop(self) -> None:
        """Close the streams."""
        gevent.killall(self.streams)

    def listen(self, who: int) -> None:
        """Hold a stream open; whenever it says so, read the part of the page anew."""
        where = urlsplit(self.host)
        with socket.create_connection((where.hostname, where.port)) as line:
            cookie = self.people[who]["cookie"]
            line.sendall(
                f"GET /changes HTTP/1.1\r\nHost: {where.netloc}\r\nCookie: {cookie}\r\n\r\n".encode()
            )
            while said := line.recv(4096):
                if b"data: changed" in said:
                    self.send(who, self.at[who], "a part read anew", headers={"X-Fragment": "1"})
        self.environment.stats.log_error("GET", "stream", "ended by the server")

    def rest(self) -> None:
        """Wait until the next request falls due."""
        self.due = max(self.due + THINK * random.uniform(0.5, 1.5), time.monotonic() - 5)  # noqa: S311
        gevent.sleep(max(0.0, self.due - time.monotonic()))

    def send(self, who: int, path: str, name: str, fields: Fields | None = None, **more: Any) -> Any:
        """Send one request; anything but a page or a way on is an error."""
        headers = {"Cookie": self.people[who]["cookie"], "Origin": self.host, **more.pop("headers", {})}
        data = None
        if fields is not None:
            headers["Content-Type"] = FORM
            data = urlencode({"csrfmiddlewaretoken": self.people[who]["form"], **fields}, doseq=True)
        method = "GET" if fields is None else "POST"
        about = {"name": name, "headers": headers, "data": data, "allow_redirects": False}
        with self.client.request(method, path, catch_response=True, **about) as reply:
            if reply.status_code not in (200, 302):
                reply.failure(f"{reply.status_code} from {method} {name}")
        return reply

    def read(self, who: int, path: str, name: str) -> str:
        """Read a page after a while."""
        self.rest()
        self.at[who] = path if path in ("/", "/talk/", "/together/") or name in LIVE else "/"
        return str(self.send(who, path, name).text)

    def hand_in(self, who: int, path: str, name: str, fields: Fields, then: str) -> str:
        """Send a form after a while, and read the page it leads to."""
        self.rest()
        reply = self.send(who, path, name, fields)
        where = reply.headers.get("Location") if reply.status_code == 302 else None
        if where and then in LIVE:
            self.at[who] = where.partition("?")[0]
        return str(self.send(who, where, then).text) if where else str(reply.text)

    def type(self, who: int, page: str, fields: Fields, times: int) -> None:
        """Let what is typed be kept a few times, and the coach be asked, as the page's scripts do."""
        src = re.search(r'<keep-draft[^>]*src="([^"]+)"', page)
        coach = re.search(r'<coach-beside[^>]*src="([^"]+)"', page)
        revision = "0"
        for _ in range(times if src else 0):
            self.rest()
            assert src
            reply = self.send(who, unescape(src[1]), "keep a draft", fields, headers={"X-Revision": revision})
            revision = str(json.loads(reply.text or "{}").get("revision", 0))
            if coach:
                asked = {**fields, "coach-field": "text"}
                self.send(who, unescape(coach[1]), "the coach", asked, headers={"X-Fragment": "1"})

    def somebody(self, what: str) -> int:
        """Choose one of the two, and note what they do."""
        did[what] += 1
        return random.randrange(2)  # noqa: S311

    def look(self) -> None:
        """Look at Today."""
        self.read(self.somebody("today"), "/", "Today")

    def check_in(self) -> None:
        """Say how one is."""
        who = self.somebody("check-in")
        page = self.read(who, "/me/check-in/", "check-in")
        fields: Fields = {"id": hidden(page, "id"), "mood": "1,2", "words": "content", "strength": "2"}
        fields["note"] = NOTE
        self.type(who, page, fields, 2)
        self.hand_in(who, "/me/check-in/", "keep a check-in", fields, "entry")

    def write(self) -> None:
        """Write a page, and share a part of it."""
        who = self.somebody("page")
        page = self.read(who, "/me/journal/", "journal")
        fields: Fields = {"id": hidden(page, "id"), "prompt": hidden(page, "prompt"), "text": PAGE}
        self.type(who, page, fields, DRAFTS)
        form = self.hand_in(who, "/me/journal/", "keep a page", {**fields, "then": "share"}, "share")
        path = f"/me/entries/{fields['id']}/share/"
        bond = hidden(form, "bond")
        chosen: Fields = {"bond": bond, "paragraphs": "0", "step": "preview", "id": hidden(form, "id")}
        preview = self.hand_in(who, path, "preview", chosen, "entry")
        names = ("id", "revision", "bond", "audience", "passage")
        given: Fields = {name: hidden(preview, name) for name in names}
        self.hand_in(who, path, "give a copy", {**given, "step": "share"}, "entry")

    def talk(self) -> None:
        """Ask a question; both answer, and both read."""
        who = self.somebody("question")
        page = self.read(who, "/talk/ask/", "ask")
        questions = re.findall(r'name="question" value="([^"]+)"', page)
        if not questions:
            return
        asked: Fields = {"id": hidden(page, "id"), "question": random.choice(questions)}  # noqa: S311
        sheet = self.hand_in(who, "/talk/ask/", "ask it", asked, "exchange")
        path = f"/talk/{asked['id']}/"
        for person in (who, 1 - who):
            sheet = self.read(person, path, "exchange")
            answer: Fields = {
                "id": hidden(sheet, "id"),
                "text": NOTE * 4,
                "audience": hidden(sheet, "audience"),
            }
            self.type(person, sheet, answer, 2)
            self.hand_in(person, path, "answer", answer, "exchange")
        self.read(who, path, "exchange")

    def talk_in_turns(self) -> None:
        """Propose a talk that begins at once, take some turns, which the other's page follows, and stop."""
        who = self.somebody("turns")
        page = self.read(who, TALK, "propose a talk")
        proposed: Fields = {name: hidden(page, name) for name in ("id", "revision", "bond", "audience")}
        proposed |= {"topic": NOTE, "heaviness": "1", "way": "written", "when": "ready"}
        self.hand_in(who, TALK, "propose it", proposed, "turn")
        path = self.at[who]
        for person in (who, 1 - who):
            self.hand_in(person, path, "be ready", {"do": "ready"}, "turn")
        for _ in range(TURNS):
            self.take_turn(who, path)
            self.take_turn(1 - who, path)
        self.hand_in(who, path, "stop a talk", {"do": "stop"}, "turn")

    def take_turn(self, person: int, path: str) -> None:
        """Do what the step asks for, where it is one's turn."""
        page = self.read(person, path, "turn")
        act = re.search(r'name="do" value="(act[^"]*)"', page)
        if not act:
            return
        fields: Fields = {name: hidden(page, name) for name in ("id", "revision", "turn", "audience")}
        if 'name="text"' in page:
            fields["text"] = NOTE * 2
            self.type(person, page, fields, 2)
        self.hand_in(person, path, "take a turn", {**fields, "do": act[1]}, "turn")

    def look_around(self) -> None:
        """Read what the bond has together, the table, one's history, one's weeks."""
        who = self.somebody("around")
        paths = ("/together/", "/together/", "/talk/", "/me/", "/me/weeks/", "/settings/")
        path = random.choice(paths)  # noqa: S311
        self.read(who, path, path)

    # How often a person does each in ten days.
    times_in_ten_days: ClassVar = {
        look: 30,
        check_in: 10,
        write: 3,
        talk: 3,
        talk_in_turns: 1,
        look_around: 16,
    }
    tasks = times_in_ten_days


def days() -> float:
    """Return how many days of a couple have been lived since the last count."""
    return sum(did.values()) / sum(Couple.times_in_ten_days.values()) * 10 / 2


def hold(environment: Environment, users: int, seconds: float) -> dict[str, object]:
    """Let so many couples live for so long, and return how they were served."""
    environment.runner.start(users, spawn_rate=max(10, users))
    gevent.sleep(SETTLE_SECONDS)
    environment.stats.reset_all()
    did.clear()
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    begun, cpu = time.monotonic(), time.process_time()
    gevent.sleep(seconds)
    took, all_of_it = time.monotonic() - begun, environment.stats.total
    return {
        "rate": all_of_it.num_requests / took,
        "ms": [all_of_it.get_response_time_percentile(part) for part in (0.5, 0.95, 0.99)],
        "errors": all_of_it.num_failures + len(environment.stats.errors),
        "told": [str(error.error) for error in environment.stats.errors.values()][:5],
        "days": days() / took,
        "driver": (time.process_time() - cpu) / took,
        "requests": all_of_it.num_requests,
    }


def main(address: str, held: Path) -> None:
    """Do as told until the input ends."""
    global couples
    couples = cycle(json.loads(held.read_text()))
    environment = Environment(user_classes=[Couple], host=address)
    environment.create_local_runner()
    with FileObject(sys.stdin.fileno(), "r", close=False) as lines:
        for line in lines:
            users, seconds = line.split()
            sys.stdout.write(json.dumps(hold(environment, int(users), float(seconds))) + "\n")
            sys.stdout.flush()
    environment.runner.quit()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
