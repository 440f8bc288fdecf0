"""What does a check of ``doctor`` look at, and what does it find?"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from scrapy.settings import BaseSettings

from newscrawler.configuring.configuration import Configuration
from newscrawler.configuring.withheld import Secrets
from newscrawler.sources import Source
from newscrawler.storage.database import Store


class Standing(Enum):
    """How something stands; what fails keeps a crawl from beginning, or from its end."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it stands, and the mend where there is one."""

    name: str
    standing: Standing
    words: str
    mend: str = ""

    def without(self, secrets: Secrets) -> "Check":
        """Return the finding with no secret in it."""
        words, mend = secrets.without(self.words), secrets.without(self.mend)
        return replace(self, words=words, mend=mend)

    def __str__(self) -> str:
        mend = f"; {self.mend}" if self.mend else ""
        return f"{self.standing.value:4} {self.name}: {self.words}{mend}"


@dataclass(frozen=True, slots=True)
class Installation:
    """What checks look at; ``now`` in epoch seconds.

    ``found`` None: the settings cannot be read, which ``problem`` says. ``store`` None:
    there is none, or ``store_problem`` says why it cannot be used. ``schema``: the
    store's, None where there is none.
    """

    settings: BaseSettings
    now: float
    found: Configuration | None
    problem: str | None = None
    store: Store | None = None
    store_problem: str | None = None
    schema: str | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return the listed sources."""
        registry = self.found.registry if self.found is not None else None
        return registry.sources if registry is not None else ()


Examine = Callable[[Installation], Iterator[Check]]


def mended(name: str, standing: Standing, line: str) -> Check:
    """Return a finding whose line ends with its mend.

    >>> mended("settings", Standing.FAIL, "JOBDIR: set; leave it out").mend
    'leave it out'
    """
    words, mark, mend = line.rpartition("; ")
    return Check(name, standing, words, mend) if mark else Check(name, standing, line)
