"""Small sites and sources in a folder, and crawls of them without a socket."""

from collections.abc import Mapping
from pathlib import Path

from newscrawler.policy import Decision
from newscrawler.spiders.article import ArticleSpider
from newscrawler.spiders.news import NewsSpider
from tests.crawling import Crawled, crawl

OPEN = "User-agent: *\nAllow: /\n"
CLOSED = "User-agent: *\nDisallow: /\n"


def story(name: str, head: str = "") -> str:
    words = " ".join(f"{name} was counted again on day {day}." for day in range(40))
    return (
        f"<html lang=en><head><title>{name} is counted</title>{head}</head><body>"
        f"<article><h1>{name} is counted</h1><p>{words}</p></article></body></html>"
    )


class World:
    """Sites and sources in a folder, and crawls of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("sites", "sources"):
            (folder / name).mkdir()

    def site(self, host: str, files: Mapping[str, str], toml: str = "") -> None:
        for path, text in {**files, "site.toml": toml}.items():
            file = self.folder / "sites" / host / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")

    def source(self, host: str, more: str = "") -> None:
        name = host.replace(".", "-")
        (self.folder / "sources" / f"{name}.toml").write_text(
            f'id = "{name}"\nname = "{host}"\nhome = "https://{host}/"\n'
            f'domains = ["{host}"]\n{more}',
            "utf-8",
        )

    def settings(self, **more: object) -> dict[str, object]:
        return {
            "NEWSCRAWLER_FIXTURES": str(self.folder / "sites"),
            "NEWSCRAWLER_SOURCES": str(self.folder / "sources"),
            "RETRY_ENABLED": False,
            "CONCURRENT_REQUESTS": 64,
            "CONCURRENT_REQUESTS_PER_DOMAIN": 64,
            **more,
        }

    def articles(self, *urls: str, **settings: object) -> Crawled:
        known = self.settings(**settings)
        return crawl(ArticleSpider, self.folder, known, url=" ".join(urls))

    def news(self, **settings: object) -> Crawled:
        """Crawl all listings, whether their time has come or not."""
        known = self.settings(**settings)
        return crawl(NewsSpider, self.folder, known, ask="all")


def decisions(crawled: Crawled, url: str) -> list[Decision]:
    return [one for one in crawled.decisions() if one.url == url]


def kept(crawled: Crawled) -> set[str]:
    return {one.url for one in crawled.articles()}
