"""No output replaces the evidence, or by what was decided; the mend is one line."""

import hashlib
import os
from pathlib import Path

import pytest

from newscrawler.storage.database import open_store
from tests.wire.running import run

SETTINGS = """
from newscrawler.settings import *
from newscrawler.spiders.fixtures import fixtures_folder
NEWSCRAWLER_CONTACT = "https://desk.test/crawler"
NEWSCRAWLER_FIXTURES = str(fixtures_folder() / "sites")
NEWSCRAWLER_STORE = "sqlite:///news.db"
NEWSCRAWLER_WARC = "warc"
NEWSCRAWLER_LEDGER_KEY = {key!r}
"""
SOURCE = """
id = "gazette"
name = "The Gazette"
home = "https://gazette.example/"
domains = ["gazette.example"]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a project with a store, a source, an archive and another's database."""
    texts = {
        "scrapy.cfg": "[settings]\ndefault = desk\n",
        "desk.py": SETTINGS.format(key=""),
        "sources/gazette.toml": SOURCE,
        "warc/one.warc.gz": "a page",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    for name in ("news.db", "other.db"):
        open_store(f"sqlite:///{tmp_path / name}").close()
    os.link(tmp_path / "news.db", tmp_path / "hard.html")
    (tmp_path / "soft.html").symlink_to("desk.py")
    return tmp_path


def state(folder: Path) -> dict[str, str]:
    """Return what each file holds; what Python and SQLite themselves keep is left out."""
    return {
        str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest()
        for one in sorted(folder.rglob("*"))
        if one.is_file() and "__pycache__" not in one.parts
    }


@pytest.mark.parametrize(
    ("write", "line"),
    [
        (
            "report -o news.db",
            "report: news.db: name a file that ends in .html or .htm",
        ),
        ("report -o -", "report: -: this is not written to stdout; name a file"),
        ("report -o hard.html", "report: hard.html: belongs to NEWSCRAWLER_STORE; "),
        ("report -o soft.html", "report: soft.html: belongs to the project's settings"),
        (
            "report -o sources/a.html",
            "report: sources/a.html: belongs to NEWSCRAWLER_S",
        ),
        (
            "report -o sources",
            "report: sources: is a folder; name a file",
        ),
        ("bot-page -o desk.py", "bot-page: desk.py: name a file that ends in .html or"),
        (
            "bot-directory -o desk.py",
            "bot-directory: desk.py: belongs to the project's",
        ),
        ("ledger prove x -o news.db", "ledger: news.db: name a file that ends in .zip"),
        ("ledger prove x -o a.csv", "ledger: a.csv: name a file that ends in .zip"),
        ("ledger prove x -o -", "ledger: -: this is not written to stdout; name a"),
        ("purge --yes -o news.db", "purge: news.db: name a file that ends in .json"),
        (
            "purge --yes -o warc/a.json",
            "purge: warc/a.json: belongs to NEWSCRAWLER_WARC",
        ),
        ("purge --yes -o -", "purge: -: this is not written to stdout; name a file"),
        (
            "audit --junit news.db",
            "audit: --junit news.db: name a file that ends in .xml",
        ),
        (
            "audit --junit -",
            "audit: --junit -: this is not written to stdout; name a file",
        ),
        ("sources export -o a.toml", "sources: a.toml: name a file that ends in .opml"),
        (
            "sources export -o sources/a.xml",
            "sources: sources/a.xml: belongs to NEWSCR",
        ),
        (
            "export --purpose search -o sources/a.csv",
            "export: sources/a.csv: belongs to",
        ),
        (
            "export --purpose search -o warc/a.csv",
            "export: warc/a.csv: belongs to NEWSC",
        ),
        (
            "crawl news -O news.db:jsonl",
            "crawl: FEEDS: news.db: belongs to NEWSCRAWLER_ST",
        ),
        (
            "crawl news -o news.db-wal:jsonl",
            "crawl: FEEDS: news.db-wal: belongs to NEWSC",
        ),
        (
            "crawl news -o other.db:jsonl",
            "crawl: FEEDS: other.db: is a database; name ",
        ),
        (
            "crawl news --pidfile news.db",
            "crawl: --pidfile: news.db: belongs to NEWSCRA",
        ),
        (
            "crawl news --logfile scrapy.cfg",
            "crawl: LOG_FILE: scrapy.cfg: belongs to the",
        ),
        (
            "ledger verify --profile desk.py",
            "ledger: --profile: desk.py: belongs to the project",
        ),
        (
            "ledger verify --pidfile none/pid",
            "ledger: --pidfile: none/pid: No such file or dire",
        ),
    ],
)
def test_what_is_evidence_is_not_written_over(
    write: str, line: str, project: Path
) -> None:
    before = state(project)
    ran = run(project, *write.split())

    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1), ran.err
    assert ran.lines[0].startswith(line)
    assert state(project) == before


def test_the_key_that_signs_is_not_written_over(project: Path) -> None:
    settings = SETTINGS.format(key="ledger.json")
    (project / "desk.py").write_text(settings, "utf-8")
    ran = run(project, "purge", "--yes", "-o", "ledger.json")

    assert ran.lines == [
        "purge: ledger.json: belongs to NEWSCRAWLER_LEDGER_KEY; name another file"
    ]


def test_other_files_are_written(project: Path) -> None:
    page = run(project, "bot-page", "--mail", "desk@desk.test", "-o", "bot.html")
    many = run(project, "ledger", "verify", "--pidfile", "pid")

    assert (page.code, many.code) == (0, 0), page.err + many.err
    assert (project / "bot.html").read_text("utf-8").startswith("<!doctype html>")
    assert (project / "pid").read_text("utf-8").strip().isdigit()
