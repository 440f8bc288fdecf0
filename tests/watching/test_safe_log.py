"""No log, at any level, holds an article's text, a secret, or what a terminal obeys."""

import logging
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request, Spider
from scrapy.exceptions import DropItem
from scrapy.http import Response
from scrapy.settings import Settings
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from newscrawler.configuring.withheld import BLANK, Secrets
from newscrawler.pipelines import Judged
from newscrawler.storage.opening import opened, store_url
from newscrawler.watching.log_file import KEPT
from newscrawler.watching.safe_log import PlaceLogFormatter, SafeFormatter
from tests.terminal import on_terminal
from tests.wire.running import run
from tests.wire.world import OPEN, World, story

BODY = "was counted again"
SECRET = "wJalrXUtnFEMI"
PROJECT = "[settings]\ndefault = newscrawler.settings\n"
CRAWL = ("crawl", "news", "-s", "NEWSCRAWLER_FIXTURES=sites")
NAMES = ("kept", "failing", "dropped")
LINKS = "".join(
    f'<a href="/{name}-12345.html">{name} was counted in the town</a>' for name in NAMES
)


class Spoiling:
    """A pipeline of somebody else's that fails on one article and drops another."""

    def process_item(self, item: Judged) -> Judged:
        if "failing" in item.article.url:
            raise ValueError("a mistake in a pipeline")
        if "dropped" in item.article.url:
            raise DropItem("not wanted")
        return item


@pytest.fixture
def world(tmp_path: Path) -> World:
    world = World(tmp_path)
    home = f"<html><body>{LINKS}</body></html>"
    pages = {f"{name}-12345.html": story(name) for name in NAMES}
    world.site("paper.test", {"robots.txt": OPEN, "index.html": home, **pages})
    world.source("paper.test")
    return world


def logged(world: World, caplog: pytest.LogCaptureFixture, **more: object) -> str:
    urls = [f"https://paper.test/{name}-12345.html" for name in NAMES]
    pipelines = {
        "newscrawler.pipelines.ExtractPipeline": 100,
        Spoiling: 200,
        "newscrawler.pipelines.StorePipeline": 800,
    }
    with caplog.at_level(1):
        world.articles(*urls, ITEM_PIPELINES=pipelines, **more)
    return caplog.text


def test_items_are_logged_by_their_place_alone(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    found = logged(world, caplog)

    for said in ("Scraped from", "Dropped: not wanted", "Error processing"):
        assert said in found, found
    assert "Page https://paper.test/failing" in found
    assert BODY not in found


def test_scrapys_own_words_would_hold_them(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    scrapys = "scrapy.logformatter.LogFormatter"

    assert BODY in logged(world, caplog, LOG_FORMATTER=scrapys)


def test_what_nobody_hears_is_not_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = Response("https://paper.test/a"), Spider("paper")
    request, formatter = Request(page[0].url), PlaceLogFormatter()

    def said_to(level: int) -> list[bool]:
        handler = logging.NullHandler(level)
        monkeypatch.setattr(logging.root, "handlers", [handler])
        found = formatter.crawled(request, *page), formatter.scraped({}, *page)
        return [one is not None for one in found]

    assert said_to(logging.WARNING) == [False, False]
    assert said_to(logging.DEBUG) == [True, True]


def test_a_database_that_complains_quotes_no_article(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'store.db'}"
    engine = opened(store_url(store))
    wrong = text("INSERT INTO alembic_version SELECT NULL WHERE :body != ''")
    with pytest.raises(IntegrityError) as caught, engine.begin() as connection:
        connection.execute(wrong, {"body": BODY})
    engine.dispose()

    assert BODY not in str(caught.value)
    assert "alembic_version" in str(caught.value)


def test_a_person_sees_warnings_and_all_of_it_is_in_a_file(world: World) -> None:
    (world.folder / "scrapy.cfg").write_text(PROJECT, "utf-8")
    logs = world.folder / "logs"
    logs.mkdir()
    for day in range(10, 10 + KEPT):
        (logs / f"202601{day}T000000Z-crawl-1.log").touch()
    code, shown = on_terminal(
        world.folder, (*CRAWL, "-s", f"AWS_SECRET_ACCESS_KEY={SECRET}")
    )
    found = sorted(logs.iterdir())
    log = found[-1].read_text("utf-8")

    assert code == 0, shown
    assert len(found) == KEPT
    assert found[0].name == "20260111T000000Z-crawl-1.log"
    assert stat.S_IMODE(found[-1].stat().st_mode) == 0o600
    assert found[-1].name in shown.replace("\n", "")
    assert "INFO" not in shown
    assert "Scraped from <200 https://paper.test/" in log
    assert "AWS_SECRET_ACCESS_KEY" in log
    assert BODY not in log
    assert SECRET not in log


def test_in_a_pipe_the_log_is_as_the_settings_say(world: World) -> None:
    (world.folder / "scrapy.cfg").write_text(PROJECT, "utf-8")
    secret = ("-s", f"AWS_SECRET_ACCESS_KEY={SECRET}")
    ran = run(world.folder, *CRAWL, *secret, "-L", "DEBUG")

    assert ran.code == 0
    assert "AWS_SECRET_ACCESS_KEY" in ran.err
    assert "Scraped from" in ran.err
    assert [word for word in (SECRET, BODY) if word in ran.err] == []
    assert not (world.folder / "logs").exists()


@given(st.text())
def test_a_line_holds_no_secret_and_nothing_that_a_terminal_obeys(words: str) -> None:
    settings = {
        "NEWSCRAWLER_STORE": "postgresql://desk:hunter22@db/news",
        "FTP_PASSWORD": SECRET,
    }
    formatter = SafeFormatter(logging.Formatter(), Secrets.of(Settings(settings)))
    said = f"{words} hunter22 {SECRET} \x1b[2J https://a:b@c.test/"
    found = formatter.format(logging.LogRecord("a", 20, "", 1, "%s", (said,), None))

    assert all(one.isprintable() or one in "\n\t" for one in found)
    assert [word for word in ("hunter22", SECRET, "a:b@") if word in found] == []
    assert found.count(BLANK) >= 2


def test_parameters_are_shown_where_nothing_hides_them() -> None:
    engine = create_engine("sqlite://")
    with pytest.raises(Exception, match=BODY), engine.begin() as connection:
        connection.execute(text("SELECT * FROM nowhere WHERE :body"), {"body": BODY})
    engine.dispose()
