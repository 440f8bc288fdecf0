"""A mistake of a person is one line with the mend, exit code 2, and no trace on disk."""

import tomllib
from pathlib import Path

import pytest

from tests.wire.running import run

CASES = tomllib.loads(Path(__file__).with_name("mistakes.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: str(case["write"]))
def test_a_mistake_is_one_line(case: dict[str, str], tmp_path: Path) -> None:
    ran = run(tmp_path, *case["write"].split())

    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1), ran.err
    assert ran.lines[0].startswith(case["line"])
    assert list(tmp_path.iterdir()) == []


def test_who_crawled_the_fixtures_is_told_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "newscrawler-fixtures.db").touch()
    ran = run(tmp_path, "ledger", "verify")

    assert ran.lines[0].endswith(
        "newscrawler.db is not there; a crawl makes it"
        " (crawl fixtures: -s NEWSCRAWLER_STORE=sqlite:///newscrawler-fixtures.db)"
    )


@pytest.mark.parametrize(
    ("cfg", "settings", "line"),
    [
        ("[settings]\ndefault = papr\n", "", "newscrawler: the settings 'papr' cannot"),
        ("default = paper\n", "", "newscrawler: scrapy.cfg: File contains no section"),
        ("[settings]\ndefault = paper\n", "A = \n", "paper.py line 1: invalid syntax"),
        ("[settings]\ndefault = paper\n", "A = B\n", "name 'B' is not defined"),
    ],
)
def test_settings_that_cannot_be_read_are_one_line(
    cfg: str, settings: str, line: str, tmp_path: Path
) -> None:
    (tmp_path / "scrapy.cfg").write_text(cfg, "utf-8")
    (tmp_path / "paper.py").write_text(settings, "utf-8")
    ran = run(tmp_path, "doctor")

    assert (ran.code, len(ran.lines)) == (2, 1), ran.err
    assert line in ran.lines[0]
