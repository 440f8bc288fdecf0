"""Who objects to a page is heard of every copy of it that names its address."""

import json
from pathlib import Path

import pytest

from newscrawler.policy import Verdict
from tests.recrawling import Paper, url_of
from tests.wire.clock import Clock
from tests.wire.running import run
from tests.wire.world import OPEN, World, decisions, kept, story

SITE = "https://a.example"
PRINTED = f"{SITE}/print/boat"
OBJECTION = """
[[objection]]
who = "Ann Author"
when = 2026-01-01
scope = ["a.example{path}"]
contact = "ann@mail.example"
"""
CANONICAL = f'<link rel="canonical" href="{SITE}/news/boat">'


def objected(folder: Path, path: str) -> dict[str, object]:
    (folder / "objections.toml").write_text(OBJECTION.format(path=path), "utf-8")
    return {"NEWSCRAWLER_OBJECTIONS": str(folder / "objections.toml")}


@pytest.fixture
def world(tmp_path: Path) -> World:
    found = World(tmp_path)
    found.source("a.example")
    page = story("Boat", CANONICAL)
    found.site("a.example", {"robots.txt": OPEN, "print/boat.html": page})
    return found


def test_a_copy_of_what_somebody_objects_to_is_not_kept(world: World) -> None:
    crawled = world.articles(PRINTED, **objected(world.folder, "/news/boat"))

    assert kept(crawled) == set()
    last = decisions(crawled, PRINTED)[-1]
    assert last.verdict is Verdict.REFUSE
    assert last.deciding[0].quote == "Ann Author (ann@mail.example) objects since 2026-01-01"  # fmt: skip


def test_an_objection_to_something_else_is_nothing_to_it(world: World) -> None:
    crawled = world.articles(PRINTED, **objected(world.folder, "/news/other"))

    assert kept(crawled) == {PRINTED}


def test_nor_is_it_exported_once_somebody_objects(world: World) -> None:
    assert kept(world.articles(PRINTED)) == {PRINTED}
    given = {
        "NEWSCRAWLER_STORE": f"sqlite:///{world.folder / 'store.db'}",
        "NEWSCRAWLER_SOURCES": str(world.folder / "sources"),
        **objected(world.folder, "/news/boat"),
    }
    settings = (
        part for one in given.items() for part in ("-s", "=".join(map(str, one)))
    )

    ran = run(world.folder, "export", "--purpose", "search", "-o", "o.jsonl", *settings)

    assert ran.code == 3, ran.err
    assert (world.folder / "o.jsonl").read_text("utf-8") == ""
    (left,) = (world.folder / "o.jsonl.excluded.jsonl").read_text("utf-8").splitlines()
    assert json.loads(left)["signal"] == "objection"


@pytest.mark.parametrize("word", ["again", "anew"])
def test_what_is_asked_for_again_goes_once_somebody_objects(
    tmp_path: Path, clock: Clock, word: str
) -> None:
    paper = Paper(tmp_path, clock)
    paper.publish("boat")
    text = story("Boat", f'<link rel="canonical" href="{SITE}/news/boat">')
    paper.says("boat", text)
    paper.crawl()
    assert paper.crawled is not None
    assert kept(paper.crawled) == {url_of("boat")}
    if word != "again":  # else it is not modified
        paper.says("boat", text.replace("again", word))
        paper.answer("boat", ETag='"v2"')

    paper.after(3 * 3600, objected(tmp_path, "/news/boat"))

    assert kept(paper.crawled) == set()
