"""``explain --what-if`` and ``--as-of``: what would change a verdict, what it was then."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newscrawler.policy import Document
from newscrawler.storage.database import open_store
from tests.commands.test_explain import NOTICE, NUSAKITA, page
from tests.wire.running import Ran, run

URL = "https://paper.test/a"
EVERYTHING = "permission=paper.test/*:search,archive,ai-input,ai-train,tdm"
CLOSED = "User-agent: *\nDisallow: /\n"


def explain(
    folder: Path, *more: str, rules: str = "User-agent: *\n", text: str = NOTICE
) -> Ran:
    site = folder / "sites" / "paper.test"
    site.mkdir(parents=True, exist_ok=True)
    (site / "robots.txt").write_text(rules, "utf-8")
    page(site, text, name="a.html")
    return run(folder, "explain", URL, "-s", "NEWSCRAWLER_FIXTURES=sites", *more)


def test_what_decides_is_marked_and_what_would_change_it_is_said(
    tmp_path: Path,
) -> None:
    ran = explain(tmp_path)

    assert ran.code == 3
    assert "    notice\n    * disallowed, written permission: search" in ran.out
    assert ran.out.count("<- this decides") == 1
    assert "What would change it:" in ran.out
    assert "a written permission of the site's owner for search, archive" in ran.out
    assert "a [[reading]] of quote_sha256 " in ran.out


def test_nothing_lifts_robots_txt(tmp_path: Path) -> None:
    ran = explain(tmp_path, "--what-if", EVERYTHING, rules=CLOSED, text="<p>Open.")

    assert ran.code == 3
    assert "now: refuse, then: refuse" in ran.out
    assert "nothing lifts it but the site" in ran.out


def test_the_purposes_that_nothing_refuses_are_named(tmp_path: Path) -> None:
    ran = explain(tmp_path, text="<meta name=robots content=noai><p>Open.")

    assert ran.code == 3
    assert "fewer purposes: nothing refuses search or archive" in ran.out


def test_who_was_not_heard_is_to_be_asked_again(tmp_path: Path) -> None:
    ran = run(tmp_path, "explain", NUSAKITA, "--offline")

    assert ran.code == 4
    assert "https://nusakita.example/robots.txt: come back after 20" in ran.out


def test_a_supposed_permission_lifts_and_is_marked(tmp_path: Path) -> None:
    ran = explain(tmp_path, "--what-if", EVERYTHING)

    assert ran.code == 0, ran.out
    assert ran.out.startswith("HYPOTHETICAL: nothing of this holds")
    assert "now: refuse, then: allow" in ran.out


def test_it_lifts_what_it_names_alone(tmp_path: Path) -> None:
    some = "permission=paper.test/*:search,archive"
    less = explain(tmp_path, "--what-if", some)
    both = explain(tmp_path, "--what-if", some, "--what-if", "purpose=search")

    assert (less.code, both.code) == (3, 0)


def test_a_holder_that_is_named_must_be_the_one_who_permits(tmp_path: Path) -> None:
    text = (
        "<footer><p>No part of this article may be used for AI training without "
        "written permission of Northwind News Agency.</p></footer>"
    )
    owner = explain(tmp_path, "--what-if", EVERYTHING, text=text)
    holder = explain(
        tmp_path, "--what-if", f"{EVERYTHING}@Northwind News Agency", text=text
    )

    assert "a written permission of Northwind News Agency for" in owner.out
    assert (owner.code, holder.code) == (3, 0)


def test_as_json_it_cannot_be_taken_for_a_decision(tmp_path: Path) -> None:
    ran = explain(tmp_path, "--what-if", EVERYTHING, "--json")
    record = json.loads(ran.out)

    assert ran.code == 0
    assert record["hypothetical"] is True
    assert record["what_if"] == [EVERYTHING]
    assert (record["now"]["verdict"], record["then"]["verdict"]) == ("refuse", "allow")
    assert "id" in record["now"]
    assert "id" not in record["then"]
    assert "id" not in record


def test_purposes_that_nobody_asked_about_defer(tmp_path: Path) -> None:
    searching = ("--purpose", "search")
    ran = explain(
        tmp_path, *searching, "--what-if", "purpose=ai-train", text="<p>Open."
    )

    assert ran.code == 4
    assert "of ai-train was not asked for" in ran.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--what-if", "x"), "--what-if 'x': write permission=SCOPE:PURPOSE"),
        (("--what-if", "permission=search"), "write permission=SCOPE:PURPOSE"),
        (("--what-if", "permission=a.test/*:serach"), "'serach' is no purpose"),
        (("--what-if", "purpose="), "'' is no purpose; known: search"),
        (("--what-if", "permission=b.test/*:search"), "does not cover https://paper"),
        (("--as-of", "2026-01-01"), "NEWSCRAWLER_STORE: newscrawler.db is not there"),
    ],
)
def test_a_mistake_is_one_line(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    ran = explain(tmp_path, *arguments)

    assert (ran.code, ran.out) == (2, "")
    (line,) = ran.lines
    assert line.startswith("explain: ")
    assert words in line


def test_a_saved_page_has_no_day(tmp_path: Path) -> None:
    ran = run(tmp_path, "explain", page(tmp_path), "--as-of", "2026-01-01")

    assert (ran.code, ran.out) == (2, "")
    (line,) = ran.lines
    assert "'page.html' is no web address, and --as-of wants one" in line


def moment(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


DAYS = {"2026-03-01": "User-agent: *\nAllow: /\n", "2026-03-05": CLOSED}


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    """A store that heard paper.test on two days: open on the first, closed after."""
    store = open_store(f"sqlite:///{tmp_path / 'newscrawler.db'}")
    run = store.begin_run("news", {}, "1", 0.0)
    files = ("ai.txt", "trust.txt", ".well-known/trust.txt", ".well-known/tdmrep.json")
    for day, text in DAYS.items():
        then = moment(f"{day}T12:00")
        site = "https://paper.test"
        robots_txt = Document(f"{site}/robots.txt", then, 200, (), text.encode())
        store.keep_hearing(run, robots_txt)
        for name in files:
            store.keep_hearing(run, Document(f"{site}/{name}", then, 404))
    store.close()
    return tmp_path


@pytest.mark.parametrize(
    ("day", "code", "words"),
    [
        ("2026-03-01", 0, "allow: may be requested; the page itself was not judged"),
        ("2026-03-01T12:30:00+00:00", 0, "may be requested"),
        ("2026-03-01T11:00", 4, "robots.txt: not in the store on 2026-03-01T11:00:00"),
        ("2026-03-03", 4, "robots.txt: is out of date and was not asked for again"),
        ("2026-03-05", 3, "“User-agent: * / Disallow: /”"),
    ],
)
def test_a_day_is_judged_by_what_was_known_then(
    stored: Path, day: str, code: int, words: str
) -> None:
    ran = run(stored, "explain", URL, "--as-of", day)

    assert ran.code == code, ran.out + ran.err
    assert words in ran.out
    assert ran.lines == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--as-of", "soon"), "--as-of 'soon': write a date, 2026-11-20, or a time"),
        (("--as-of", "2026-02-30"), "--as-of '2026-02-30': write a date"),
        (("--as-of", "2999-01-01"), "--as-of '2999-01-01' is to come"),
        (("--as-of", "2026-01-01"), "NEWSCRAWLER_STORE: newscrawler.db is not there"),
        (
            ("--as-of", "2026-01-01", "-s", "NEWSCRAWLER_STORE="),
            "NEWSCRAWLER_STORE: name the store to look into",
        ),
        (
            ("--as-of", "2026-01-01", "-s", "NEWSCRAWLER_STORE=x"),
            "NEWSCRAWLER_STORE is no store",
        ),
    ],
)
def test_without_a_day_or_a_store_it_says_so(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    ran = run(tmp_path, "explain", URL, *arguments)

    assert (ran.code, ran.out) == (2, "")
    (line,) = ran.lines
    assert words in line
    assert not list(tmp_path.glob("*.db"))
