"""Which answers of the resolver lead somewhere."""

from pathlib import Path

import pytest
from scrapy.crawler import CrawlerRunner
from scrapy.settings import Settings

import newscrawler.settings
from newscrawler.downloading.resolver import PublicAddressResolver, unguarded
from newscrawler.settings import ADDONS
from tests.wire.running import CONTACT, run, write_sources


def project(**more: object) -> Settings:
    found = Settings()
    found.setmodule(newscrawler.settings, priority="project")
    found.setdict(more, "cmdline")
    return found


def test_the_add_on_names_the_resolver_before_there_is_a_crawler() -> None:
    runner = CrawlerRunner(Settings({"ADDONS": ADDONS}))

    named = runner.settings["TWISTED_DNS_RESOLVER"]
    assert named == f"{PublicAddressResolver.__module__}.PublicAddressResolver"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, None),
        ({"TWISTED_REACTOR_ENABLED": False}, "TWISTED_REACTOR_ENABLED"),
        (
            {
                "DOWNLOAD_HANDLERS": {
                    "https": "scrapy.core.downloader.handlers._httpx"
                    ".HttpxDownloadHandler"
                }
            },
            "leave https to Scrapy's own handler",
        ),
        ({"DOWNLOAD_HANDLERS": {"s3": None, "http": None}}, None),
    ],
)
def test_what_does_not_ask_the_resolver_is_named(
    settings: dict[str, object], words: str | None
) -> None:
    problem = unguarded(project(**settings))

    assert (problem is None) is (words is None)
    assert (words or "") in (problem or "")


ANSWERS = "import socket; socket.gethostbyname = lambda name: '%s'"


@pytest.mark.parametrize("address", ["10.9.8.7", "169.254.169.254"])
def test_no_name_leads_into_a_private_network(tmp_path: Path, address: str) -> None:
    write_sources(tmp_path, "http", 80, ["paper.test"])
    ran = run(tmp_path, "crawl", "news", "-s", CONTACT, before=ANSWERS % address)

    assert ran.code == 4
    assert (
        f"paper.test leads to the private address {address},"
        " and is not named in NEWSCRAWLER_PRIVATE_HOSTS"
    ) in ran.err
    assert "Traceback" not in ran.err
