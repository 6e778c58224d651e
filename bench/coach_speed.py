"""Prints how quick the coach is: beside two peers, from a cold start, in long messages, and in memory.

`bin/bench coach_speed`. The peers, VADER and proselint, live in a place of their own; each is asked about the
same message of a hundred words, in the same process as the coach, in turn, so that only ratios of one run are
compared.
"""

import importlib
import json
import math
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from bench.agreement import is_held_out, messages

WORDS = 100
ROUNDS = 200
MOST_MS = 2.0
MOST_START_MS = 150.0
LENGTHS = (100, 500, 1000, 2500, 5000)


def message(words: int) -> str:
    """Return a message of so many words, put together from the labelled ones that rules were made by."""
    told = " ".join(text for id, (_, text) in messages().items() if not is_held_out(id)).split()
    return " ".join((told * (1 + words // len(told)))[:words])


def windows(number: int) -> list[str]:
    """Return different messages of a hundred words, so that nobody can remember an answer."""
    told = message(WORDS * number).split()
    return [" ".join(told[at * WORDS : (at + 1) * WORDS]) for at in range(number)]


def milliseconds(act: Callable[[str], object], texts: list[str]) -> list[float]:
    """Return how long an act took for each text: the best of three, since the machine has other work."""
    times = []
    for text in texts:
        best = math.inf
        for _ in range(3):
            begun = time.perf_counter()
            act(text)
            best = min(best, time.perf_counter() - begun)
        times.append(1000 * best)
    return times


def peers() -> dict[str, Callable[[str], object]]:
    """Return the coach and what it is compared with; a peer that is not installed is left out."""
    from inglenook.coach import review

    found: dict[str, Callable[[str], object]] = {"coach": lambda text: review(text, code="en")}
    try:
        vader = importlib.import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
        found["VADER"] = vader.polarity_scores
        tools = importlib.import_module("proselint.tools")
        checks = importlib.import_module("proselint.checks")
        registry = importlib.import_module("proselint.registry").CheckRegistry()
        registry.register_many(checks.__register__)
        found["proselint"] = lambda text: tools.LintFile(source="", content=text).lint()
    except ImportError as missing:
        print(f"(without {missing.name}: bin/bench coach_speed sets it up)")
    return found


def beside_peers() -> None:
    """Print the median for a hundred words, and how many times longer the peers take."""
    texts = windows(ROUNDS)
    times = {name: milliseconds(act, texts) for name, act in peers().items()}
    ours = statistics.median(times["coach"])
    most = f"(at most {MOST_MS:.0f})"
    print(f"a message of {WORDS} words, median of {ROUNDS} different ones: {ours:.2f} ms {most}")
    print(f"{'its 95th percentile':28} {statistics.quantiles(times['coach'], n=20)[-1]:.2f} ms")
    for name in ("VADER", "proselint"):
        if name in times:
            theirs = statistics.median(times[name])
            print(f"{name + ' for the same':28} {theirs:.2f} ms, {theirs / ours:.2f} times the coach's")


def start_up() -> None:
    """Print how long a new process takes to its first answer (best of nine), less what Python takes."""
    bare = "pass"
    first = "from inglenook.coach import review; review('You never listen to me. I felt sad when you left.')"
    times = {code: min(_process(code) for _ in range(9)) for code in (bare, first)}
    both = times[first] - times[bare]
    most = f"(at most {MOST_START_MS:.0f})"
    print(f"from import to the first answer: {both:.0f} ms beyond Python's own {times[bare]:.0f} ms {most}")


def _process(code: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return 1000 * (time.perf_counter() - begun)


def memory() -> None:
    """Print how much memory the coach takes beyond Python's own."""
    code = (
        "import json, re, sys\n"
        "size = lambda: int(re.search(r'VmRSS:\\s+(\\d+)', open('/proc/self/status').read())[1])\n"
        "before = size()\n"
        "from inglenook.coach import review\n"
        "review('You never listen to me.')\n"
        "first = size()\n"
        "for line in sys.stdin: review(line)\n"
        "print(json.dumps([before, first, size()]))"
    )
    told = "\n".join(windows(ROUNDS))
    ran = subprocess.run([sys.executable, "-c", code], input=told, capture_output=True, text=True, check=True)
    before, first, after = (kilobytes / 1024 for kilobytes in json.loads(ran.stdout))
    print(
        f"memory beyond Python's own {before:.0f} MB: {first - before:.0f} MB after the first message,",
        end=" ",
    )
    print(f"{after - before:.0f} MB after {ROUNDS} of {WORDS} words")


def long_messages() -> None:
    """Print the time a word takes in ever longer messages: flat, if it is linear."""
    from inglenook.coach import review

    each = {}
    for words in LENGTHS:
        text = message(words)
        review(text, code="en")
        each[words] = min(milliseconds(lambda one: review(one, code="en"), [text] * 5)) / words
    told = ", ".join(f"{words}: {1000 * cost:.0f}" for words, cost in each.items())
    short, long = LENGTHS[0], LENGTHS[-1]
    print(f"microseconds a word, by the message's words: {told}")
    print(f"a word in {long} takes {each[long] / each[short]:.2f} times that in {short}")


def main() -> None:
    """Print all of it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    beside_peers()
    start_up()
    memory()
    long_messages()


if __name__ == "__main__":
    main()
