"""What a crawl makes of recorded pages is compared, field by field."""

import json
from pathlib import Path

import pytest

from tests.wire.running import Ran, run
from tests.wire.world import OPEN, World, story

URL = "https://paper.test/news/boats"
PAGE = Path("recorded/boats")
SITE = PAGE / "sites" / "paper.test"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recorded")
    world = World(folder)
    world.site("paper.test", {"robots.txt": OPEN, "news/boats.html": story("Boat")})
    world.source("paper.test")
    set_ = ("-s", "NEWSCRAWLER_FIXTURES=sites", "-s", "DOWNLOAD_DELAY=0")
    ran = run(folder, "fixture", "record", URL, "-o", str(PAGE), *set_)
    assert ran.code == 0, ran.err
    return folder


@pytest.fixture
def folder(recorded: Path, tmp_path: Path) -> Path:
    for file in (one for one in recorded.rglob("*") if one.is_file()):
        if file.parts[len(recorded.parts)] in ("recorded", "sources"):
            copied = tmp_path / file.relative_to(recorded)
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.write_bytes(file.read_bytes())
    return tmp_path


def check(folder: Path, *words: str) -> Ran:
    return run(folder, "fixture", "check", *words)


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_what_is_as_expected_says_nothing(folder: Path) -> None:
    ran = check(folder)

    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "fixture: 0 of 1 not as expected\n"
    assert not (folder / "newscrawler.db").exists()


def test_another_field_is_shown_and_can_be_accepted(folder: Path) -> None:
    replace(folder / PAGE / "expected.json", "Boat is counted", "Ship is counted")
    ran = check(folder)
    as_json = check(folder, "--json")

    assert (ran.code, as_json.code) == (1, 1), ran.err
    assert ran.out.splitlines() == [
        f"{PAGE}: {URL}",
        "  article.headline",
        '    -"Ship is counted"',
        '    +"Boat is counted"',
    ]
    (told,) = json.loads(as_json.out)["recordings"]
    assert told["differences"] == [
        {
            "field": "article.headline",
            "expected": "Ship is counted",
            "found": "Boat is counted",
        }
    ]
    assert check(folder, "--update").code == 0
    assert check(folder).code == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("robots.txt", "Allow: /", "Disallow: /", '+"refuse"'),
        ("robots.txt", "Allow: /", "Allow: /\nCrawl-delay: 99", ""),  # nobody waits
    ],
)
def test_a_file_that_was_changed_is_named(
    folder: Path, file: str, old: str, new: str, words: str
) -> None:
    replace(folder / SITE / file, old, new)
    ran = check(folder)
    updated = check(folder, "--update")

    assert (ran.code, updated.code) == (1, 0)
    assert f"sites/paper.test/{file}: it was changed since it was recorded" in ran.out
    assert words in ran.out
    assert check(folder).code == 0
    told = json.loads((folder / PAGE / "recorded.json").read_text("utf-8"))
    assert told["edited"] is True


def test_a_decision_that_was_changed_cannot_be_accepted(folder: Path) -> None:
    replace(folder / PAGE / "decision.json", '"allow"', '"refuse"')
    ran = check(folder, "--update")

    assert "decision.json: it was changed since it was recorded" in ran.out
    assert ran.code == 1


def test_a_source_that_is_listed_no_more_is_a_difference(folder: Path) -> None:
    for file in (folder / "sources").iterdir():
        replace(file, "paper.test", "other.test")
    ran = check(folder)

    assert ran.code == 1
    assert "paper.test is not listed" in ran.out


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("recorded.json", "{", "no JSON: "),
        ("recorded.json", "[]", "no JSON object"),
        ("recorded.json", "{}", "says no 'url' or no 'files'"),
        ("decision.json", "", "no JSON: "),
        ("sites/paper.test/site.toml", "status = ", "Invalid value"),
    ],
)
def test_a_recording_that_cannot_be_read_is_one_line(
    folder: Path, file: str, text: str, words: str
) -> None:
    (folder / PAGE / file).write_text(text, "utf-8")
    ran = check(folder)

    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1), ran.err
    assert f"{PAGE / file}: " in ran.err
    assert words in ran.err
