"""Which numbers does a crawl show to Prometheus, and of which stats of Scrapy's are they?

docs/reference/stats.md lists them; a label's values are few: no URLs, and of sites the
sources' ids alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from newscrawler.report.outcome import Outcomes

MOST_VALUES = 100
"""Values of a label beside sources' ids, at most: the rest is "other". Our choice."""

OTHER = "other"
_VALUE = re.compile(r"[A-Za-z0-9_.()-]{1,80}")


class Kind(Enum):
    """What a metric is, and what those of several crawls in one process come to.

    Counters are added up; a gauge that tells of the store is the same in all of them.
    """

    COUNTER = "counter"
    SUM = "gauge, added up"
    MOST = "gauge, the most"
    LEAST = "gauge, the least"


@dataclass(frozen=True, slots=True)
class Metric:
    """A number with a name and at most one stat of Scrapy's that it follows.

    ``stat`` ends in a slash where its last part is the value of the label.
    """

    name: str
    kind: Kind
    words: str
    stat: str | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sample:
    """A metric's value for values of its labels."""

    metric: Metric
    values: tuple[str, ...]
    value: float


_STATS = (
    Metric(
        "newscrawler_articles_total",
        Kind.COUNTER,
        "Pages that were allowed, by what came of them: kept, duplicate, invalid",
        "newscrawler/outcome/",
        ("outcome",),
    ),
    Metric(
        "newscrawler_documents_total",
        Kind.COUNTER,
        "Answers to requests for policy documents: heard, absent, refused, unheard",
        "newscrawler/document/",
        ("outcome",),
    ),
    Metric(
        "newscrawler_errors_total",
        Kind.COUNTER,
        "Errors in the log",
        "log_count/ERROR",
    ),
    Metric(
        "newscrawler_findings",
        Kind.SUM,
        "What monitors found when the crawl ended",
        "newscrawler/monitor/",
        ("monitor",),
    ),
    Metric(
        "newscrawler_items_dropped_total",
        Kind.COUNTER,
        "Items that no pipeline let through",
        "item_dropped_reasons_count/",
        ("reason",),
    ),
    Metric(
        "newscrawler_notices_total",
        Kind.COUNTER,
        "Notices in words that bind a page, by language",
        "newscrawler/notice/",
        ("language",),
    ),
    Metric(
        "newscrawler_pictures_total",
        Kind.COUNTER,
        "Pictures of articles, by verdict",
        "newscrawler/picture/",
        ("verdict",),
    ),
    Metric(
        "newscrawler_received_bytes_total",
        Kind.COUNTER,
        "Bytes received, headers included",
        "downloader/response_bytes",
    ),
    Metric(
        "newscrawler_requests_total",
        Kind.COUNTER,
        "Requests, for policy documents too",
        "downloader/request_count",
    ),
    Metric(
        "newscrawler_responses_total",
        Kind.COUNTER,
        "Responses, by status",
        "downloader/response_status_count/",
        ("status",),
    ),
    Metric(
        "newscrawler_sent_bytes_total",
        Kind.COUNTER,
        "Bytes sent",
        "downloader/request_bytes",
    ),
    Metric(
        "newscrawler_signals_total",
        Kind.COUNTER,
        "Decisions that do not allow, by the signal that decided; fault: unheard",
        "newscrawler/signal/",
        ("signal",),
    ),
    Metric(
        "newscrawler_verdicts_total",
        Kind.COUNTER,
        "Decisions: allow, refuse, defer",
        "newscrawler/verdict/",
        ("verdict",),
    ),
)

URLS = Metric(
    "newscrawler_source_urls_total",
    Kind.COUNTER,
    "URLs by source and by what came of them, as the summary counts them",
    labels=("source", "outcome"),
)
CRAWLS = Metric("newscrawler_crawls", Kind.SUM, "Crawls that are under way")
PAUSED = Metric("newscrawler_hosts_paused", Kind.MOST, "Hosts that asked us to wait")
LEDGER = Metric(
    "newscrawler_ledger_records", Kind.SUM, "Records in the ledger of this run"
)
WAITING = Metric(
    "newscrawler_frontier_waiting",
    Kind.MOST,
    "URLs in the store that wait, or are in flight",
)
LAST_KEPT = Metric(
    "newscrawler_last_kept_timestamp_seconds",
    Kind.MOST,
    "When an article was kept last, by this crawl",
)
SINCE_KEPT = Metric(
    "newscrawler_since_kept_seconds",
    Kind.LEAST,
    "Seconds since an article was kept, or the crawl began",
)
OWN = (URLS, CRAWLS, PAUSED, LEDGER, WAITING, LAST_KEPT, SINCE_KEPT)

METRICS = tuple(sorted((*_STATS, *OWN), key=lambda one: one.name))
"""All of them, by name."""


def stat_samples(stats: Mapping[str, object]) -> Iterator[Sample]:
    """Yield what the stats of a crawl come to; those that we do not know are left out."""
    for metric in _STATS:
        stat = metric.stat or ""
        if not stat.endswith("/"):
            yield Sample(metric, (), _number(stats.get(stat, 0)))
            continue
        found: dict[str, float] = {}
        for name, value in stats.items():
            if name.startswith(stat):
                label = bounded(name.removeprefix(stat), found)
                found[label] = found.get(label, 0) + _number(value)
        yield from (Sample(metric, (key,), found[key]) for key in sorted(found))


def source_samples(outcomes: Outcomes) -> Iterator[Sample]:
    """Yield what came of each source's URLs."""
    for row in outcomes.by_source():
        for outcome, count in row.counts.items():
            yield Sample(URLS, (row.source, outcome.value), count)


def bounded(value: str, known: Mapping[str, object]) -> str:
    """Return a label's value, "other" for a strange one, or one too many.

    >>> bounded("robots-rules", {}), bounded("https://a.example/", {})
    ('robots-rules', 'other')
    """
    is_room = value in known or len(known) < MOST_VALUES
    return value if _VALUE.fullmatch(value) and is_room else OTHER


def added_up(samples: Iterable[Sample]) -> tuple[Sample, ...]:
    """Return the samples of several crawls as those of one process, by name."""
    found: dict[tuple[str, tuple[str, ...]], Sample] = {}
    for one in samples:
        key = one.metric.name, one.values
        found[key] = _joined(found[key], one) if key in found else one
    return tuple(found[key] for key in sorted(found))


def _joined(one: Sample, other: Sample) -> Sample:
    values = one.value, other.value
    joined = {Kind.MOST: max, Kind.LEAST: min}.get(one.metric.kind, sum)
    return Sample(one.metric, one.values, joined(values))


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
