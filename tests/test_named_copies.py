"""What is reserved at an address that a copy names as its own, or as its origin's?"""

import json
from pathlib import Path

import pytest

from newscrawler.policy import Verdict
from tests.wire.world import OPEN, World, decisions, kept, story

SITE = "https://a.example"
COPY = f"{SITE}/amp/boat"
OBJECTION = """
[[objection]]
who = "Ann Author"
when = 2026-01-01
scope = ["{scope}"]
contact = "ann@mail.example"
"""


def world_of(folder: Path, canonical: str, **files: str) -> World:
    found = World(folder)
    found.source("a.example")
    page = story("Boat", f'<link rel="canonical" href="{canonical}">')
    rules = {name.replace("__", "."): text for name, text in files.items()}
    found.site("a.example", {"robots.txt": OPEN, "amp/boat.html": page, **rules})
    return found


@pytest.mark.parametrize("where", ["/news/", "/amp/", "/other/"])
def test_what_is_reserved_at_its_canonical_address_is_of_a_copy(
    tmp_path: Path, where: str
) -> None:
    rule = json.dumps([{"location": where, "tdm-reservation": 1}])
    world = world_of(tmp_path, f"{SITE}/news/boat")
    world.site("a.example", {".well-known/tdmrep.json": rule})

    crawled = world.articles(COPY, NEWSCRAWLER_PURPOSES=["tdm"])

    assert kept(crawled) == ({COPY} if where == "/other/" else set())
    last = decisions(crawled, COPY)[-1]
    assert last.verdict is (Verdict.ALLOW if where == "/other/" else Verdict.REFUSE)


@pytest.mark.parametrize(
    ("canonical", "scope"),
    [
        ("https://www.a.example/news/boat", "www.a.example/news/boat"),
        ("https://b.example/news/boat", "b.example/news/*"),
    ],
)
def test_who_objects_at_the_address_that_a_copy_names_is_heard(
    tmp_path: Path, canonical: str, scope: str
) -> None:
    world = world_of(tmp_path, canonical)
    file = tmp_path / "objections.toml"
    file.write_text(OBJECTION.format(scope=scope), "utf-8")

    crawled = world.articles(COPY, NEWSCRAWLER_OBJECTIONS=str(file))

    assert kept(crawled) == set()
    (last, *_) = reversed(decisions(crawled, COPY))
    assert last.deciding[0].signal == "objection"
