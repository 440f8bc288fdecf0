"""Chains alone: the newest runs' first, and what was not looked at is said."""

from contextlib import closing
from pathlib import Path

import pytest

from newscrawler.storage.database import open_store
from newscrawler.storage.verification import Checked, check_chains
from tests.storage.ledgers import RECORDS, fill, tamper

EACH = len(RECORDS)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    fill(tmp_path / "n.db")
    return tmp_path / "n.db"


def checked(file: Path, most: int) -> Checked:
    with closing(open_store(f"sqlite:///{file}")) as store, store.reading() as found:
        return check_chains(found, None, most)


def test_all_of_a_whole_ledger_is_looked_at(file: Path) -> None:
    assert checked(file, 2 * EACH) == Checked(2, 2 * EACH, 2, 0, 0, ())


@pytest.mark.parametrize("most", [1, EACH, 2 * EACH - 1])
def test_a_run_is_looked_at_in_whole_or_left_out(file: Path, most: int) -> None:
    assert checked(file, most) == Checked(1, EACH, 2, 0, EACH, ())


@pytest.mark.parametrize(("run", "most"), [(2, 1), (1, 2 * EACH)])
def test_what_is_broken_is_named(file: Path, run: int, most: int) -> None:
    place = f"WHERE run = {run} AND sequence = 4"
    tamper(file, f"UPDATE ledger SET record = record || ' ' {place}")

    problems = checked(file, most).problems

    assert [one.where for one in problems] == [f"run {run}, record 4"]


def test_a_run_that_a_checkpoint_names_cannot_go(file: Path) -> None:
    tamper(file, "DELETE FROM ledger WHERE run = 1; DELETE FROM runs WHERE number = 1")

    assert "run 1" in {one.where for one in checked(file, 1).problems}
