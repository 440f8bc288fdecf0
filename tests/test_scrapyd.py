"""A project runs from the egg that docs/deploy.md says how to make, as scrapyd runs it."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest

from newscrawler.commands.project import project_files
from tests.wire.running import Ran, run
from tests.wire.world import OPEN, World, story

ROOT = Path(__file__).parent.parent
PAGE = "https://a.example/2026/11/02/a"
RUNNER = """
import os, sys
sys.path.insert(0, {egg!r})
os.environ["SCRAPY_SETTINGS_MODULE"] = {module!r}
from scrapy.cmdline import execute
execute(["scrapy", *sys.argv[1:]])
"""
"""What scrapyd.runner does with a project's egg."""


def told(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, object]:
    """Return what the documented setup.py says to setuptools."""
    text = (ROOT / "docs" / "deploy.md").read_text("utf-8")
    (script,) = re.findall(r"```python\n(from setuptools.*?)```", text, re.DOTALL)
    given: dict[str, object] = {}
    module = ModuleType("setuptools")
    module.__dict__["setup"] = given.update
    monkeypatch.setitem(sys.modules, "setuptools", module)
    exec(script, {})
    return given


def packed(folder: Path, known: Mapping[str, object], paths: str) -> str:
    """Write the egg of a project that ``init`` began; return its settings' module."""
    modules, points = known["py_modules"], known["entry_points"]
    assert isinstance(modules, list)
    assert isinstance(points, dict)
    files = project_files("https://desk.test/bot", ())
    with ZipFile(folder / "1.egg", "w") as egg:
        for name in modules:
            egg.writestr(f"{name}.py", files[f"{name}.py"] + paths)
    (point,) = points["scrapy"]
    name, _, module = str(point).partition(" = ")
    assert name == "settings"
    return module


def crawled(folder: Path, module: str, *words: str) -> Ran:
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    runner = RUNNER.format(egg=str(folder / "1.egg"), module=module)
    ran = run(elsewhere, "crawl", *words, before=runner)
    return Ran(ran.code, ran.out, ran.err, folder)


def test_a_crawl_out_of_an_egg_keeps_what_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(tmp_path)
    world.source("a.example", 'feeds = ["https://a.example/feed.xml"]\n')
    feed = (
        f"<rss version='2.0'><channel><item><link>{PAGE}</link></item></channel></rss>"
    )
    files = {"feed.xml": feed, "2026/11/02/a.html": story("A"), "robots.txt": OPEN}
    world.site("a.example", files)
    paths = (
        f"\nNEWSCRAWLER_SOURCES = {str(tmp_path / 'sources')!r}"
        f"\nNEWSCRAWLER_FIXTURES = {str(tmp_path / 'sites')!r}"
        f"\nNEWSCRAWLER_STORE = 'sqlite:///{tmp_path / 'newscrawler.db'}'\n"
    )
    module = packed(tmp_path, told(monkeypatch), paths)

    scrapyds = ("-a", "_job=6487ec79947edab3", "-a", "_version=1")
    ran = crawled(tmp_path, module, "news", *scrapyds, "-a", "source=a-example")

    assert (ran.code, ran.kept()) == (0, {PAGE}), ran.err


def test_no_other_argument_is_let_pass(tmp_path: Path) -> None:
    World(tmp_path).source("a.example")

    ran = run(tmp_path, "crawl", "news", "-a", "_jobs=1")

    assert (ran.code, len(ran.lines)) == (2, 1)
    assert "-a _jobs" in ran.err
