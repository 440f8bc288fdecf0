"""``explain``: the verdict, in the publisher's words, and what mistakes come to."""

import hashlib
import json
from pathlib import Path

import pytest
import rfc8785

from tests.wire.running import Ran, run

NUSAKITA = (
    "https://nusakita.example/berita/1204/petani-rumput-laut-teluk-sumbawan-panen-raya"
)
RIVERSIDE = (
    "https://riverside-observer.example/news/bridge-toll-ends-after-ninety-years"
)
FARO_FEED = "https://faro-di-montalba.example/notizie.rss"
FARO = (
    "https://faro-di-montalba.example/cronaca/il-forno-di-via-stretta-cuoce-di-giorno"
)
NOTICE = (
    "<footer><p>Dilarang mengambil konten, melakukan perayapan (crawling), atau "
    "pengindeksan otomatis untuk AI pada situs ini tanpa izin tertulis.</p></footer>"
)


def page(folder: Path, *parts: str | bytes, name: str = "page.html") -> str:
    body = b"<html lang=id><body><h1>Judul</h1>"
    body += b"".join(one.encode() if isinstance(one, str) else one for one in parts)
    (folder / name).write_bytes(body)
    return name


def robots(folder: Path, text: str = "User-agent: *\nAllow: /\n") -> tuple[str, str]:
    (folder / "robots.txt").write_text(text, "utf-8")
    return "--robots", "robots.txt"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "name one URL or one saved file"),
        (("a", "b"), "name one URL or one saved file"),
        (("nothing.html",), "'nothing.html' is no file and no web address"),
        (("https://",), "'https://' is no file and no web address"),
        (("ftp://a.test/x",), "'ftp://a.test/x' is no file and no web address"),
        ((".",), "'.' is no file and no web address"),
        (("https://paper.test/a",), "NEWSCRAWLER_CONTACT: '' is nobody"),
        (("page.html", "--robots", "none.txt"), "none.txt: No such file"),
        (("page.html", "--robots", "."), ".: Is a directory"),
        (
            ("page.html", "--header", "noai"),
            "--header 'noai': write it as 'Name: value'",
        ),
        (("page.html", "--header", ": x"), "--header ': x': write it as"),
        (("page.html", "--url", "paper"), "--url 'paper': no web address"),
        (("page.html", "--purpose", "serach"), "'serach' is no purpose; did you mean"),
        (("page.html", "--purposes", "search"), "unknown option '--purposes'"),
        (("page.html", "--jsno"), "unknown option '--jsno'"),
        (("page.html", "-s", "NEWSCRAWLER_PROFILE=lax"), "'lax' is not one of strict"),
        (("page.html", "-s", "NEWSCRAWLER_TOKEN=a b"), "'a b' is no product token"),
        (("page.html", "-s", "NEWSCRAWLER_MEETS=token"), "'token' cannot be met"),
        (("page.html", "-s", "NEWSCRAWLER_SOURCES=bad.toml"), "bad.toml:1: "),
        ((NUSAKITA, "-s", "NEWSCRAWLER_FIXTURES=sites"), "unknown key 'statsu'"),
        (("\x1b[2J\u202e",), "is no file and no web address"),
    ],
)
def test_a_mistake_is_one_line(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    page(tmp_path)
    (tmp_path / "bad.toml").write_text("idd = 1", "utf-8")
    site = tmp_path / "sites" / "nusakita.example"
    site.mkdir(parents=True)
    (site / "site.toml").write_text('["/a"]\nstatsu = 404\n', "utf-8")
    ran = run(tmp_path, "explain", *arguments)

    assert (ran.code, ran.out) == (2, ""), ran.err
    assert words in ran.lines[0]
    assert all(line.startswith("explain: ") for line in ran.lines)
    assert all(line.isprintable() for line in ran.lines)
    if "bad.toml:1: " not in words:  # a line for each mistake of the registry
        assert len(ran.lines) == 1


def test_a_notice_in_a_saved_page_refuses_in_its_own_words(tmp_path: Path) -> None:
    ran = run(tmp_path, "explain", page(tmp_path, NOTICE), *robots(tmp_path))

    assert ran.code == 3
    assert "refuse: refused" in ran.out
    assert "“Dilarang mengambil konten, melakukan perayapan" in ran.out


def test_what_nobody_was_asked_for_defers(tmp_path: Path) -> None:
    ran = run(tmp_path, "explain", page(tmp_path, "<p>Open."))

    assert ran.code == 4
    assert "robots.txt: not asked for: offline" in ran.out


def test_a_page_that_is_wholly_heard_may_be_kept(tmp_path: Path) -> None:
    given = ("--purpose", "search", "--url", "https://paper.test/a")
    ran = run(
        tmp_path, "explain", page(tmp_path, "<p>Open."), *robots(tmp_path), *given
    )

    assert ran.code == 0, ran.out
    assert "allow: may be kept" in ran.out
    assert "robots.txt line 2" in ran.out


def test_robots_txt_and_headers_are_what_the_command_line_gives(tmp_path: Path) -> None:
    name = page(tmp_path, "<p>Open.")
    closed = robots(tmp_path, "User-agent: *\nDisallow: /\n")
    by_rule = run(tmp_path, "explain", name, *closed)
    by_header = run(
        tmp_path, "explain", name, *robots(tmp_path), "--header", "X-Robots-Tag: noai"
    )

    assert (by_rule.code, by_header.code) == (3, 3)
    assert "“User-agent: * / Disallow: /”" in by_rule.out
    assert "“X-Robots-Tag: noai”" in by_header.out


def test_a_binary_file_is_no_page(tmp_path: Path) -> None:
    name = page(tmp_path, bytes(range(256)) * 40)
    ran = run(tmp_path, "explain", name, *robots(tmp_path))

    assert ran.code in (3, 4)
    assert "Traceback" not in ran.err


def digest(record: dict[str, object]) -> str:
    rest = {key: value for key, value in record.items() if key != "id"}
    return hashlib.sha256(rfc8785.dumps(rest)).hexdigest()  # type: ignore[arg-type]  # JSON


@pytest.mark.parametrize(
    ("url", "code", "verdict"),
    [
        (NUSAKITA, 3, "refuse"),
        (RIVERSIDE, 0, "allow"),
        ("https://foggy-herald.example/news/night-market", 4, "defer"),
    ],
)
def test_a_decision_as_json_has_the_hash_of_its_rest(
    tmp_path: Path, url: str, code: int, verdict: str
) -> None:
    ran = run(tmp_path, "explain", url, "--json")

    assert ran.code == code
    assert ran.lines == ["explain: answered from the fixture sites"]
    record = json.loads(ran.out)
    assert (record["verdict"], record["url"]) == (verdict, url)
    assert record["id"] == digest(record)


def test_a_fixture_host_answers_in_its_own_words(tmp_path: Path) -> None:
    refused: Ran = run(tmp_path, "explain", NUSAKITA)
    allowed: Ran = run(tmp_path, "explain", RIVERSIDE)

    assert (refused.code, allowed.code) == (3, 0)
    assert "tanpa izin tertulis dari Kantor Berita Nusantara Kita" in refused.out
    assert "body > footer > p:nth-of-type(2)" in refused.out
    assert "written permission: rso-2026-001" in allowed.out
    assert not list(tmp_path.glob("*.db"))


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_publishers_words_do_not_command_the_terminal(
    tmp_path: Path, form: tuple[str, ...]
) -> None:
    hostile = "\x1b[2J\u202e\x9b31m"
    name = page(
        tmp_path,
        f"<p{hostile}><span id='{hostile}'>{hostile}{NOTICE}</span></p{hostile}>",
        f"<meta name=robots content='noindex{hostile}'>",
    )
    header = f"X-Robots-Tag: noai{hostile}"
    ran = run(tmp_path, "explain", name, *robots(tmp_path), "--header", header, *form)

    assert ran.code == 3
    assert not {"\x1b", "\u202e", "\x9b"} & set(ran.out)
    if form:
        record = json.loads(ran.out)
        assert record["id"] == digest(record)


def test_offline_asks_nobody(tmp_path: Path) -> None:
    ran = run(tmp_path, "explain", NUSAKITA, "--offline")

    assert ran.code == 4
    assert "not asked for: offline" in ran.out


def test_what_a_feed_says_counts_before_the_first_crawl_and_after(
    tmp_path: Path,
) -> None:
    before = run(tmp_path, "explain", FARO)
    assert not list(tmp_path.glob("*.db"))
    store = ("-s", "NEWSCRAWLER_STORE=sqlite:///faro.db")
    crawled = run(
        tmp_path, "crawl", "fixtures", "-a", "source=faro-di-montalba", *store
    )
    held = (tmp_path / "faro.db").read_bytes()
    after = run(tmp_path, "explain", FARO, *store)
    other = run(tmp_path, "explain", FARO, "--purpose", "search", *store)

    assert (before.code, crawled.code, after.code, other.code) == (3, 3, 3, 0)
    for ran in (before, after):
        assert FARO_FEED in ran.out
        assert "estrazione di testo e dati senza autorizzazione" in ran.out
    for ran in (before, after, other):
        assert ran.lines == ["explain: answered from the fixture sites"]
    assert (tmp_path / "faro.db").read_bytes() == held


def test_a_store_that_cannot_be_read_explains_nothing(tmp_path: Path) -> None:
    (tmp_path / "newscrawler.db").write_bytes(b"no database, for certain" * 99)
    ran = run(tmp_path, "explain", FARO)

    assert (ran.code, ran.out) == (2, "")
    assert "newscrawler.db" in ran.lines[-1]
