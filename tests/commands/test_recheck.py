"""What does ``recheck`` withdraw when a site changes its mind, and does it stay away?"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from newscrawler.policy import Verdict
from tests.commands.gazette import (
    HOST,
    SETTINGS,
    SITE,
    SOURCE,
    TITLES,
    URLS,
    crawl,
    crawled_gazette,
    objection,
    page,
    permission,
    rechecked,
    retention,
    robots,
    site,
    token,
    write,
)
from tests.storage.ledgers import problems
from tests.storage.samples import rows
from tests.wire.running import run


@pytest.fixture
def crawled(tmp_path: Path) -> Path:
    return crawled_gazette(tmp_path)


def requests(folder: Path) -> list[object]:
    query = "SELECT url FROM hearings WHERE run = 2 ORDER BY number"
    return [url for (url,) in rows(folder / "newscrawler.db", query)]


def test_what_is_still_allowed_stays(crawled: Path) -> None:
    found = rechecked(crawled)

    none = {"refused": 0, "deferred": 0, "unlisted": 0, "withdrawn": []}
    assert found == {"allowed": 2, **none}
    assert requests(crawled)[0] == f"{SITE}/robots.txt"
    assert problems(crawled / "newscrawler.db") == []


CHANGES: dict[str, tuple[Callable[[Path], None], str, int]] = {
    "robots.txt forbids one": (robots, "robots-rules", 1),
    "robots.txt reserves training": (token, "content-signal", 2),
    "somebody objects to one": (objection, "objection", 1),
    "their time is over": (retention, "retention", 2),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_lost_its_permission_is_withdrawn_and_stays_away(
    crawled: Path, name: str
) -> None:
    change, signal, many = CHANGES[name]
    change(crawled)

    found = rechecked(crawled, "gazette")

    gone = URLS[:many]
    assert found["withdrawn"] == sorted((url, signal) for url in gone)
    assert found["allowed"] == 2 - many
    assert problems(crawled / "newscrawler.db") == []
    again = crawl(crawled)
    assert again.kept() == set(URLS[many:])
    for url in gone:
        assert again.decisions()[-1].source == "gazette"
        assert Verdict.REFUSE in again.verdicts(url)


def test_what_was_withdrawn_is_refused_though_its_site_allows_it_again(
    crawled: Path,
) -> None:
    robots(crawled)
    rechecked(crawled)
    write(crawled, {f"sites/{HOST}/robots.txt": "User-agent: *\nAllow: /\n"})
    run(crawled, "recheck", *SETTINGS)  # what robots.txt says is known again

    again = crawl(crawled)

    last = [one for one in again.decisions() if one.url == URLS[0]][-1]
    assert [one.signal for one in last.deciding] == ["withdrawn"]
    assert again.kept() == {URLS[1]}


def test_a_permission_that_has_expired_lifts_no_more(crawled: Path) -> None:
    permission(crawled)
    token(crawled)
    assert rechecked(crawled)["allowed"] == 2
    permission(crawled, until="2026-01-02")

    found = rechecked(crawled)

    assert found["withdrawn"] == [(url, "content-signal") for url in sorted(URLS)]


def test_what_the_page_said_is_taken_from_the_decision_of_then(tmp_path: Path) -> None:
    url = URLS[0]
    head = '<meta name="robots" content="noai">'
    write(tmp_path, site(HOST, {url: page(TITLES[0], head)}))
    permission(tmp_path)
    assert crawl(tmp_path).kept() == {url}
    assert rechecked(tmp_path)["allowed"] == 1
    write(tmp_path, {"sources/gazette.toml": SOURCE})

    assert rechecked(tmp_path)["withdrawn"] == [(url, "robots-tag")]


def test_who_cannot_be_heard_withdraws_nothing(crawled: Path) -> None:
    site = '["/robots.txt"]\nstatus = 503\n'
    write(crawled, {f"sites/{HOST}/site.toml": site})

    ran = run(crawled, "recheck", *SETTINGS)

    assert ran.code == 4
    assert (
        ran.err
        == "recheck: 0 withdrawn, 0 allowed, 0 refused, 2 deferred, 0 unlisted\n"
    )
    assert ran.kept() == set(URLS)


def for_purpose(name: str) -> tuple[str, str]:
    return "-s", f"NEWSCRAWLER_PURPOSES={name}"


def signals(folder: Path, said: str) -> None:
    text = f"User-agent: *\nContent-Signal: {said}\nAllow: /\n"
    write(folder, {f"sites/{HOST}/robots.txt": text})


def tdm_reserved(folder: Path) -> None:
    text = '[{"location": "/", "tdm-reservation": 1}]'
    write(folder, {f"sites/{HOST}/.well-known/tdmrep.json": text})


def test_who_asks_about_another_use_takes_nothing_away(tmp_path: Path) -> None:
    crawled_gazette(tmp_path, *for_purpose("search"))
    signals(tmp_path, "search=yes, ai-train=no")

    for more in ("ai-train", "search,ai-train"):
        found = rechecked(tmp_path, *for_purpose(more))

        assert (found["withdrawn"], found["refused"], found["allowed"]) == ([], 2, 0)
    export = ("export", "--purpose", "ai-train", "-o", "a.jsonl", *SETTINGS)
    assert run(tmp_path, *export).code == 3
    found = rechecked(tmp_path, *for_purpose("search"))
    assert (found["refused"], found["allowed"]) == (0, 2)


def test_what_was_withdrawn_is_left_out_of_an_export_and_told(crawled: Path) -> None:
    robots(crawled)
    rechecked(crawled)

    words = ("export", "--purpose", "search", "-o", "a.jsonl", "--json", *SETTINGS)
    told = json.loads(run(crawled, *words).out)

    assert (told["items"], told["left_out"]) == (1, {"withdrawn": 1})
    (left_out,) = (crawled / "a.jsonl.excluded.jsonl").read_text().splitlines()
    said = json.loads(left_out)
    assert (said["url"], said["verdict"]) == (URLS[0], "refuse")
    assert ": robots-rules: " in said["words"]
    retention(crawled)
    assert run(crawled, "purge", "--yes", *SETTINGS).code == 0
    ran = run(crawled, *words)
    assert (ran.code, json.loads(ran.out)["left_out"]) == (3, {})


LOST: dict[str, tuple[str, str, Callable[[Path], None], str]] = {
    "the use it was kept for": (
        "search",
        "ai-train",
        lambda folder: signals(folder, "search=no, ai-train=yes"),
        "content-signal",
    ),
    "in a document of that use alone": ("tdm", "search", tdm_reserved, "tdmrep"),
    "by an objection": (
        "search",
        "ai-train",
        lambda folder: objection(folder, f"{HOST}/*"),
        "objection",
    ),
    "by robots.txt": (
        "search",
        "ai-train",
        lambda folder: write(
            folder, {f"sites/{HOST}/robots.txt": "User-agent: *\nDisallow: /\n"}
        ),
        "robots-rules",
    ),
    "one of two uses": (
        "search,tdm",
        "search,tdm,archive",
        lambda folder: signals(folder, "search=no"),
        "content-signal",
    ),
}


@pytest.mark.parametrize("name", LOST)
def test_what_it_was_kept_for_is_lost_whatever_is_asked_about(
    tmp_path: Path, name: str
) -> None:
    kept, asked, change, signal = LOST[name]
    crawled_gazette(tmp_path, *for_purpose(kept))
    change(tmp_path)

    found = rechecked(tmp_path, *for_purpose(asked))

    assert found["withdrawn"] == [(url, signal) for url in sorted(URLS)]


def test_a_use_that_is_declared_no_more_withdraws_nothing(crawled: Path) -> None:
    token(crawled)

    found = rechecked(crawled, *for_purpose("search"))

    assert (found["withdrawn"], found["allowed"]) == ([], 2)


def test_older_than_leaves_the_newer_alone(crawled: Path) -> None:
    robots(crawled)

    assert rechecked(crawled, "--older-than", "30 days")["withdrawn"] == []
    older = rechecked(crawled, "--older-than", "0.001 s")
    assert older["withdrawn"] == [(URLS[0], "robots-rules")]


MISTAKES = {
    ("gazete",): "no source 'gazete'; did you mean gazette?",
    ("a", "b"): "name one source, or none for all",
    ("--older-than", "old"): "--older-than: 'old' is no duration",
}


def test_mistakes_are_one_line(crawled: Path) -> None:
    for words, said in MISTAKES.items():
        ran = run(crawled, "recheck", *words, *SETTINGS)

        assert ran.code == 2, words
        assert ran.err.startswith(f"recheck: {said}"), ran.err
        assert len(ran.lines) == 1
        assert ran.kept() == set(URLS)


def test_without_a_store_there_is_nothing_to_look_into(tmp_path: Path) -> None:
    write(tmp_path, {"sources/gazette.toml": SOURCE, f"sites/{HOST}/a.html": ""})

    ran = run(tmp_path, "recheck", *SETTINGS)

    assert ran.code == 2
    assert "is not there; a crawl makes it" in ran.err
