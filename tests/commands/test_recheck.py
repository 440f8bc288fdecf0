"""``recheck`` and ``purge``: by the real commands, over sites that change their mind."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from newscrawler.policy import Verdict
from newscrawler.storage.database import open_store
from tests.storage.ledgers import problems
from tests.wire.running import Ran, run

HOST = "gazette.example"
SITE = f"https://{HOST}"
SETTINGS = (
    *("-s", "NEWSCRAWLER_FIXTURES=sites"),
    *("-s", "NEWSCRAWLER_STORE=sqlite:///newscrawler.db"),
)
SOURCE = f"""\
id = "gazette"
name = "The Gazette"
home = "{SITE}/"
domains = ["{HOST}"]
owner = "Gazette Media Ltd"
sections = ["{SITE}/"]
"""
LETTER = "You may."
PERMISSION = f"""
[[permission]]
id = "gzm-1"
grantor = "Gazette Media Ltd"
scope = ["{HOST}/*"]
purposes = ["search", "archive", "ai-input", "ai-train", "tdm"]
valid_from = 2026-01-01
valid_until = 2099-12-31
document = "permission.txt"
sha256 = "{sha256(LETTER.encode()).hexdigest()}"
"""
OBJECTION = f"""\
who = "Ann Author"
when = 2026-01-01
scope = ["{HOST}/news/2026/11/lantern*"]
contact = "ann@mail.example"
reason = "never asked"
"""
SLUGS = ("lantern-walrus-opens-library", "ferry-pier-keeps-its-bell")
URLS = tuple(f"{SITE}/news/2026/11/{slug}.html" for slug in SLUGS)
PAGE = """<!doctype html><html lang="en"><head><title>{title}</title>
<meta property="og:type" content="article">
<script type="application/ld+json">{{"@context": "https://schema.org",
"@type": "NewsArticle", "headline": "{title}",
"datePublished": "2026-11-18T09:00:00+00:00"}}</script>{head}</head>
<body><article><h1>{title}</h1>{body}</article></body></html>
"""
SENTENCE = (
    "The {title} was opened on Tuesday by the harbour master, who said that"
    " paragraph {number} of the plan had taken longer than anybody expected."
)


def page(title: str, head: str = "") -> str:
    lines = (SENTENCE.format(title=title, number=number) for number in range(5))
    body = "".join(f"<p>{line}</p>" for line in lines)
    return PAGE.format(title=title, body=body, head=head)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def crawl(folder: Path) -> Ran:
    return run(folder, "crawl", "news", "-a", "ask=all", *SETTINGS)


@pytest.fixture
def crawled(tmp_path: Path) -> Path:
    """A folder with a source, its site, and a store with both its articles."""
    links = "".join(f'<a href="{url}">{url}</a>' for url in URLS)
    pages = {
        f"sites/{HOST}/news/2026/11/{slug}.html": page(slug.replace("-", " "))
        for slug in SLUGS
    }
    write(
        tmp_path,
        {
            "sources/gazette.toml": SOURCE,
            "sources/permission.txt": LETTER,
            f"sites/{HOST}/robots.txt": "User-agent: *\nAllow: /\n",
            f"sites/{HOST}/index.html": f"<html><body>{links}</body></html>",
            **pages,
        },
    )
    ran = crawl(tmp_path)
    assert (ran.code, ran.kept()) == (0, set(URLS)), ran.err
    return tmp_path


def rechecked(folder: Path, *options: str) -> dict[str, object]:
    ran = run(folder, "recheck", "--json", *options, *SETTINGS)
    assert ran.code in (0, 4), ran.err
    found: dict[str, object] = json.loads(ran.out)
    found["withdrawn"] = sorted(
        (one["url"], one["reason"].partition(":")[0])
        for one in json.loads(ran.out)["withdrawn"]
    )
    return found


def requests(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "newscrawler.db")) as connection:
        query = "SELECT url FROM hearings WHERE run = 2 ORDER BY number"
        return [url for (url,) in connection.execute(query)]


def test_what_is_still_allowed_stays(crawled: Path) -> None:
    found = rechecked(crawled)

    assert found == {"allowed": 2, "deferred": 0, "unlisted": 0, "withdrawn": []}
    assert requests(crawled)[0] == f"{SITE}/robots.txt"
    assert problems(crawled / "newscrawler.db") == []


def robots(folder: Path) -> None:
    write(folder, {f"sites/{HOST}/robots.txt": "User-agent: *\nDisallow: /*walrus\n"})


def token(folder: Path) -> None:
    text = "User-agent: *\nContent-Signal: ai-train=no\nAllow: /\n"
    write(folder, {f"sites/{HOST}/robots.txt": text})


def objection(folder: Path) -> None:
    write(folder, {"objections/ann.toml": OBJECTION})


def retention(folder: Path) -> None:
    write(folder, {"sources/gazette.toml": SOURCE + 'retention = "0.001 s"\n'})


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
    write(crawled, {"sources/gazette.toml": SOURCE + PERMISSION})
    token(crawled)
    assert rechecked(crawled)["allowed"] == 2
    past = PERMISSION.replace("2099-12-31", "2026-01-02")
    write(crawled, {"sources/gazette.toml": SOURCE + past})

    found = rechecked(crawled)

    assert found["withdrawn"] == [(url, "content-signal") for url in sorted(URLS)]


def test_what_the_page_said_is_taken_from_the_decision_of_then(tmp_path: Path) -> None:
    slug, url = SLUGS[0], URLS[0]
    head = '<meta name="robots" content="noai">'
    write(
        tmp_path,
        {
            "sources/gazette.toml": SOURCE + PERMISSION,
            "sources/permission.txt": LETTER,
            f"sites/{HOST}/robots.txt": "User-agent: *\nAllow: /\n",
            f"sites/{HOST}/index.html": f'<a href="{url}">{slug}</a>',
            f"sites/{HOST}/news/2026/11/{slug}.html": page(slug, head),
        },
    )
    assert crawl(tmp_path).kept() == {url}
    assert rechecked(tmp_path)["allowed"] == 1
    write(tmp_path, {"sources/gazette.toml": SOURCE})

    assert rechecked(tmp_path)["withdrawn"] == [(url, "robots-tag")]


def test_who_cannot_be_heard_withdraws_nothing(crawled: Path) -> None:
    site = '["/robots.txt"]\nstatus = 503\n'
    write(crawled, {f"sites/{HOST}/site.toml": site})

    ran = run(crawled, "recheck", *SETTINGS)

    assert ran.code == 4
    assert ran.err == "recheck: 0 withdrawn, 0 allowed, 2 deferred, 0 unlisted\n"
    assert ran.kept() == set(URLS)


def test_older_than_leaves_the_newer_alone(crawled: Path) -> None:
    robots(crawled)

    assert rechecked(crawled, "--older-than", "30 days")["withdrawn"] == []
    assert len(list(rechecked(crawled, "--older-than", "0.001 s"))) == 4
    assert run(crawled, "recheck", *SETTINGS).kept() == {URLS[1]}


MISTAKES = {
    ("recheck", "gazete"): "no source 'gazete'; did you mean gazette?",
    ("recheck", "a", "b"): "name one source, or none for all",
    ("recheck", "--older-than", "old"): "--older-than: 'old' is no duration",
    ("purge",): "write purge --dry-run or purge --yes",
    ("purge", "--yes", "--dry-run"): "write purge --dry-run or purge --yes",
    ("purge", "--yes", "-o", "none/c.json"): "none/c.json: No such file",
}


def test_mistakes_are_one_line(crawled: Path) -> None:
    for words, said in MISTAKES.items():
        ran = run(crawled, *words, *SETTINGS)

        assert ran.code == 2, words
        assert ran.err.startswith(f"{words[0]}: {said}"), ran.err
        assert len(ran.lines) == 1
        assert ran.kept() == set(URLS)


def test_without_a_store_there_is_nothing_to_look_into(tmp_path: Path) -> None:
    write(tmp_path, {"sources/gazette.toml": SOURCE, f"sites/{HOST}/a.html": ""})

    for words in (("recheck",), ("purge", "--yes")):
        ran = run(tmp_path, *words, *SETTINGS)

        assert ran.code == 2
        assert "is not there; a crawl makes it" in ran.err


def traces(folder: Path, words: str) -> list[str]:
    found = sorted(folder.glob("newscrawler.db*"))
    return [one.name for one in found if words.encode() in one.read_bytes()]


def test_a_purge_erases_what_has_ended_and_certifies_it(crawled: Path) -> None:
    words = SENTENCE.format(title=SLUGS[0].replace("-", " "), number=3)
    assert traces(crawled, words) == ["newscrawler.db"]
    robots(crawled)
    rechecked(crawled)
    objection(crawled)
    write(crawled, {"sources/gazette.toml": SOURCE + 'retention = "0.001 s"\n'})

    dry = run(crawled, "purge", "--dry-run", *SETTINGS)
    assert dry.kept() == {URLS[1]}
    ran = run(crawled, "purge", "--yes", "-o", "gone.json", *SETTINGS)

    assert (dry.code, ran.code, ran.out) == (0, 0, "")
    reasons = [
        "robots-rules: User-agent: * / Disallow: /*walrus",
        "retention: articles are kept for 1.15741e-08 days, and these are over",
    ]
    listed = [line.split("\t") for line in dry.out.splitlines()]
    assert listed == [list(pair) for pair in zip(URLS, reasons, strict=True)]
    certified = json.loads((crawled / "gone.json").read_text("utf-8"))
    assert [one["reason"] for one in certified["articles"]] == reasons
    assert [one["exports"] for one in certified["articles"]] == [[], []]
    lines = (crawled / "gone.removals.jsonl").read_text("utf-8").splitlines()
    removals = [json.loads(line) for line in lines]
    assert [one["url"] for one in removals] == list(URLS)
    names = {"url", "content_hash", "reason", "at", "kept_by"}
    assert all(set(one) == names for one in removals)
    for slug in SLUGS:
        words = SENTENCE.format(title=slug.replace("-", " "), number=3)
        assert traces(crawled, words) == []
    assert ran.kept() == set()
    assert problems(crawled / "newscrawler.db") == []


def test_a_purge_with_nothing_to_do_touches_no_certificate(crawled: Path) -> None:
    objection(crawled)
    first = run(crawled, "purge", "--yes", "-o", "gone.json", *SETTINGS)
    certified = (crawled / "gone.json").read_bytes()

    again = run(crawled, "purge", "--yes", "-o", "gone.json", *SETTINGS)

    assert (first.code, again.code) == (0, 0)
    assert again.err == "purge: 0 articles erased\n"
    assert (crawled / "gone.json").read_bytes() == certified


def test_the_removal_list_goes_to_stdout(crawled: Path) -> None:
    objection(crawled)

    ran = run(crawled, "purge", "--yes", *SETTINGS)

    (line,) = ran.out.splitlines()
    assert json.loads(line)["url"] == URLS[0]
    with closing(open_store(f"sqlite:///{crawled / 'newscrawler.db'}")) as store:
        (last,) = (
            one
            for one in store.decisions()
            if one.decision.url == URLS[0] and one.decision.verdict is Verdict.REFUSE
        )
    assert last.decision.deciding[0].signal == "objection"
