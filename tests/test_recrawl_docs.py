"""Every command of docs/recrawl.md does what is said there, one after the other."""

import re
from pathlib import Path

import pytest

from tests.test_readme import ROOT, folder, run

__all__ = ["folder"]

TEXT = (ROOT / "docs" / "recrawl.md").read_text("utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
COMMANDS = [
    line.partition("#")[0].strip() for text in BLOCKS for line in text.splitlines()
]
SAID = (
    "1 kept, 0 refused, 0 deferred.",
    "0 kept, 0 refused, 0 deferred, 1 listing not due yet.",
    "1 in the store already",
    "",
    "",
)


def test_the_commands_do_what_the_text_says(folder: Path) -> None:
    results = [run(command, folder) for command in COMMANDS]

    assert [one.returncode for one in results] == [0] * len(SAID)
    for result, said in zip(results, SAID, strict=True):
        assert said in result.stderr
        assert "Traceback" not in result.stderr
    listed, diff = (one.stdout for one in results[-2:])
    assert re.fullmatch(
        r"1 \S+Z current [0-9a-f]{12} The old harbour opens again\n", listed
    )
    assert diff == ""


@pytest.mark.parametrize("name", ["ARTICLE_AGES", "FLOOR", "CEILING"])
def test_the_figures_are_those_of_the_code(name: str) -> None:
    code = (ROOT / "newscrawler/discovery/revisit.py").read_text("utf-8")
    told = {
        "ARTICLE_AGES": (
            "(2 * HOUR, 8 * HOUR, 1 * DAY, 3 * DAY, 10 * DAY, 30 * DAY, 90 * DAY)",
            "2 hours, 8 hours, 1, 3, 10, 30 and 90 days",
        ),
        "FLOOR": ("5 * 60.0", "five minutes"),
        "CEILING": ("4 * 7 * DAY", "four weeks"),
    }[name]

    assert f"{name} = {told[0]}\n" in code
    assert told[1] in " ".join(TEXT.split())
