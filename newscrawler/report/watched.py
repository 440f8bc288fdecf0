"""What does a crawl tell beside its counts: where it looked, and what a person should see?"""

from dataclasses import dataclass, field
from enum import Enum

from newscrawler.items import Article
from newscrawler.policy.record import Value
from newscrawler.report.coverage import Coverage, coverage_record, with_article


class Level(Enum):
    """How bad it is; by an error the command ends with exit code 6, if all else is well."""

    WARNING = "warning"
    ERROR = "error"
    BROKEN = "broken"
    """The evidence is not whole: exit code 5."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a monitor found; ``source`` None: of the whole crawl."""

    monitor: str
    level: Level
    source: str | None
    words: str

    def __str__(self) -> str:
        where = f"{self.source}: " if self.source else ""
        return f"{self.level.value}: {self.monitor}: {where}{self.words}"


@dataclass(slots=True)
class Looked:
    """What a source's feeds, sitemaps, sections and home page named, all counted.

    ``listings``: how many were read; ``named``: their entries and links; ``wanted``:
    those that may be articles; ``older``: those from before ``-a since``; ``unread``:
    listings that are nothing that we can read, or forbid to follow their links;
    ``beyond``: those that cross a bound, and which, in words.
    """

    listings: int = 0
    named: int = 0
    wanted: int = 0
    older: int = 0
    unread: int = 0
    beyond: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Watched:
    """What is gathered while a crawl goes on, and found when it ends.

    ``given``: URLs on stdin, None where nobody asked for them. ``unread``: files that
    were named and could not be read, or not to their end, and why. ``nothing``: why there
    is nothing, a line a reason.
    """

    given: int | None = None
    unread: list[str] = field(default_factory=list)
    looked: dict[str, Looked] = field(default_factory=dict)
    coverage: dict[str, Coverage] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    nothing: tuple[str, ...] = ()

    def look(self, source: str) -> Looked:
        """Return what was counted of a source's listings, to count on."""
        return self.looked.setdefault(source, Looked())

    def keep(self, source: str, article: Article) -> None:
        """Count what a kept article covers."""
        before = self.coverage.get(source, Coverage())
        self.coverage[source] = with_article(before, article)


def watched_record(watched: Watched) -> dict[str, Value]:
    """Return it as JSON."""
    coverage = sorted(watched.coverage.items())
    return {
        "nothing": list[Value](watched.nothing),
        "findings": [
            {
                "monitor": one.monitor,
                "level": one.level.value,
                "source": one.source,
                "words": one.words,
            }
            for one in watched.findings
        ],
        "coverage": {source: coverage_record(one) for source, one in coverage},
    }
