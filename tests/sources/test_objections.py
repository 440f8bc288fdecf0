"""What is read of a folder of objections, and what is reported of a mistake."""

from datetime import date
from pathlib import Path

import pytest

from newscrawler.policy.objection import Objection
from newscrawler.sources import RegistryError
from newscrawler.sources.objections import read_objections

GOOD = """\
who = "Ann Author"
when = 2026-11-20
scope = ["Gazette.example/ann/*"]
contact = "ann@mail.example"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "ann.toml"
    file.write_text(text, "utf-8")
    return file


def test_an_objection_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "objections"
    folder.mkdir()
    written(folder, GOOD + 'reason = "my letter"\n')

    assert read_objections(folder) == (
        Objection(
            who="Ann Author",
            when=date(2026, 11, 20),
            scope=("gazette.example/ann/*",),
            contact="ann@mail.example",
            reason="my letter",
            document="objections/ann.toml",
            line=3,
        ),
    )


def test_who_is_told_of_an_objection_is_not_told_where_we_keep_it(
    tmp_path: Path,
) -> None:
    file = written(tmp_path, GOOD)

    assert [one.document for one in read_objections(file)] == ["ann.toml"]


def test_several_stand_in_one_file(tmp_path: Path) -> None:
    written(tmp_path, f"[[objection]]\n{GOOD}[[objection]]\n{GOOD}")

    found = read_objections(tmp_path)

    assert [one.line for one in found] == [4, 9]


def test_an_empty_folder_has_none(tmp_path: Path) -> None:
    assert read_objections(tmp_path) == ()


MISTAKES = {
    "a typo": (
        GOOD.replace("when", "wehn"),
        "2: wehn: unknown key; did you mean when?",
    ),
    "no day": (GOOD.replace("2026-11-20", '"now"'), "2: when: is a string, not a date"),
    "no scope": (GOOD.replace('"Gazette.example/ann/*"', ""), "3: scope: is empty"),
    "a bare host": (GOOD.replace("/ann/*", ""), "3: scope: 'Gazette.example' is not"),
    "nobody": (GOOD.replace('who = "Ann Author"', ""), "1: who: is missing; write who"),
    "outside": (f"{GOOD}[[objection]]\n{GOOD}", "1: who: stands outside of"),
    "none": ("objection = []", "1: objection: is empty; write [[objection]]"),
    "no TOML": ("who =", "1: is no valid TOML"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_line_with_its_place(tmp_path: Path, name: str) -> None:
    text, problem = MISTAKES[name]
    file = written(tmp_path, text)

    with pytest.raises(RegistryError) as raised:
        read_objections(tmp_path)

    assert f"{file}:{problem}" in str(raised.value)
