"""``policy``: by the real command, over what a site said on three days."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from newscrawler.policy import Document
from newscrawler.storage.database import open_store
from tests.storage.samples import NOW
from tests.wire.running import Ran, run

SITE = "https://gazette.example"
STORE = ("-s", "NEWSCRAWLER_STORE=sqlite:///newscrawler.db")
DAY = 86_400
ROBOTS = f"{SITE}/robots.txt"
TDMREP = f"{SITE}/.well-known/tdmrep.json"
RESERVED = b'[{"location": "/", "tdm-reservation": 1}]'
SILENT = b"User-agent: *\nAllow: /\n"
NO_TRAINING = b"User-agent: *\n# new\nContent-Signal: ai-train=no\nAllow: /\n"
SHUT = b"User-agent: *\nDisallow: /\n"

ANSWERS = (
    Document(ROBOTS, NOW, 200, (), SILENT),
    Document(TDMREP, NOW + 1, 404),
    Document(ROBOTS, NOW + DAY, 200, (), SILENT),
    Document(TDMREP, NOW + DAY + 1, 404),
    Document(ROBOTS, NOW + 2 * DAY, 200, (), NO_TRAINING),
    Document(TDMREP, NOW + 2 * DAY + 1, 200, (), RESERVED),
    Document(ROBOTS, NOW + 3 * DAY, 503),
    Document(ROBOTS, NOW + 4 * DAY, 200, (), SHUT),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("history")
    with closing(open_store(f"sqlite:///{found / 'newscrawler.db'}")) as store:
        number = store.begin_run("news", {}, "1", NOW)
        for one in ANSWERS:
            store.keep_hearing(number, one)
        other = Document("https://gazette.example.test/robots.txt", NOW, 200, (), SHUT)
        store.keep_hearing(number, other)
        store.end_run(number, NOW, {})
    return found


def policy(folder: Path, *words: str) -> Ran:
    ran = run(folder, "policy", *words, *STORE)
    assert ran.code == 0, ran.err
    return ran


def test_what_changed_is_said_in_words(folder: Path) -> None:
    ran = policy(folder, "diff", "gazette.example")

    changes = ran.out.splitlines()
    assert (
        "2023-11-16: ai-train from unknown to disallowed, robots.txt line 3" in changes
    )
    tdm = "2023-11-16: tdm from unknown to disallowed, "
    assert any(one.startswith(tdm) for one in changes)
    assert "2023-11-17: crawl from allowed to unheard" in changes
    crawl = "2023-11-18: crawl from unheard to disallowed, robots.txt line 2"
    assert crawl in changes
    gone = (
        "2023-11-18: ai-train from disallowed to unknown, no more by robots.txt line 3"
    )
    assert gone in changes
    assert not [one for one in changes if one < "2023-11-16"]
    assert f"{len(changes)} changes in 5 visits" in ran.err


def test_since_a_day_the_state_before_is_compared_with(folder: Path) -> None:
    every = policy(folder, "diff", "gazette.example").out.splitlines()
    since = policy(folder, "diff", "gazette.example", "--since", "2023-11-17")

    assert since.out.splitlines() == [one for one in every if one >= "2023-11-17"]
    assert since.out


def test_the_log_has_a_line_for_each_visit_with_something_new(folder: Path) -> None:
    found = json.loads(policy(folder, "log", "gazette.example", "--json").out)

    assert [one["at"][:10] for one in found] == [
        "2023-11-14",
        "2023-11-16",
        "2023-11-17",
        "2023-11-18",
    ]
    assert found[0]["said"]["ai-train"] == {
        "state": "unknown",
        "where": None,
        "quote": None,
    }
    assert found[1]["said"]["ai-train"]["quote"] == "Content-Signal: ai-train=no"
    assert found[2]["said"]["ai-train"] == found[1]["said"]["ai-train"]
    assert found[1]["documents"][TDMREP] == ANSWERS[5].sha256
    assert policy(folder, "log", "gazette.example").out.count("ai-train=") == 4


def test_a_url_is_asked_about_as_well_as_a_host(folder: Path) -> None:
    found = policy(folder, "diff", f"{SITE}/news/rain", "--json")

    assert {one["name"] for one in json.loads(found.out)} >= {"ai-train", "crawl"}


MISTAKES = {
    "no subcommand": ((), "no subcommand; known: log, diff"),
    "a typo": (("dif", "a.example"), "did you mean diff?"),
    "no host": (("log",), "write policy log HOST"),
    "nonsense": (("log", "https://"), "'https://' is no host"),
    "unheard": (("log", "a.example"), "nothing was heard of a.example"),
    "a file": (("log", "a.example", "-s", "NEWSCRAWLER_STORE=sqlite:///x.db"), "x.db"),
}


@pytest.mark.parametrize(("words", "line"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_one_line(folder: Path, words: tuple[str, ...], line: str) -> None:
    store = () if "-s" in words else STORE

    ran = run(folder, "policy", *words, *store)

    assert (ran.code, len(ran.lines)) == (2, 1)
    assert ran.err.startswith("policy: ")
    assert line in ran.err
