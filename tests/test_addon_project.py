"""The add-on alone gives a project of somebody else's the gate and the decisions."""

import json
import sys
from pathlib import Path

import pytest

from newscrawler.policy import Verdict
from newscrawler.spiders.fixtures import fixtures_folder
from newscrawler.storage.database import open_store
from tests.wire.running import Ran, run_program

SCRAPY = str(Path(sys.executable).with_name("scrapy"))
OPEN = "https://harbour-gazette.example/business/2026/11/rope-works-takes-on-six-apprentices"
NOTICED = "https://riverside-observer.example/news/bridge-toll-ends-after-ninety-years"
CLOSED = (
    "https://closed-courier.example/stories/lighthouse-keeper-retires-after-forty-years"
)
SPIDER = f"""
import scrapy


class Plain(scrapy.Spider):
    name = "plain"

    async def start(self):
        for url in {[OPEN, NOTICED, CLOSED]!r}:
            yield scrapy.Request(url, meta={{"dont_obey_robotstxt": True}})

    def parse(self, response):
        yield {{"url": response.url, "agent": response.request.headers["User-Agent"].decode(),
               "own": response.request.headers["X-Own"].decode()}}


class Weakened(Plain):
    name = "weakened"
    custom_settings = {{"ROBOTSTXT_OBEY": False}}
"""
MIDDLEWARE = """

class Own:
    def process_request(self, request):
        request.headers["X-Own"] = "kept"
"""
SETTINGS = f"""
ADDONS = {{"newscrawler.addon.PolicyAddon": 300}}
NEWSCRAWLER_FIXTURES = {str(fixtures_folder() / "sites")!r}
NEWSCRAWLER_TOKEN = "desk-bot"
USER_AGENT = "desk-bot/2.1 (+https://desk.test/bot)"
DOWNLOADER_MIDDLEWARES = {{"desk.middlewares.Own": 543}}
DOWNLOAD_DELAY = 0
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    made = run_program(folder, SCRAPY, "startproject", "desk", ".")
    assert made.code == 0, made.err
    (folder / "desk" / "spiders" / "plain.py").write_text(SPIDER, "utf-8")
    for name, more in (("middlewares", MIDDLEWARE), ("settings", SETTINGS)):
        with (folder / "desk" / f"{name}.py").open("a", encoding="utf-8") as file:
            file.write(more)
    return folder


def scrapy(project: Path, *arguments: str) -> Ran:
    return run_program(project, SCRAPY, *arguments)


def test_a_project_gets_the_gate_and_the_decisions(project: Path) -> None:
    store = f"sqlite:///{project / 'desk.db'}"
    options = ("-s", f"NEWSCRAWLER_STORE={store}", "-O", "out.jsonl:jsonlines")
    ran = scrapy(project, "crawl", "plain", *options)

    assert ran.code == 0, ran.err
    lines = (project / "out.jsonl").read_text("utf-8").splitlines()
    items = [json.loads(line) for line in lines]
    agent = "desk-bot/2.1 (+https://desk.test/bot)"
    assert items == [{"url": OPEN, "agent": agent, "own": "kept"}]
    opened = open_store(store)
    decisions = [one.decision for one in opened.decisions()]
    opened.close()
    refused = {one.url for one in decisions if one.verdict is Verdict.REFUSE}
    assert refused == {CLOSED, NOTICED}
    assert {one.source for one in decisions} == {None}
    assert {one.terms.agent for one in decisions} == {"desk-bot"}


def test_without_a_store_decisions_are_counted(project: Path) -> None:
    ran = scrapy(project, "crawl", "plain")

    assert ran.code == 0, ran.err
    assert "'newscrawler/verdict/refuse': 2" in ran.err
    assert "'item_scraped_count': 1" in ran.err
    assert not list(project.glob("newscrawler*.db"))


def test_explain_comes_with_the_package(project: Path) -> None:
    (project / "out.csv").write_text("of an earlier crawl\n", "utf-8")
    feeds = ("-s", 'FEEDS={"out.csv": {"format": "csv", "overwrite": true}}')
    ran = scrapy(project, "explain", CLOSED, *feeds)

    assert ran.code == 3, ran.err
    assert "closed-courier.example/robots.txt line 3" in ran.out
    assert "asked as: desk-bot" in ran.out
    assert (project / "out.csv").read_text("utf-8") == "of an earlier crawl\n"


@pytest.mark.parametrize(
    ("spider", "options", "words"),
    [
        ("weakened", (), "ROBOTSTXT_OBEY: False has no place here"),
        ("plain", ("-s", "ROBOTSTXT_OBEY=0"), "ROBOTSTXT_OBEY: '0' has no place"),
        ("plain", ("-s", "NEWSCRAWLER_PURPOSES=serach"), "did you mean search?"),
        ("plain", ("-s", "USER_AGENT=Mozilla/5.0"), "does not begin with 'desk-bot'"),
        ("plain", ("-s", "NEWSCRAWLER_FIXTURES="), "NEWSCRAWLER_CONTACT: '' is nobody"),
    ],
)
def test_what_would_weaken_it_stops_the_project(
    project: Path, spider: str, options: tuple[str, ...], words: str
) -> None:
    ran = scrapy(project, "crawl", spider, "-L", "ERROR", *options)

    assert ran.code == 1
    (line,) = ran.lines
    assert words in line


def test_an_export_that_cannot_be_written_stops_the_project(project: Path) -> None:
    feeds = (
        'FEEDS={"out.csv": {"format": "csv"}, "s3://bucket/a.csv": {"format": "csv"}}'
    )
    ran = scrapy(project, "crawl", "plain", "-s", feeds)

    assert ran.code == 1
    assert (
        "FEEDS: s3://bucket/a.csv: missing boto3 library; nothing would be" in ran.err
    )
    assert "item_scraped_count" not in ran.err


def test_explain_does_not_ask_in_a_weakened_project(project: Path) -> None:
    ran = scrapy(project, "explain", OPEN, "-s", "METAREFRESH_ENABLED=1")

    assert (ran.code, ran.out) == (2, "")
    (line,) = ran.lines
    assert line.startswith("explain: METAREFRESH_ENABLED: '1' has no place here: ")
