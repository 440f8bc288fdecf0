"""What is reported of a registry on disk, and what is read."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newscrawler.policy.permission import Reading
from newscrawler.purpose import Purpose
from newscrawler.sources import Problem, RegistryError, Source, read_registry

CASES = tomllib.loads(Path(__file__).with_name("problems.toml").read_text("utf-8"))
GOOD = """\
id = "gazette"
name = "The Gazette"
home = "https://gazette.example/"
domains = ["gazette.example"]
"""
FULL = """\
id = "gazette"
name = "The Gazette"
home = "https://www.Gazette.example"
domains = ["Gazette.example", "zeitung-ü.example"]
languages = ["en", "de-AT"]
timezone = "Europe/Vienna"
feeds = ["https://feeds.example/ü"]
sitemaps = ["https://gazette.example/sitemap.xml"]
sections = ["https://gazette.example/world/"]
owner = " Gazette Media Ltd "
agency = "GZN"
delay = 2
every = "30 min"
retention = "2 years"
select.headline = "h1.title"

[[permission]]
id = "g-1"
grantor = "Gazette Media Ltd"
contact = "rights@gazette.example"
scope = ["gazette.example/*", "*.Gazette.example/news/ü*"]
purposes = ["search", "archive"]
valid_from = 2026-01-01
valid_until = 2026-12-31

[[reading]]
quote_sha256 = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
reason = "a quotation in a column"
who = "legal desk"
until = 2027-01-31
"""


def registry(folder: Path, text: str, name: str = "gazette.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8", newline="")
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(RegistryError) as caught:
        read_registry(path)
    assert str(caught.value).splitlines() == [str(p) for p in caught.value.problems]
    return str(caught.value).splitlines()


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["name"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_every_problem_has_its_line(
    case: dict[str, str], end: str, tmp_path: Path
) -> None:
    text = case["text"] if "whole" in case else f"{GOOD}{case['text']}"
    path = registry(tmp_path, text.replace("\n", end))

    found = problems(path)

    expected = [line.replace("FILE", str(path)) for line in case["problems"]]
    assert found == [f"{path}:{line}" for line in expected]


def test_a_full_source_is_read(tmp_path: Path) -> None:
    (source,) = read_registry(registry(tmp_path, FULL)).sources

    assert source.home == "https://www.gazette.example"
    assert source.domains == ("gazette.example", "xn--zeitung--e6a.example")
    assert source.feeds == ("https://feeds.example/%C3%BC",)
    assert (source.owner, source.agency) == ("Gazette Media Ltd", "GZN")
    assert (source.delay, source.every) == (2.0, 1800.0)
    assert source.retention == 2 * 365 * 24 * 3600
    assert (source.timezone, source.languages) == ("Europe/Vienna", ("en", "de-AT"))
    assert source.select == {"headline": "h1.title"}
    assert source.readings == (
        Reading("a" * 64, "a quotation in a column", "legal desk", date(2027, 1, 31)),
    )
    (permission,) = source.permissions
    assert permission.scope == ("gazette.example/*", "*.gazette.example/news/%C3%BC*")
    assert permission.purposes == {Purpose.SEARCH, Purpose.ARCHIVE}
    assert permission.valid_until == date(2026, 12, 31)


def test_what_a_source_does_not_say_is_the_default(tmp_path: Path) -> None:
    (source,) = read_registry(registry(tmp_path, GOOD)).sources

    assert source == Source(
        "gazette", "The Gazette", "https://gazette.example/", ("gazette.example",)
    )


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        registry(tmp_path, GOOD.replace("gazette", name), f"{name}.toml")
    registry(tmp_path, "not TOML", ".#a.toml")
    registry(tmp_path, "not TOML", "README.md")

    found = read_registry(tmp_path).sources

    assert [source.id for source in found] == ["a", "b"]


def test_several_sources_in_one_file(tmp_path: Path) -> None:
    text = "".join(
        f"[[source]]\n{GOOD.replace('gazette', name)}" for name in ("b", "a")
    )

    found = read_registry(registry(tmp_path, f"\ufeff{text}")).sources

    assert [source.id for source in found] == ["b", "a"]


def test_the_problems_of_all_files_come_together(tmp_path: Path) -> None:
    first = registry(tmp_path, GOOD, "a.toml")
    second = registry(tmp_path, f"{GOOD}delay = -1", "b.toml")
    third = registry(tmp_path, "=", "c.toml")

    assert problems(tmp_path) == [
        f"{second}:1: id: gazette is at {first}:1 already; write it once",
        f"{second}:4: domains: gazette.example is at {first}:4 already; write it once",
        f"{second}:5: delay: is not from 0 to 86400 seconds; write delay = 2.0",
        f"{third}:1: is no valid TOML: Invalid statement",
    ]


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "x", tmp_path / "x\0"):
        (found,) = problems(path)
        assert found.endswith(
            ": not found; write the path of a folder or of a TOML file"
        )


def test_an_empty_folder(tmp_path: Path) -> None:
    assert problems(tmp_path) == [
        f"{tmp_path}: no *.toml file in this folder; newscrawler sources add URL writes one for each source"
    ]


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.toml").mkdir()

    assert problems(tmp_path) == [
        f"{tmp_path}/a.toml: is not a file; write the path of a TOML file"
    ]


def test_a_file_that_may_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = registry(tmp_path, GOOD)
    monkeypatch.setattr(Path, "open", denied)

    assert problems(path) == [f"{path}: cannot be read: Permission denied"]


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(f"{GOOD}owner = 'Zürich'".encode("latin-1"))

    assert problems(path) == [f"{path}:5: is not UTF-8; save it as UTF-8"]


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = registry(tmp_path, f"{GOOD}#{' ' * 1024 * 1024}")

    assert problems(path) == [
        f"{path}: is larger than 1048576 bytes; split it into several"
    ]


def test_a_file_that_is_nested_too_deeply(tmp_path: Path) -> None:
    for many in (16, 9000):  # in a table; and more than Python reads
        path = registry(tmp_path, f"{GOOD}feeds = {'[' * many}{']' * many}")

        assert problems(path) == [f"{path}: is nested deeper than 16"]


def test_a_number_of_too_many_digits(tmp_path: Path) -> None:
    path = registry(tmp_path, f"{GOOD}delay = {'9' * 5000}")

    (found,) = problems(path)

    assert found.startswith(f"{path}: is no valid TOML: Exceeds the limit")


def what_is_wrong(path: Path) -> tuple[Problem, ...] | None:
    try:
        read_registry(path)
    except RegistryError as error:
        return error.problems
    return None


WORDS = st.sampled_from(
    [*GOOD.split(), *FULL.split(), "[[source]]", "[", "]", "{", "}", "=", ".", ",", "'"]
)
LINES = st.sampled_from([*GOOD.splitlines(), *FULL.splitlines(), "[[source]]", "x = 1"])
VALUES = st.sampled_from(
    [
        "1",
        "1e400",
        "nan",
        "''",
        "[]",
        "{}",
        "[{}]",
        '"a"',
        "true",
        "2026-01-01",
        "[[1]]",
    ]
)
KEYS = st.sampled_from([*tomllib.loads(FULL), "source", "permission.x", "'a b'"])
TOML_LIKE = st.one_of(
    st.text(),
    st.lists(WORDS).map(" ".join),
    st.lists(LINES, unique=True).map("\n".join),
    st.dictionaries(KEYS, VALUES).map(
        lambda found: "\n".join(f"{key} = {value}" for key, value in found.items())
    ),
)


@settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=TOML_LIKE)
def test_reading_never_raises_anything_else(text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    found = what_is_wrong(path)

    assert found is None or found
    assert all(len(str(problem).splitlines()) == 1 for problem in found or ())
