"""Which numbers does a crawl show while it goes on? Those that are documented."""

import asyncio
import re
from functools import partial
from pathlib import Path
from typing import Self
from urllib.request import urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import Settings

from newscrawler.configuring.metrics_setting import Port, read_metrics
from newscrawler.report.metrics import METRICS, Kind, Sample, stat_samples
from newscrawler.spiders.fixtures import FixturesSpider, fixtures_folder
from newscrawler.watching.exposition import Exposition
from tests.crawling import Crawled, crawl
from tests.wire.serving import free_port

REFERENCE = Path(__file__).parent.parent.parent / "docs" / "reference"
DOCS = (REFERENCE / "stats.md").read_text("utf-8")
ROWS = re.findall(
    r"^\| `(newscrawler_\w+)` \| (\w+) \| (.*?) \| (.*?) \| ", DOCS, re.MULTILINE
)
SOURCES = {path.stem for path in (fixtures_folder() / "sources").glob("*.toml")}


class Scraper:
    """A Scrapy extension that asks for the metrics when an article has been kept."""

    def __init__(self, crawler: Crawler) -> None:
        self.url = f"http://{crawler.settings['NEWSCRAWLER_METRICS']}/metrics"
        self.seen = ""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        scraper = cls(crawler)
        crawler.signals.connect(scraper.scrape, signals.item_scraped)
        return scraper

    async def scrape(self) -> None:
        self.seen = await asyncio.to_thread(read, self.url)


def read(url: str) -> str:
    with urlopen(url, timeout=10) as answer:
        return bytes(answer.read()).decode("utf-8")


def shown(text: str) -> dict[str, list[tuple[dict[str, str], float]]]:
    return {
        family.name + ("_total" if family.type == "counter" else ""): [
            (dict(one.labels), one.value) for one in family.samples
        ]
        for family in text_string_to_metric_families(text)
    }


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("watched")
    ours = {
        "NEWSCRAWLER_METRICS": f"127.0.0.1:{free_port()}",
        "EXTENSIONS": {Scraper: 1},
    }
    return crawl(FixturesSpider, folder, ours)


def scraper_of(crawled: Crawled) -> Scraper:
    scraper = crawled.crawler.get_extension(Scraper)
    assert scraper is not None
    return scraper


def test_what_is_documented_is_what_is_shown() -> None:
    documented = {
        (name, kind, labels, stat.strip("`").partition("<")[0])
        for name, kind, labels, stat in ROWS
    }

    assert documented == {
        (
            one.name,
            one.kind.value.partition(",")[0],
            ", ".join(one.labels),
            one.stat or "",
        )
        for one in METRICS
    }
    assert len(ROWS) == len(METRICS)


def test_a_crawl_shows_every_documented_number_while_it_goes_on(
    crawled: Crawled,
) -> None:
    found = shown(scraper_of(crawled).seen)

    assert found.keys() == {one.name for one in METRICS}
    assert found["newscrawler_crawls"] == [({}, 1.0)]
    ours = set(found["newscrawler_documents_total"][0][0])
    assert ours == {"outcome"}
    for name in ("ledger_records", "received_bytes_total", "requests_total"):
        assert found[f"newscrawler_{name}"][0][1] > 0, name
    languages = {one["language"] for one, _ in found["newscrawler_notices_total"]}
    assert {"en", "de", "ja"} & languages


def test_no_label_is_a_url_and_a_site_is_a_sources_id(crawled: Crawled) -> None:
    found = shown(scraper_of(crawled).seen)
    values = [
        (key, value)
        for some in found.values()
        for labels, _ in some
        for key, value in labels.items()
    ]

    assert not [value for _, value in values if "/" in value or ".example" in value]
    sources = {value for key, value in values if key == "source"}
    assert "harbour-gazette" in sources
    assert sources <= {*SOURCES, "(not listed)"}


def test_nobody_listens_when_the_crawl_has_ended(crawled: Crawled) -> None:
    with pytest.raises(OSError, match="refused"):
        read(scraper_of(crawled).url)


def test_every_stat_of_ours_is_documented(crawled: Crawled) -> None:
    stats = [one.stat for one in METRICS if one.stat]
    found = [
        name
        for name in crawled.crawler.stats.get_stats()
        if name.startswith("newscrawler/") and "/fixture/" not in name
    ]

    assert len(found) > 10
    assert not [name for name in found if not name.startswith(tuple(stats))]


def test_a_file_is_there_in_whole_when_the_crawl_has_ended(tmp_path: Path) -> None:
    file = tmp_path / "out.prom"
    crawled = crawl(
        FixturesSpider,
        tmp_path,
        {"NEWSCRAWLER_METRICS": str(file)},
        source="harbour-gazette",
    )

    found = shown(file.read_text("utf-8"))
    kept = len(crawled.articles())
    assert found["newscrawler_articles_total"] == [({"outcome": "kept"}, kept)]
    assert found["newscrawler_crawls"] == [({}, 0.0)]
    assert list(tmp_path.glob("out.prom*")) == [file]


def test_without_the_setting_nothing_listens_and_nothing_is_written(
    tmp_path: Path,
) -> None:
    crawl(FixturesSpider, tmp_path, source="closed-courier")

    assert not list(tmp_path.glob("*.prom"))


PLACES: dict[str, object] = {
    "": None,
    "9464": Port("127.0.0.1", 9464),
    "localhost:9464": Port("127.0.0.1", 9464),
    "0.0.0.0:9464": Port("0.0.0.0", 9464),
    "[::1]:9464": Port("::1", 9464),
    ":9464": "would listen everywhere; name an address",
    "gazette.example:9464": "is no IP address",
    "0": "write a port, ADDRESS:PORT or FILE.prom",
    "65536": "write a port",
    "on": "write a port",
    "out.txt": "write a port",
    "none/out.prom": "there is no folder none; make it first",
}


@pytest.mark.parametrize("stated", PLACES)
def test_a_port_is_on_the_loopback_address_unless_another_is_named(
    stated: str,
) -> None:
    settings = Settings({"NEWSCRAWLER_METRICS": stated})
    expected = PLACES[stated]

    if isinstance(expected, str):
        with pytest.raises(ValueError, match=re.escape(expected)):
            read_metrics(settings)
    else:
        assert read_metrics(settings) == expected


def counted(count: list[int]) -> list[Sample]:
    return [Sample(COUNTER, (), count[0])]


COUNTER = next(one for one in METRICS if one.kind is Kind.COUNTER and not one.labels)


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=20))
def test_counters_of_a_process_never_go_down(steps: list[tuple[bool, int]]) -> None:
    shown = Exposition("127.0.0.1", 1)
    counts: list[list[int]] = []
    under_way: list[int] = []
    before = 0.0
    for begins, more in steps:
        if begins or not under_way:
            count = [0]
            counts.append(count)
            under_way.append(len(counts) - 1)
            shown.begin(len(counts) - 1, partial(counted, count))
        counts[under_way[-1]][0] += more
        if not begins:
            shown.end(under_way.pop())
        families = list(shown.collect())
        (total,) = [
            one.value
            for family in families
            for one in family.samples
            if one.name == COUNTER.name
        ]
        assert total >= before
        assert total == sum(one[0] for one in counts)
        before = total


@given(st.dictionaries(st.text(max_size=20), st.integers(0, 9), max_size=200))
def test_a_label_has_few_values_whatever_the_stats_are(names: dict[str, int]) -> None:
    stats = {f"newscrawler/signal/{name}": count for name, count in names.items()}
    found = [one for one in stat_samples(stats) if one.metric.labels == ("signal",)]

    assert sum(one.value for one in found) == sum(names.values())
    assert len(found) <= 101
    assert all("/" not in one.values[0] for one in found)
