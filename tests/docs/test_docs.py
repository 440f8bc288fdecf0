"""The documentation says what the code says, and holds together."""

import json
import re
import runpy
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from newscrawler.commands.exits import MEANING, Exit
from newscrawler.policy import Decision
from newscrawler.policy.record import decision_record
from tests.policy.drawn import DECISIONS

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
SCHEMA = json.loads(
    files("newscrawler.policy").joinpath("decision.schema.json").read_text("utf-8")
)


@given(DECISIONS)
def test_every_decision_is_as_its_schema_says(decision: Decision) -> None:
    record = decision_record(decision)

    Draft202012Validator(SCHEMA).validate(record)
    assert record.keys() == SCHEMA["properties"].keys() == set(SCHEMA["required"])


def test_the_schema_is_one_and_knows_no_other_fields() -> None:
    Draft202012Validator.check_schema(SCHEMA)

    assert not Draft202012Validator(SCHEMA).is_valid({"url": "https://a.example/"})


def test_the_reference_is_what_the_code_says() -> None:
    made = runpy.run_path(str(DOCS / "reference.py"))["pages"]()

    for name, text in made.items():
        written = (DOCS / "reference" / name).read_text("utf-8")
        assert written == text, f"python docs/reference.py: {name} is of another day"


def test_every_stat_that_is_counted_is_in_the_reference() -> None:
    page = (DOCS / "reference" / "stats.md").read_text("utf-8")
    counted = {
        stat
        for path in (ROOT / "newscrawler").rglob("*.py")
        for stat in re.findall(r"\"(newscrawler/\w+/)[{\w]", path.read_text("utf-8"))
    } - {"newscrawler/run/"}  # the first line of a checkpoint

    assert len(counted) > 6
    assert {one for one in counted if f"`{one}" not in page} == set()


def test_every_exit_code_has_a_meaning() -> None:
    assert list(MEANING) == list(Exit)


def test_every_signal_is_among_what_is_honoured() -> None:
    page = (DOCS / "honoured.md").read_text("utf-8")
    signals = (DOCS / "reference" / "signals.md").read_text("utf-8")
    named = set(re.findall(r"signals\.md#([\w-]+)", page))

    assert named == set(re.findall(r"^## (.+)$", signals, re.MULTILINE))


def test_the_drawing_is_of_the_layers() -> None:
    made = runpy.run_path(str(DOCS / "architecture.py"))["drawing"]()

    written = (DOCS / "architecture.svg").read_text("utf-8")
    assert written == made, "python docs/architecture.py: the drawing is of another day"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "site"


def test_the_documents_are_built_without_a_warning(folder: Path) -> None:
    words = ("-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder))
    done = subprocess.run(
        (sys.executable, *words), cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert (folder / "reference" / "signals" / "index.html").is_file()
