"""``report`` and ``bot-page``: by the real commands, over what a real crawl left."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from newscrawler.report.wording import read_words
from tests.storage.ledgers import tamper
from tests.wire.running import CONTACT, ROOT, Ran, run, run_program

STORE = ("-s", "NEWSCRAWLER_STORE=sqlite:///newscrawler.db")
SOURCES = ("-s", f"NEWSCRAWLER_SOURCES={ROOT / 'fixtures' / 'sources'}")
SOURCE = "tern-and-tide"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which one fixture site was crawled."""
    folder = tmp_path_factory.mktemp("crawled")
    assert run(folder, "crawl", "fixtures", "-a", f"source={SOURCE}", *STORE).code == 0
    return folder


def report(folder: Path, *words: str) -> Ran:
    return run(folder, "report", *words, *SOURCES, *STORE)


def test_a_file_is_written_and_json_says_the_same(crawled: Path) -> None:
    ran = report(crawled, "-o", "r.html", "--json")

    assert ran.code == 0, ran.err
    text = (crawled / "r.html").read_text("utf-8")
    told = json.loads(ran.out)
    assert f"<h1>{told['title']}</h1>" in text
    assert {one["id"] for one in told["sections"]} >= {"days", "refusals", "ledger"}
    for one in told["sections"]:
        assert f'<section id="{one["id"]}"' in text
    assert ran.lines == [f"report: r.html: {len(text.encode()) / 1000:,.0f} KB"]


def test_json_alone_writes_no_file(crawled: Path) -> None:
    ran = report(crawled, "--json", "--source", SOURCE, "--since", "2020-01-01")

    figures = {one["name"]: one["cell"] for one in json.loads(ran.out)["figures"]}
    assert figures["Articles ever kept"]["number"] == 5
    assert figures["Sources"]["number"] == 1
    assert ran.err == ""


def test_a_store_is_reported_on_without_sources(crawled: Path) -> None:
    ran = run(crawled, "report", "--json", *STORE)
    named = run(crawled, "report", "--json", *STORE, "-s", "NEWSCRAWLER_SOURCES=x")

    assert (ran.code, ran.err) == (0, "")
    assert (named.code, named.out) == (2, "")


def test_a_publisher_is_answered_in_a_language(crawled: Path) -> None:
    words = ("--publisher", "https://TERN-and-tide.example/x", "--language", "id")
    ran = report(crawled, "-o", "p.html", *words)

    assert ran.code == 0, ran.err
    text = (crawled / "p.html").read_text("utf-8")
    title = read_words("id")("publisher.title", host="tern-and-tide.example")
    assert f"<h1>{title}</h1>" in text
    assert "riverside" not in text


def test_broken_evidence_is_exit_code_5_and_on_the_page(
    crawled: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(crawled, tmp_path / "copy"))
    change = "UPDATE ledger SET record = record || ' ' WHERE sequence = 2"
    tamper(folder / "newscrawler.db", change)

    ran = report(folder, "-o", "r.html", "--json")

    assert ran.code == 5
    figures = {one["name"]: one["cell"] for one in json.loads(ran.out)["figures"]}
    assert figures["Evidence"]["state"] == "bad"
    assert "run 1, record 2" in (folder / "r.html").read_text("utf-8")


def test_the_bot_page_says_what_the_settings_say(tmp_path: Path) -> None:
    purposes = ("-s", "NEWSCRAWLER_PURPOSES=search", "-s", "DOWNLOAD_DELAY=2.5")
    words = ("-s", CONTACT, "-s", "NEWSCRAWLER_TOKEN=deskbot", *purposes, *SOURCES)
    mail = ("--mail", "rights@desk.test")
    ran = run(tmp_path, "bot-page", "-o", "b.html", "--json", *mail, *words)

    assert ran.code == 0, ran.err
    text = (tmp_path / "b.html").read_text("utf-8")
    assert "User-agent: deskbot" in text
    assert 'href="https://desk.test/crawler"' not in text
    assert "<bdi>rights@desk.test</bdi>" in text
    assert "store" not in text.partition("<footer>")[2].partition("</footer>")[0]
    assert "<form" not in text
    assert "(+https://desk.test/crawler)" in text
    assert "at least 2.5 s between two" in text
    assert 'name="robots" content="noindex"' not in text
    uses = next(
        one for one in json.loads(ran.out)["sections"] if one["id"] == "purposes"
    )
    assert [row["cells"][0]["words"] for row in uses["blocks"][1]["rows"]] == ["Search"]


WHOM = {
    "the page": ((CONTACT,), (), 2, "write --mail ADDRESS"),
    "nobody": ((CONTACT,), ("--mail", "desk@localhost"), 2, "is no mail address"),
    "the contact": (("NEWSCRAWLER_CONTACT=me@desk.test",), (), 0, "me@desk.test"),
    "nobody yet": ((), (), 0, "has not stated a contact yet"),
}


@pytest.mark.parametrize(
    ("settings", "words", "code", "said"), WHOM.values(), ids=WHOM.keys()
)
def test_the_bot_page_names_somebody_to_write_to(
    tmp_path: Path,
    settings: tuple[str, ...],
    words: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    given = [word for one in settings for word in ("-s", one)]
    ran = run(tmp_path, "bot-page", "-o", "b.html", "--json", *words, *SOURCES, *given)

    assert ran.code == code, ran.err
    assert said in (ran.err if code else ran.out)
    assert len(ran.lines) == 1


def test_commands_that_draw_nothing_do_not_load_the_drawing(tmp_path: Path) -> None:
    words = "import newscrawler.commands.report, sys; print('jinja2' in sys.modules)"

    ran = run_program(tmp_path, sys.executable, "-c", words)

    assert (ran.code, ran.out) == (0, "False\n")


MISTAKES = {
    "no file": ((), "write -o FILE.html"),
    "no folder": (("-o", "x/r.html"), "there is no folder x"),
    "a language": (("-o", "r.html", "--language", "eng"), "did you mean en?"),
    "no source": (("-o", "r.html", "--source", "tern-and-tied"), "no source"),
    "no host": (("-o", "r.html", "--publisher", "https://"), "'https://' is no host"),
    "unheard": (("-o", "r.html", "--publisher", "a.example"), "a.example"),
    "no day": (("-o", "r.html", "--since", "soon"), "--since 'soon'"),
    "a word": (("-o", "r.html", "gazette"), "what is 'gazette'?"),
    "no store": (("-o", "r.html", "-s", "NEWSCRAWLER_STORE=sqlite:///x.db"), "x.db"),
}


@pytest.mark.parametrize(("words", "line"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_mistake_is_one_line(
    crawled: Path, words: tuple[str, ...], line: str
) -> None:
    store = () if "-s" in words else STORE

    ran = run(crawled, "report", *words, *SOURCES, *store)

    assert (ran.code, len(ran.lines)) == (2, 1), ran.err
    assert ran.err.startswith("report: ")
    assert line in ran.err
