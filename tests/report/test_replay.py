"""What is decided again is decided by what was heard for it, and by nothing else."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from newscrawler.policy import Document, Preference, Scope, Statement
from newscrawler.policy.record import decision_record
from newscrawler.report.replay import replayed
from newscrawler.storage.database import Store, StoredHearing, open_store
from tests.report.sites import SITE, judged
from tests.storage.samples import NOW

FREE = "User-agent: *\nAllow: /\n"
SHUT = b"User-agent: *\nDisallow: /\n"
OUT_OF_AN_ARCHIVE = Statement(
    "archive",
    frozenset(),
    Preference.ALLOWED,
    Scope.PAGE,
    "cc-news.warc.gz#urn:uuid:1",
    f"out of cc-news.warc.gz; as captured: {SITE}/robots.txt",
    "house",
)


def live(url: str, _at: float) -> StoredHearing | None:
    """The site as it told us: by now it is shut."""
    if not url.endswith("/robots.txt"):
        return None
    return StoredHearing(Document(url, NOW, 200, (), SHUT), 0)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path / 'n.db'}")) as found:
        yield found


def test_an_archived_page_is_not_held_against_the_live_site(store: Store) -> None:
    run = store.begin_run("archive", {}, "1", NOW)
    fetched = judged(FREE)
    said = (*fetched.statements, OUT_OF_AN_ARCHIVE)
    archived = replace(fetched, statements=said, decided_at=NOW + 1)
    for one in (fetched, archived):
        store.record(run, one)

    first, second = (replayed(one, live) for one in store.decisions(run))

    assert "verdict" in first.changes
    assert second.changes == {}
    assert second.now == archived
    assert second.unheard == ()
    assert second.stored.record == decision_record(archived)
