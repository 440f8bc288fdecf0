"""What we write of a source, our own reader reads."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as some

from newscrawler.sources import Source, read_registry
from newscrawler.sources.source import EVERY
from newscrawler.sources.writing import Remarks, duration, source_toml

PRINTABLE = some.text(
    some.characters(blacklist_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1
).map(str.strip)
NAMES = PRINTABLE.filter(bool)
URLS = some.builds(
    "https://{}.example/{}".format,
    some.from_regex("[a-z]{1,9}", fullmatch=True),
    some.from_regex("[a-zA-Z0-9/?=&%_.~-]{0,20}", fullmatch=True),
).filter(lambda url: "%" not in url)
LISTS = some.lists(URLS, max_size=3).map(tuple)
SOURCES = some.builds(
    Source,
    id=some.from_regex("[a-z0-9-]{1,20}", fullmatch=True),
    name=NAMES,
    home=some.just("https://www.gazette.example/"),
    domains=some.just(("gazette.example",)),
    languages=some.sampled_from([(), ("en",), ("id", "en-GB")]),
    timezone=some.sampled_from([None, "Asia/Jakarta"]),
    feeds=LISTS,
    sitemaps=LISTS,
    sections=LISTS,
    owner=some.none() | NAMES,
    agency=some.none() | NAMES,
    delay=some.none() | some.floats(0, 86400),
    every=some.sampled_from([EVERY, 60.0, 1800.0, 86400.0, 90.0]),
    retention=some.sampled_from([None, 730 * 86400.0, 45 * 86400.0]),
    select=some.sampled_from([{}, {"headline": 'h1[title="a"]', "body": "div.b"}]),
)


def read_back(text: str) -> Source:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "one.toml"
        path.write_text(text, "utf-8")
        (source,) = read_registry(path).sources
    return source


@given(SOURCES)
def test_a_source_reads_back_equal(source: Source) -> None:
    assert read_back(source_toml(source)) == source


@given(SOURCES, some.text(), LISTS)
def test_remarks_change_nothing(
    source: Source, why: str, also: tuple[str, ...]
) -> None:
    remarks = Remarks(dict.fromkeys((*source.feeds, *also), why), {"feeds": also})

    assert read_back(source_toml(source, remarks)) == source


def test_what_was_found_and_not_taken_stands_there_for_a_person() -> None:
    url = "https://gazette.example/world/"
    source = Source("g", "G", "https://gazette.example/", ("gazette.example",))

    text = source_toml(
        source, Remarks({url: "navigation “World”"}, {"sections": (url,)})
    )

    assert f'    # "{url}",  # navigation “World”' in text.splitlines()


@pytest.mark.parametrize("seconds", [1.0, 60.0, 90.0, 5400.0, 86400.0, 0.5, 31536000.0])
def test_a_duration_reads_back(seconds: float) -> None:
    source = Source("g", "G", "https://a.example/", ("a.example",), every=seconds)

    assert read_back(source_toml(source)).every == seconds
    assert " " in duration(seconds)
