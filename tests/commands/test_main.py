"""``newscrawler`` itself, as a program, in any folder."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.wire.running import Ran, run_program

MODULE = (sys.executable, "-m", "newscrawler")


def test_it_runs_in_an_empty_folder_as_a_module(tmp_path: Path) -> None:
    ran = run_program(tmp_path, *MODULE, "crawl", "newz")

    assert (ran.code, ran.out) == (2, "")
    assert ran.lines == [
        "crawl: 'newz' is no spider; name one spider; did you mean news?"
    ]
    assert list(tmp_path.iterdir()) == []


def test_it_lists_its_commands(tmp_path: Path) -> None:
    ran = run_program(tmp_path, *MODULE)

    assert ran.code == 0
    for name in ("crawl", "explain", "sources"):
        assert f"\n  {name} " in ran.out


@pytest.mark.parametrize("arguments", [("crwal", "news"), ("--bogus",)])
def test_an_unknown_command_is_code_2_and_no_traceback(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    ran = run_program(tmp_path, *MODULE, *arguments)

    assert ran.code in (0, 2)
    assert "Traceback" not in ran.err


def test_the_settings_of_a_project_hold_inside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").write_text("[settings]\ndefault = paper\n", "utf-8")
    (tmp_path / "paper.py").write_text(
        "from newscrawler.settings import *\nNEWSCRAWLER_PROFILE = 'lax'\n", "utf-8"
    )
    ran = run_program(tmp_path, *MODULE, "crawl", "fixtures")

    assert ran.code == 2
    assert ran.lines == ["crawl: NEWSCRAWLER_PROFILE: 'lax' is not one of strict, spec"]


def test_scrapys_own_command_is_the_same_in_a_project(tmp_path: Path) -> None:
    (tmp_path / "scrapy.cfg").write_text(
        "[settings]\ndefault = newscrawler.settings\n", "utf-8"
    )
    scrapy: Callable[..., Ran] = lambda *more: run_program(  # noqa: E731
        tmp_path, sys.executable, "-m", "scrapy", *more
    )
    ran = scrapy("crawl", "fixtures", "-a", "source=closed-courier")
    mistaken = scrapy("crawl", "fixtures", "-s", "NEWSCRAWLER_PROFILE=lax")

    assert (ran.code, ran.lines[-1]) == (3, "0 kept, 1 refused, 0 deferred.")
    assert (mistaken.code, len(mistaken.lines)) == (2, 1)
