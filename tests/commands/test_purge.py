"""What does ``purge`` erase of what was withdrawn, and what does it leave to prove it?"""

import json
from pathlib import Path

import pytest

from newscrawler.policy import Verdict
from newscrawler.storage.warc_reading import read_warc
from tests.commands.gazette import (
    HOST,
    SETTINGS,
    SITE,
    SOURCE,
    TITLES,
    URLS,
    WARC,
    crawl,
    crawled_gazette,
    objection,
    page,
    paragraphs,
    permission,
    rechecked,
    retention,
    robots,
    sentence,
    site,
    write,
)
from tests.commands.proving import proved, steps
from tests.storage.ledgers import problems
from tests.wire.running import Ran, run

HERALD = """\
id = "herald"
name = "The Herald"
home = "https://herald.example/"
domains = ["herald.example"]
owner = "Herald Press"
sections = ["https://herald.example/"]
"""
NOTICE = "<footer><p>No crawling of this page for AI without permission.</p></footer>"
REPRINT = "https://herald.example/news/2026/11/walrus.html"


@pytest.fixture
def crawled(tmp_path: Path) -> Path:
    return crawled_gazette(tmp_path)


@pytest.fixture
def archived(tmp_path: Path) -> Path:
    """The same, its pages written to WARC files as well."""
    return crawled_gazette(tmp_path, *WARC)


def captured(folder: Path) -> list[str]:
    """Return which pages' words are in WARC files, unpacked."""
    text = b"".join(
        one.content or b""
        for file in (folder / "captures").iterdir()
        for one in read_warc(file)
    ).decode()
    pages = zip(URLS, TITLES, strict=True)
    return [url for url, title in pages if sentence(title, 0) in text]


def purge(folder: Path, *more: str) -> Ran:
    return run(folder, "purge", "--yes", *SETTINGS, *more)


def purge_certified(folder: Path, *more: str) -> Ran:
    return purge(folder, "-o", "gone.json", *more)


def certified(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "gone.json").read_text("utf-8"))
    return found


def export(folder: Path, name: str) -> Ran:
    return run(folder, "export", "--purpose", "search", "-o", name, *SETTINGS)


def rows_of(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def exported(folder: Path) -> dict[object, str]:
    """Export what is allowed; return the decision that keeps it by URL."""
    assert export(folder, "a.jsonl").code == 0
    return {one["url"]: str(one["decision"]) for one in rows_of(folder / "a.jsonl")}


def test_captures_are_erased_and_exports_are_named(archived: Path) -> None:
    for name in ("one.csv", "two.jsonl"):
        done = export(archived, name)
        assert done.code == 0, done.err
    objection(archived)
    assert captured(archived) == list(URLS)

    unnamed = purge_certified(archived)
    assert unnamed.code == 2
    assert unnamed.err.endswith("name its folder by NEWSCRAWLER_WARC\n")
    assert not (archived / "gone.json").exists()
    ran = purge_certified(archived, *WARC)

    assert ran.code == 0, ran.err
    assert captured(archived) == [URLS[1]]
    found = certified(archived)
    assert str(found["method"]).endswith("; WARC: 1 captures replaced")
    articles = found["articles"]
    assert isinstance(articles, list)
    (one,) = articles
    assert one["warc"]["erased"] is True
    assert [each["file"] for each in one["exports"]] == ["one.csv", "two.jsonl"]
    assert all(each["sha256"] for each in one["exports"])
    assert problems(archived / "newscrawler.db") == []
    assert list(exported(archived)) == [URLS[1]]


def test_the_removal_list_names_what_exports_name(archived: Path) -> None:
    keeping = exported(archived)
    objection(archived)

    ran = purge(archived, *WARC)

    (line,) = ran.out.splitlines()
    assert json.loads(line)["kept_by"] == keeping[URLS[0]]


def test_a_later_copy_of_what_was_withdrawn_is_refused(tmp_path: Path) -> None:
    body = paragraphs(TITLES[0])
    write(tmp_path, site(HOST, {URLS[0]: page(TITLES[0], body=body + NOTICE)}))
    permission(tmp_path)
    assert crawl(tmp_path, *WARC).kept() == {URLS[0]}
    write(tmp_path, {"sources/gazette.toml": SOURCE})
    assert rechecked(tmp_path)["withdrawn"] == [(URLS[0], "notice")]
    assert purge(tmp_path, *WARC).code == 0
    reprint = site("herald.example", {REPRINT: page("A walrus, again", body=body)})
    write(tmp_path, {"sources/herald.toml": HERALD, **reprint})

    ran = crawl(tmp_path, *WARC)

    assert ran.kept() == set()
    (last,) = [one for one in ran.decisions() if one.url == REPRINT][-1:]
    assert (last.verdict, last.deciding[0].signal) == (Verdict.REFUSE, "copy")
    assert last.deciding[0].holder == "Gazette Media Ltd"
    assert SITE in last.deciding[0].document


def test_what_was_purged_is_still_proved(archived: Path) -> None:
    keeping = exported(archived)[URLS[0]]
    objection(archived)
    assert purge_certified(archived, *WARC).code == 0

    for what, verdict in ((keeping, "allow"), (URLS[0], "refuse")):
        proof = proved(archived, what, verdict, *SETTINGS)
        decision = json.loads((proof / "decision.json").read_text("utf-8"))
        assert (decision["url"], decision["verdict"]) == (URLS[0], verdict)
        assert steps(proof) == [f"OK {number}" for number in range(1, 5)]
    ran = run(archived, "ledger", "replay", "--json", *SETTINGS)
    assert (ran.code, json.loads(ran.out)) == (0, [])


def traces(folder: Path, words: str) -> list[str]:
    found = sorted(folder.glob("newscrawler.db*"))
    return [one.name for one in found if words.encode() in one.read_bytes()]


def test_a_purge_erases_what_has_ended_and_certifies_it(crawled: Path) -> None:
    assert traces(crawled, sentence(TITLES[0], 3)) == ["newscrawler.db"]
    robots(crawled)
    rechecked(crawled)
    objection(crawled)
    retention(crawled)

    dry = run(crawled, "purge", "--dry-run", *SETTINGS)
    assert dry.kept() == {URLS[1]}
    ran = purge_certified(crawled)

    assert (dry.code, ran.code, ran.out) == (0, 0, "")
    reasons = [
        "robots-rules: User-agent: * / Disallow: /*walrus",
        "retention: articles are kept for 1.15741e-08 days, and these are over",
    ]
    listed = [line.split("\t") for line in dry.out.splitlines()]
    assert listed == [list(pair) for pair in zip(URLS, reasons, strict=True)]
    articles = certified(crawled)["articles"]
    assert isinstance(articles, list)
    assert [one["reason"] for one in articles] == reasons
    assert [one["exports"] for one in articles] == [[], []]
    removals = rows_of(crawled / "gone.removals.jsonl")
    assert [one["url"] for one in removals] == list(URLS)
    names = {"url", "content_hash", "reason", "at", "kept_by"}
    assert all(set(one) == names for one in removals)
    for title in TITLES:
        assert traces(crawled, sentence(title, 3)) == []
    assert ran.kept() == set()
    assert problems(crawled / "newscrawler.db") == []


def test_a_purge_with_nothing_to_do_touches_no_certificate(crawled: Path) -> None:
    objection(crawled)
    first = purge_certified(crawled)
    before = (crawled / "gone.json").read_bytes()

    again = purge_certified(crawled)

    assert (first.code, again.code) == (0, 0)
    assert again.err == "purge: 0 articles erased\n"
    assert (crawled / "gone.json").read_bytes() == before


def test_the_removal_list_goes_to_stdout(crawled: Path) -> None:
    objection(crawled)

    asked = run(crawled, "purge", "--dry-run", *SETTINGS)
    ran = purge(crawled)

    assert "would be erased; purge --yes -o FILE.json erases and cert" in asked.err
    assert ran.err.startswith("purge: 1 article erased; no certificate: -o FILE.json")
    (line,) = ran.out.splitlines()
    assert json.loads(line)["url"] == URLS[0]
    (last,) = (
        one
        for one in ran.decisions()
        if one.url == URLS[0] and one.verdict is Verdict.REFUSE
    )
    assert last.deciding[0].signal == "objection"


MISTAKES = {
    (): "write purge --dry-run or purge --yes",
    ("--yes", "--dry-run"): "write purge --dry-run or purge --yes",
    ("--yes", "-o", "none/c.json"): "none/c.json: No such file",
}


def test_mistakes_are_one_line(crawled: Path) -> None:
    for words, said in MISTAKES.items():
        ran = run(crawled, "purge", *words, *SETTINGS)

        assert ran.code == 2, words
        assert ran.err.startswith(f"purge: {said}"), ran.err
        assert len(ran.lines) == 1
        assert ran.kept() == set(URLS)


def test_without_a_store_there_is_nothing_to_look_into(tmp_path: Path) -> None:
    write(tmp_path, {"sources/gazette.toml": SOURCE, f"sites/{HOST}/a.html": ""})

    ran = purge(tmp_path)

    assert ran.code == 2
    assert "is not there; a crawl makes it" in ran.err
