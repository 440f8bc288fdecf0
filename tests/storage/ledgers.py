"""A store with two runs that have ended, and ways to change it behind its back."""

import sqlite3
from contextlib import closing
from pathlib import Path

from newscrawler.policy.model import Document, Stage
from newscrawler.storage.checkpoint import Signer
from newscrawler.storage.database import open_store
from newscrawler.storage.verification import Verified, verify
from tests.storage.samples import NO_TRAINING, NOW, article, decision

SITE = "https://gazette.example"
ROBOTS = Document(f"{SITE}/robots.txt", NOW, 200, (), b"User-agent: *\nAllow: /\n")

RECORDS = (
    "run",
    "hearing",
    "decision",  # 3: acquire, made again four times
    "decision",  # 4: the use of /0, refused
    "decision",  # 5: the use of /1, refused
    "decision",  # 6: the use of /2, refused
    "decision",  # 7: the use of /kept, which lets us
    "article",
    "repeats",
    "end",
)
"""What each run of the store tells, in order."""


def fill(file: Path, signer: Signer | None = None) -> None:
    """Let two runs hear, decide, keep and end."""
    with closing(open_store(f"sqlite:///{file}", signer)) as store:
        for number in range(2):
            run = store.begin_run("news", {"purposes": ["search"]}, "1", NOW)
            store.keep_hearing(run, ROBOTS)
            for page in range(5):
                one = decision(f"{SITE}/{page}", stage=Stage.ACQUIRE, at=NOW + page)
                store.record(run, one)
            for page in range(3):
                at = NOW + number
                store.record(run, decision(f"{SITE}/{page}", NO_TRAINING, at=at))
            url = f"{SITE}/kept/{number}"
            store.keep(run, decision(url), article(url), url, str(number))
            store.end_run(run, NOW + 9, {"kept": 1})


def tamper(file: Path, script: str) -> None:
    """Change a store as somebody would who may write its file."""
    with closing(sqlite3.connect(file)) as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in connection.execute(query).fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.executescript(script)


def verified(file: Path, signer: Signer | None = None) -> Verified:
    with (
        closing(open_store(f"sqlite:///{file}")) as store,
        store.reading() as connection,
    ):
        return verify(connection, signer)


def problems(file: Path, signer: Signer | None = None) -> list[str]:
    return [str(one) for one in verified(file, signer).problems]
