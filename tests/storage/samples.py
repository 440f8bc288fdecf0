"""A decision, an article and a way to look into a store, for tests to vary."""

import sqlite3
from contextlib import closing
from pathlib import Path

from newscrawler.items import Article
from newscrawler.policy.decision import Decision
from newscrawler.policy.model import (
    Fault,
    Place,
    Preference,
    Scope,
    Stage,
    Statement,
    Terms,
)
from newscrawler.purpose import UNDECLARED, Purpose

NOW = 1_700_000_000.125
TERMS = Terms("newscrawler", UNDECLARED)

NO_TRAINING = Statement(
    "content-signal",
    frozenset((Purpose.AI_TRAIN,)),
    Preference.DISALLOWED,
    Scope.SITE,
    "https://gazette.example/robots.txt",
    "Content-Signal: ai-train=no",
    "contentsignals.org",
    "a" * 64,
    NOW,
    Place(line=2),
)
UNHEARD = Fault("https://gazette.example/robots.txt", "503", NOW + 300)


def decision(
    url: str = "https://gazette.example/a",
    *statements: Statement,
    stage: Stage = Stage.USE,
    faults: tuple[Fault, ...] = (),
    source: str | None = "gazette",
    at: float = NOW,
) -> Decision:
    return Decision(url, stage, TERMS, statements, faults, source, at, "1")


def article(
    url: str = "https://gazette.example/a", body: str = "Rain fell."
) -> Article:
    return Article(url=url, headline="Rain", articleBody=body)


def rows(file: Path, query: str) -> list[tuple[object, ...]]:
    """Return what another program reads from the same file."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()
