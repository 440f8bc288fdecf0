"""``sources add URL``: asked through the gate, shown, written, never overwritten."""

import json
from pathlib import Path

import pytest

from newscrawler.sources import read_registry
from tests.wire.running import Ran, run
from tests.wire.world import OPEN

SITES = ("-s", "NEWSCRAWLER_FIXTURES=sites")
ATOM = "https://feeds.test/paper.atom"
HOME = """<html lang="en"><head><title>The Paper</title>
<meta property="og:site_name" content="The &quot;Paper&quot; \\ Co">
<link rel="alternate" type="application/rss+xml" href="/feed.xml">
<link rel="alternate" type="application/atom+xml" href="https://feeds.test/paper.atom">
</head><body><nav><a href="/world/">World</a><a href="/sport/">Sport</a>
<a href="/login">Log in</a></nav></body></html>"""


def site(
    folder: Path,
    *,
    robots: str = OPEN,
    home: str = HOME,
    toml: str = "",
    name: str = "paper.test",
) -> None:
    here = folder / "sites" / name
    here.mkdir(parents=True)
    (here / "robots.txt").write_text(robots, "utf-8")
    (here / "index.html").write_text(home, "utf-8")
    if toml:
        (here / "site.toml").write_text(toml, "utf-8")


def add(folder: Path, *arguments: str) -> Ran:
    return run(folder, "sources", "add", *arguments, *SITES)


def test_a_site_is_asked_shown_and_written(tmp_path: Path) -> None:
    maps = (
        "Sitemap: https://paper.test/sitemap.xml\nSitemap: https://paper.test/news.xml"
    )
    site(tmp_path, robots=f"{OPEN}{maps}\n")

    ran = add(tmp_path, "paper.test", "-o", "mine")

    assert (ran.code, ran.out) == (0, "mine/paper-test.toml\n"), ran.err
    (source,) = read_registry(tmp_path / "mine").sources
    assert (source.id, source.name) == ("paper-test", 'The "Paper" \\ Co')
    assert (source.home, source.domains) == ("https://paper.test/", ("paper.test",))
    assert source.languages == ("en",)
    assert source.feeds == (
        "https://paper.test/feed.xml",
        ATOM,
    )
    assert source.sitemaps == ("https://paper.test/news.xml",)
    assert source.sections == ()
    written = (tmp_path / "mine" / "paper-test.toml").read_text("utf-8")
    assert '# "https://paper.test/world/",  # navigation “World”' in written
    assert [line.removeprefix("sources: ") for line in ran.lines] == [
        "+ feed https://paper.test/feed.xml (link rel=alternate, application/rss+xml)",
        f"+ feed {ATOM} (link rel=alternate, application/atom+xml)",
        "- sitemap https://paper.test/sitemap.xml (robots.txt Sitemap)",
        "+ sitemap https://paper.test/news.xml (robots.txt Sitemap)",
        "- section https://paper.test/world/ (navigation “World”)",
        "- section https://paper.test/sport/ (navigation “Sport”)",
    ]


def test_a_site_without_feeds_is_followed_by_its_sections(tmp_path: Path) -> None:
    site(tmp_path, home="<nav><a href=/world>World</a><a href=/sport>Sport</a></nav>")

    ran = add(tmp_path, "https://paper.test", "-o", "mine")

    assert ran.code == 0, ran.err
    (source,) = read_registry(tmp_path / "mine").sources
    assert source.sections == ("https://paper.test/world", "https://paper.test/sport")


def test_nothing_is_kept_and_nothing_but_policy_and_that_page_asked(
    tmp_path: Path,
) -> None:
    site(tmp_path)
    site(tmp_path, name="feeds.test")
    log = ("-s", "LOG_ENABLED=1", "-s", "LOG_LEVEL=DEBUG")

    ran = add(tmp_path, "paper.test", "-o", "mine", *log)

    assert ran.code == 0
    asked = {
        line.split("<GET ")[1].split(">")[0] for line in ran.lines if "<GET" in line
    }
    assert asked, ran.err
    assert all(url.startswith("https://paper.test/") for url in asked)
    assert "https://paper.test/feed.xml" not in asked
    assert sorted(one.name for one in tmp_path.iterdir()) == ["mine", "sites"]


@pytest.mark.parametrize(
    ("robots", "toml", "code", "words"),
    [
        ("User-agent: *\nDisallow: /\n", "", 3, "refused by robots-rules: User-agent"),
        (OPEN, '["/robots.txt"]\nstatus = 503', 4, "deferred by fault"),
        (OPEN, '["/"]\nstatus = 403', 3, "refused by http-status: 403 Forbidden"),
        (OPEN, '["/"]\nstatus = 503', 4, "asked us to wait: 503 Service Unavailable"),
        (OPEN, '["/"]\nfailure = "timeout"', 4, "deferred by fault"),
        (OPEN, '["/"]\nstatus = 404', 3, "404 Not Found"),
        (
            OPEN,
            '["/"]\nlocation = "https://www.paper.test/"',
            3,
            "it leads to another host; name that: https://www.paper.test/",
        ),
    ],
)
def test_what_the_gate_refuses_is_not_written(
    tmp_path: Path, robots: str, toml: str, code: int, words: str
) -> None:
    site(tmp_path, robots=robots, toml=toml)
    site(tmp_path, name="www.paper.test")

    ran = add(tmp_path, "paper.test", "-o", "mine")

    assert (ran.code, ran.out) == (code, ""), ran.err
    assert words in ran.err
    assert not (tmp_path / "mine").exists()


def test_links_are_not_read_where_the_page_forbids_it(tmp_path: Path) -> None:
    site(tmp_path, home=f'<meta name="robots" content="nofollow">{HOME}')

    ran = add(tmp_path, "paper.test", "-o", "mine")

    assert ran.code == 0
    assert "asks that its links are not followed" in ran.err
    (source,) = read_registry(tmp_path / "mine").sources
    assert (source.feeds, source.sections) == ((), ())


def test_a_reservation_is_told_beforehand(tmp_path: Path) -> None:
    site(tmp_path, home=f'<meta name="robots" content="noai">{HOME}')

    ran = add(tmp_path, "paper.test", "-o", "mine")

    assert ran.code == 0
    assert "as it stands nothing of such a page would be kept: refused by" in ran.err


def test_an_article_is_no_home_page(tmp_path: Path) -> None:
    site(tmp_path)
    (tmp_path / "sites/paper.test/2026").mkdir()
    (tmp_path / "sites/paper.test/2026/a.html").write_text(
        '<meta property="og:type" content="article">', "utf-8"
    )

    ran = add(tmp_path, "https://paper.test/2026/a.html", "-o", "mine")

    assert "looks like an article" in ran.err


def test_the_same_site_is_not_listed_twice(tmp_path: Path) -> None:
    site(tmp_path)
    add(tmp_path, "paper.test", "-o", "mine")
    before = (tmp_path / "mine/paper-test.toml").read_bytes()

    again = add(tmp_path, "https://www.paper.test/x", "-o", "mine", "--id", "other")

    assert again.code == 2
    assert "www.paper.test is listed already, by paper-test" in again.err
    assert (tmp_path / "mine/paper-test.toml").read_bytes() == before


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path) -> None:
    site(tmp_path)
    other = 'id = "o"\nname = "O"\nhome = "https://o.test/"\ndomains = ["o.test"]\n'
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/paper-test.toml").write_text(other, "utf-8")

    ran = add(tmp_path, "paper.test", "-o", "mine")

    assert ran.code == 2
    assert "paper-test.toml is there already, and is not overwritten" in ran.err
    assert (tmp_path / "mine/paper-test.toml").read_text("utf-8") == other


def test_a_dry_run_prints_what_would_be_written(tmp_path: Path) -> None:
    site(tmp_path)

    ran = add(tmp_path, "paper.test", "--dry-run", "--id", "paper", "--name", "P")

    assert ran.code == 0
    assert ran.out.startswith('id = "paper"\nname = "P"\n')
    assert [one.name for one in tmp_path.iterdir()] == ["sites"]


def test_what_was_found_as_json(tmp_path: Path) -> None:
    site(tmp_path)

    ran = add(tmp_path, "paper.test", "-o", "mine", "--json")

    found = json.loads(ran.out)
    assert (found["file"], found["verdict"]) == ("mine/paper-test.toml", "allow")
    assert found["found"]["sections"][0] == {
        "url": "https://paper.test/world/",
        "how": "navigation “World”",
        "followed": False,
    }
    assert found["source"]["id"] == "paper-test"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "no site; write sources add https://gazette.example/"),
        (("paper",), "'paper' is no web address"),
        (("https://[bad/",), "'https://[bad/' is no web address"),
        (("paper.test", "-o", "mine.toml"), "mine.toml is no folder; write -o FOLDER"),
        (("paper.test", "-o", "m", "--id", "A b"), "--id: 'A b' is no id"),
        (("paper.test", "-o", "m", "--name", "a\x1bb"), "--name: has a control"),
        (("paper.test", "-o", "broken"), "mend this first"),
    ],
)
def test_a_mistake_is_words_and_exit_code_2(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    site(tmp_path)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken/x.toml").write_text("id = 3", "utf-8")

    ran = add(tmp_path, *arguments)

    assert (ran.code, ran.out) == (2, ""), ran.err
    assert words in ran.err
    assert all(line.startswith("sources: ") for line in ran.lines)


def test_without_a_contact_nobody_is_asked(tmp_path: Path) -> None:
    ran = run(tmp_path, "sources", "add", "paper.test", "-o", "mine")

    assert ran.code == 2
    assert "NEWSCRAWLER_CONTACT: '' is nobody" in ran.err
