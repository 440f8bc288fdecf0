"""What does a crawl do whose ledger takes no record?"""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from newscrawler.storage.database import open_store
from tests.commands.signed_ledger import STORE
from tests.wire.running import run


def damaged(folder: Path, script: str) -> None:
    """Make a store, and change it as somebody may who has its file."""
    file = folder / "newscrawler.db"
    open_store(f"sqlite:///{file}").close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(script)


DAMAGE = {
    "of a decision": "WHEN NEW.kind = 'decision'",
    "of an article": "WHEN NEW.kind = 'article'",
    "of a hearing": "WHEN NEW.kind = 'hearing'",
    "of how it ended": "WHEN NEW.kind = 'end'",
}


@pytest.mark.parametrize("when", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_crawl_whose_ledger_takes_no_record_stops_with_5(
    tmp_path: Path, when: str
) -> None:
    trigger = f"CREATE TRIGGER broken BEFORE INSERT ON ledger {when}"
    damaged(tmp_path, f"{trigger} BEGIN SELECT RAISE(ABORT, 'no room'); END")

    ran = run(tmp_path, "crawl", "fixtures", *STORE, "-O", "out.jsonl")

    assert ran.code == 5
    assert "newscrawler.db: takes no record: no room" in ran.err
    assert "Traceback" not in ran.err
    if "end" not in when:
        assert ran.kept() == set()
        assert not (tmp_path / "out.jsonl").read_text()


def test_a_crawl_whose_ledger_is_gone_does_not_begin(tmp_path: Path) -> None:
    damaged(tmp_path, "DROP TABLE ledger")

    ran = run(tmp_path, "crawl", "fixtures", *STORE)

    assert ran.code == 2
    assert "no such table: ledger" in ran.err
