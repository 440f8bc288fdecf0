"""``purge`` end to end: captures, exports and copies of what was withdrawn."""

import json
import zipfile
from pathlib import Path

import pytest

from newscrawler.policy import Verdict
from newscrawler.storage.warc_reading import read_warc
from tests.commands.test_ledger import follow_guide
from tests.commands.test_recheck import (
    HOST,
    LETTER,
    PAGE,
    PERMISSION,
    SENTENCE,
    SETTINGS,
    SITE,
    SLUGS,
    SOURCE,
    URLS,
    objection,
    page,
    rechecked,
    write,
)
from tests.storage.ledgers import problems
from tests.wire.running import Ran, run

WARC = ("-s", "NEWSCRAWLER_WARC=captures")
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


def crawl(folder: Path) -> Ran:
    return run(folder, "crawl", "news", *SETTINGS, *WARC)


def site(host: str, pages: dict[str, str]) -> dict[str, str]:
    """Return the files of a site by URL."""
    links = "".join(f'<a href="{url}">{url}</a>' for url in pages)
    return {
        f"sites/{host}/robots.txt": "User-agent: *\nAllow: /\n",
        f"sites/{host}/index.html": f"<html><body>{links}</body></html>",
        **{f"sites/{url.partition('://')[2]}": text for url, text in pages.items()},
    }


@pytest.fixture
def crawled(tmp_path: Path) -> Path:
    pages = {
        url: page(slug.replace("-", " ")) for url, slug in zip(URLS, SLUGS, strict=True)
    }
    write(tmp_path, {"sources/gazette.toml": SOURCE, **site(HOST, pages)})
    ran = crawl(tmp_path)
    assert (ran.code, ran.kept()) == (0, set(URLS)), ran.err
    return tmp_path


def captured(folder: Path) -> list[str]:
    """Return which pages' words are in WARC files, unpacked."""
    text = b"".join(
        one.content or b""
        for file in (folder / "captures").iterdir()
        for one in read_warc(file)
    ).decode()
    first = (SENTENCE.format(title=one.replace("-", " "), number=0) for one in SLUGS)
    return [url for url, words in zip(URLS, first, strict=True) if words in text]


def certified(folder: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((folder / "gone.json").read_text("utf-8"))
    return found


def test_captures_are_erased_and_exports_are_named(crawled: Path) -> None:
    for name in ("one.csv", "two.jsonl"):
        done = run(crawled, "export", "--purpose", "search", "-o", name, *SETTINGS)
        assert done.code == 0, done.err
    objection(crawled)
    assert captured(crawled) == list(URLS)

    unnamed = run(crawled, "purge", "--yes", "-o", "gone.json", *SETTINGS)
    assert unnamed.code == 2
    assert unnamed.err.endswith("name its folder by NEWSCRAWLER_WARC\n")
    assert not (crawled / "gone.json").exists()
    ran = run(crawled, "purge", "--yes", "-o", "gone.json", *SETTINGS, *WARC)

    assert ran.code == 0, ran.err
    assert captured(crawled) == [URLS[1]]
    found = certified(crawled)
    assert str(found["method"]).endswith("; WARC: 1 captures replaced")
    articles = found["articles"]
    assert isinstance(articles, list)
    (one,) = articles
    assert one["warc"]["erased"] is True
    assert [each["file"] for each in one["exports"]] == ["one.csv", "two.jsonl"]
    assert all(each["sha256"] for each in one["exports"])
    assert problems(crawled / "newscrawler.db") == []
    again = run(crawled, "export", "--purpose", "search", "-o", "a.jsonl", *SETTINGS)
    assert again.code == 0
    lines = (crawled / "a.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["url"] for line in lines] == [URLS[1]]


def test_the_removal_list_names_what_exports_name(crawled: Path) -> None:
    run(crawled, "export", "--purpose", "search", "-o", "a.jsonl", *SETTINGS)
    objection(crawled)

    ran = run(crawled, "purge", "--yes", *SETTINGS, *WARC)

    (line,) = ran.out.splitlines()
    lines = (crawled / "a.jsonl").read_text("utf-8").splitlines()
    decisions = {one["url"]: one["decision"] for one in map(json.loads, lines)}
    assert json.loads(line)["kept_by"] == decisions[URLS[0]]


def test_a_later_copy_of_what_was_withdrawn_is_refused(tmp_path: Path) -> None:
    title = SLUGS[0].replace("-", " ")
    lines = (SENTENCE.format(title=title, number=number) for number in range(5))
    body = "".join(f"<p>{line}</p>" for line in lines)
    original = PAGE.format(title=title, head="", body=body + NOTICE)
    write(
        tmp_path,
        {
            "sources/gazette.toml": SOURCE + PERMISSION,
            "sources/permission.txt": LETTER,
            **site(HOST, {URLS[0]: original}),
        },
    )
    assert crawl(tmp_path).kept() == {URLS[0]}
    write(tmp_path, {"sources/gazette.toml": SOURCE})
    assert rechecked(tmp_path)["withdrawn"] == [(URLS[0], "notice")]
    assert run(tmp_path, "purge", "--yes", *SETTINGS, *WARC).code == 0
    reprint = PAGE.format(title="A walrus, again", head="", body=body)
    write(
        tmp_path,
        {
            "sources/herald.toml": HERALD,
            **site("herald.example", {REPRINT: reprint}),
        },
    )

    ran = crawl(tmp_path)

    assert ran.kept() == set()
    (last,) = [one for one in ran.decisions() if one.url == REPRINT][-1:]
    assert (last.verdict, last.deciding[0].signal) == (Verdict.REFUSE, "copy")
    assert last.deciding[0].holder == "Gazette Media Ltd"
    assert SITE in last.deciding[0].document


def test_what_was_purged_is_still_proved(crawled: Path) -> None:
    run(crawled, "export", "--purpose", "search", "-o", "a.jsonl", *SETTINGS)
    exported = (crawled / "a.jsonl").read_text("utf-8").splitlines()
    objection(crawled)
    assert run(crawled, "purge", "--yes", "-o", "gone.json", *SETTINGS, *WARC).code == 0

    (keeping,) = [
        one["decision"] for one in map(json.loads, exported) if one["url"] == URLS[0]
    ]
    for what, verdict in ((keeping, "allow"), (URLS[0], "refuse")):
        ran = run(crawled, "ledger", "prove", what, "-o", "p.zip", *SETTINGS)
        assert ran.code == 0, ran.err
        with zipfile.ZipFile(crawled / "p.zip") as archive:
            archive.extractall(crawled / verdict)
        decision = json.loads((crawled / verdict / "decision.json").read_text("utf-8"))
        assert (decision["url"], decision["verdict"]) == (URLS[0], verdict)
        done = follow_guide(crawled / verdict)
        assert done.returncode == 0, done.stdout + done.stderr
    ran = run(crawled, "ledger", "replay", "--json", *SETTINGS)
    assert (ran.code, json.loads(ran.out)) == (0, [])
