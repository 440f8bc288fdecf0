"""What has a crawl to make of a recorded page, and in what does it differ?"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory

from scrapy.settings import Settings

from newscrawler.policy import Decision, Verdict
from newscrawler.policy.record import Value
from newscrawler.recording.fixture_crawl import SITES, Crawled, crawl_alone, crawl_sites
from newscrawler.report.outcome import reason, shown
from newscrawler.spiders.article import ArticleSpider
from newscrawler.storage.article_json import article_record

OF_ONE_CRAWL = ("decision", "metadata")
"""Fields of an article that no two crawls share, or that say how it was read."""

LONG = 100
"""Characters from which on a text's lines are compared: our choice."""

PIPELINES = {
    "newscrawler.pipelines.ExtractPipeline": 100,
    "newscrawler.pipelines.ValidatePipeline": 500,
    "newscrawler.pipelines.StorePipeline": 800,
}
"""What is compared is ours; what a project adds may send articles away."""


class RecordedPageSpider(ArticleSpider):
    """Crawls one recorded page; its summary interests nobody."""

    shows_summary = False


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is not as expected; None: it is not there."""

    field: str
    expected: Value
    found: Value


def outcome(crawled: Crawled) -> dict[str, Value]:
    """Return what came of the one page of a crawl, as JSON.

    ``signal`` and ``words`` say why it was not kept; ``article`` None: there is none.
    """
    last = _deciding(crawled)
    why = reason(last) if last is not None else None
    article = crawled.articles[0] if crawled.articles else None
    record = article_record(article) if article is not None else None
    fields = {
        name: value
        for name, value in (record or {}).items()
        if name not in OF_ONE_CRAWL
    }
    return {
        "verdict": last.verdict.value if last is not None else None,
        "signal": why.signal if why is not None else None,
        "words": why.words if why is not None else None,
        "article": fields if record is not None else None,
    }


def _deciding(crawled: Crawled) -> Decision | None:
    """Return a decision that keeps the page away, else the last, None if none."""
    barring = (one for one in crawled.decisions if one.verdict is not Verdict.ALLOW)
    return next(barring, crawled.decisions[-1] if crawled.decisions else None)


def outcome_now(folder: Path, url: str, settings: Settings) -> dict[str, Value]:
    """Return what a crawl makes of a recorded page today, with no reactor."""
    with TemporaryDirectory() as place:
        given = {"url": url}
        sites, found = folder / SITES, _ours(settings)
        crawled = crawl_alone(RecordedPageSpider, sites, Path(place), found, given)
        return outcome(crawled)


async def outcome_in_loop(
    folder: Path, url: str, settings: Settings
) -> dict[str, Value]:
    """Return what ``outcome_now`` returns, in the loop that is running."""
    with TemporaryDirectory() as place:
        given = {"url": url}
        sites, found = folder / SITES, _ours(settings)
        crawled = await crawl_sites(
            RecordedPageSpider, sites, Path(place), found, given
        )
        return outcome(crawled)


def _ours(settings: Settings) -> Settings:
    found = settings.copy()
    found.set("ITEM_PIPELINES", PIPELINES, "cmdline")
    return found


def differences(
    expected: Mapping[str, Value], found: Mapping[str, Value]
) -> tuple[Difference, ...]:
    """Return the fields that differ, those of the article one by one."""
    flat, other = _flat(expected), _flat(found)
    names = dict.fromkeys((*flat, *other))
    return tuple(
        Difference(name, flat.get(name), other.get(name))
        for name in names
        if flat.get(name) != other.get(name)
    )


def _flat(record: Mapping[str, Value]) -> dict[str, Value]:
    article = record.get("article")
    fields = {name: value for name, value in record.items() if name != "article"}
    if isinstance(article, dict):
        fields |= {f"article.{name}": value for name, value in article.items()}
    return fields


def lines(one: Difference) -> Iterator[str]:
    """Yield a difference as lines for a person: what was expected, what was found."""
    yield f"  {one.field}"
    old, new = _texts(one.expected), _texts(one.found)
    compared = unified_diff(old, new, n=0, lineterm="")
    changed = [line for line in compared if line[:3] not in ("---", "+++")]
    yield from (f"    {shown(line)}" for line in changed if line[:2] != "@@")


def _texts(value: Value) -> list[str]:
    if isinstance(value, str) and len(value) > LONG:
        return value.splitlines()
    return [] if value is None else [json.dumps(value, ensure_ascii=False)]
