"""What is listed, and what is wrong with it? ``sources list`` and ``sources check``."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.commands.registering import COURIER, GAZETTE, registry, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return registry(tmp_path)


def test_list_has_a_line_for_each_source(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("list", sources=str(folder)) == 0

    assert [line.split("\t") for line in capsys.readouterr().out.splitlines()] == [
        ["courier", "Der Kurier ü", "https://courier.example/", "courier.example", "-"],
        [
            "gazette",
            "The [b]Gazette[/b]",
            "https://gazette.example/",
            "gazette.example gazeta.example",
            "g-1 until 2020-12-31 (no document on file)",
        ],
    ]


def test_list_on_a_terminal_is_a_table(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "200")

    assert run("list", str(folder)) == 0

    out = capsys.readouterr().out
    assert "The [b]Gazette[/b]" in out
    assert "┃" in out


def test_list_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("list", str(folder), "--json") == 0

    courier, gazette = json.loads(capsys.readouterr().out)
    assert courier["name"] == "Der Kurier ü"
    assert (courier["delay"], courier["retention"]) == (None, None)
    assert gazette["permissions"][0]["purposes"] == ["search", "archive"]
    assert gazette["permissions"][0]["valid_until"] == "2020-12-31"


def test_list_of_a_wrong_registry_is_its_problems(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("list", str(tmp_path / "x"), "--json") == 2

    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "/x: not found;" in err


def test_check_says_what_lifts_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", sources=folder) == 2

    out, err = capsys.readouterr()
    assert out == "gazette: permission g-1: lifts nothing: no document on file\n"
    assert err == (
        f"{folder}: no mistakes; sources: 2, permissions: 1, to look at: 1,"
        " of these lift nothing: 1\n"
    )


@pytest.mark.parametrize(
    ("valid", "code", "words"),
    [
        (("2020-01-01", "2999-12-31"), 0, ""),
        (("2020-01-01", "2020-12-31"), 2, "lifts nothing: expired on 2020-12-31"),
        (("2998-01-01", "2999-12-31"), 0, "lifts nothing before 2998-01-01"),
    ],
)
def test_check_ends_with_2_when_a_permission_wants_mending(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    valid: tuple[str, str],
    code: int,
    words: str,
) -> None:
    (folder / "letter.txt").write_text("You may.", "utf-8")
    digest = hashlib.sha256(b"You may.").hexdigest()
    text = GAZETTE.replace("2020-01-01", valid[0]).replace("2020-12-31", valid[1])
    proof = f'document = "letter.txt"\nsha256 = "{digest}"\n'
    (folder / "gazette.toml").write_text(text + proof, "utf-8")

    assert run("check", str(folder)) == code

    out = capsys.readouterr().out
    assert out == (f"gazette: permission g-1: {words}\n" if words else "")


def test_check_of_a_sound_registry_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "gazette.toml").unlink()

    assert run("check", str(folder)) == 0

    assert capsys.readouterr().err == (
        f"{folder}: no mistakes; sources: 1, permissions: 0, to look at: 0\n"
    )


def test_check_prints_every_problem(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "courier.toml").write_text(f"{COURIER}dealy = 1\ndelay = -1", "utf-8")

    assert run("check", str(folder), sources="elsewhere") == 2

    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        f"{folder}/courier.toml:5: dealy: unknown key; did you mean delay?\n"
        f"{folder}/courier.toml:6: delay: is not from 0 to 86400 seconds;"
        " write delay = 2.0\n"
    )


def test_check_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", "--json", str(folder)) == 2

    found = json.loads(capsys.readouterr().out)
    assert (found["sources"], found["problems"]) == (["courier", "gazette"], [])
    assert found["concerns"] == [
        {
            "source": "gazette",
            "kind": "permission",
            "id": "g-1",
            "standing": "unproven",
            "reason": "lifts nothing: no document on file",
        }
    ]


def test_check_of_a_wrong_registry_as_json(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "courier.toml").write_text(f"{COURIER}dealy = 1", "utf-8")

    assert run("check", "--json", str(folder)) == 2

    out, err = capsys.readouterr()
    assert err == ""
    assert json.loads(out)["problems"] == [
        {
            "file": f"{folder}/courier.toml",
            "line": 5,
            "key": "dealy",
            "problem": "unknown key; did you mean delay?",
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ([], "no subcommand; write sources list, or sources check PATH"),
        (["chekc"], "unknown subcommand 'chekc'; did you mean check?"),
        (["x", "y"], "unknown subcommand 'x'; known: list, check, add, import, export"),
        (["check", "a", "b"], "'b' is one argument too many; write sources list, or"),
        (["check", "--opml"], "--opml says nothing to sources check"),
        (["list", "-o", "x"], "--output says nothing to sources list"),
        (["import"], "no file; write sources import FILE.opml"),
        (["import", "none.opml", "-o", "x"], "none.opml: not found; name an OPML"),
        (["import", "x.opml", "-o", "x.toml"], "x.toml is no folder; write -o FOLDER"),
        (["check"], "no path; set NEWSCRAWLER_SOURCES to a folder of TOML files, or"),
    ],
)
def test_a_mistake_of_the_user_is_one_line(
    arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2

    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"sources: {line}")
