"""What the documents say was measured is what the scripts wrote down."""

import re
import runpy
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
FILES = sorted((ROOT / "benchmarks" / "figures").glob("*.toml"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def test_the_page_is_made_of_the_figures() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "reliability.py"))["page"]()

    written = (ROOT / "docs" / "reliability.md").read_text("utf-8")
    assert written == made, "python docs/reliability.py: the page is of another day"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_figures_say_how_they_are_had_again(file: Path) -> None:
    found = tomllib.loads(file.read_text("utf-8"))

    assert found["date"]
    assert found["figures"]
    words = found["command"].split()
    if words[0] == "make":
        assert re.search(rf"^{words[1]}:", MAKEFILE, re.MULTILINE), words
    else:
        assert (ROOT / "benchmarks" / f"{file.stem}.py").is_file()


def test_nothing_that_was_kept_was_lost() -> None:
    for file in FILES:
        figures = tomllib.loads(file.read_text("utf-8"))["figures"]
        for name in ("items lost", "leaks found"):
            assert figures.get(name, 0) == 0, f"{file.name}: {name}"


def test_what_security_names_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text("utf-8")

    for name in re.findall(r"`((?:tests|benchmarks|deploy)/[\w/.]*)`", text):
        assert (ROOT / name).exists(), name
