"""What does a report look at? A store, what of it is asked, and who the operator is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection

from newscrawler.address import is_within
from newscrawler.policy.objection import Objection
from newscrawler.policy.permission import Permission
from newscrawler.purpose import Purpose
from newscrawler.report.blocks import State
from newscrawler.report.wording import Words
from newscrawler.storage.checkpoint import Signer
from newscrawler.storage.counting import By, Chosen, Count, counts, kept_counts
from newscrawler.storage.ticking import Tick, still
from newscrawler.storage.verification import Checked, check_chains

MOST_RECORDS = 1_000_000
"""Records of the ledger that are held to their hashes, the newest runs' first: ours."""

COUNTINGS = 3
"""Of how many countings ``view`` tells: each takes as long as many sections."""


@dataclass(frozen=True, slots=True)
class Grant:
    """A permission of a source, and how it stands on the day of the report."""

    source: str
    permission: Permission
    standing: str
    state: State

    @property
    def until(self) -> date:
        """Return its last day."""
        return self.permission.valid_until


@dataclass(frozen=True, slots=True)
class About:
    """Who crawls, as what and for what; ``declared``: whether he said so himself."""

    agent: str
    user_agent: str
    contact: str | None
    purposes: tuple[Purpose, ...]
    declared: bool
    profile: str
    when_silent: str
    scrapy: str
    grants: tuple[Grant, ...] = ()
    objections: tuple[Objection, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    """Sources' names by id."""


@dataclass(frozen=True, slots=True)
class View:
    """What sections draw on; ``now`` in epoch seconds.

    ``decided`` counts by day, source, stage, verdict and signal, ``kept`` by source
    and day: what several sections need is asked for once.
    """

    connection: Connection
    chosen: Chosen
    about: About
    words: Words
    now: float
    checked: Checked
    signer: Signer | None = None
    decided: tuple[Count, ...] = ()
    kept: tuple[Count, ...] = ()
    tick: Tick = still

    def source(self, id_: str | None) -> str:
        """Return what a source is called in tables: its id."""
        return id_ or self.words("page.unlisted")


def view(
    connection: Connection,
    chosen: Chosen,
    about: About,
    words: Words,
    now: float,
    signer: Signer | None = None,
    tick: Tick = still,
) -> View:
    """Return what sections look at, with what all of them count.

    ``tick`` is told of each of ``COUNTINGS``, and by sections of each of them.
    """
    by = By.DAY, By.SOURCE, By.STAGE, By.VERDICT, By.SIGNAL
    checked = check_chains(connection, signer, MOST_RECORDS)
    tick(1)
    decided = counts(connection, by, chosen)
    tick(1)
    kept = kept_counts(connection, chosen) if chosen.host is None else ()
    tick(1)
    return View(
        connection, chosen, about, words, now, checked, signer, decided, kept, tick
    )


def concerns(scopes: Iterable[str], host: str | None) -> bool:
    """Tell whether scopes, as a permission has them, speak of a host; None: of any."""
    hosts = (one.partition("/")[0].removeprefix("*.") for one in scopes)
    return host is None or any(
        is_within(one, host) or is_within(host, one) for one in hosts
    )
