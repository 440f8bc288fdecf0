"""What was withdrawn is erased from the files, and an interrupted purge ends complete."""

import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from newscrawler.policy.record import canonical, decision_id
from newscrawler.storage.database import StoreError, open_store
from newscrawler.storage.purging import (
    Erased,
    Tombstone,
    erase_withdrawn,
    removal,
    removal_list,
    unerased,
)
from newscrawler.storage.withdrawing import withdraw
from tests.storage.dying import purge
from tests.storage.ledgers import ROBOTS, problems, tamper
from tests.storage.samples import NO_TRAINING, NOW, article, decision, rows

SITE = "https://gazette.example"
WORDS = "The walrus of Lanternmouth has opened a library"
MANY = 30
FROM_THE_END = [*range(10), 0.2, 0.4, 0.6, 0.8]
"""When a purge is killed: statements before its last one, or a part of them all."""


def fill(file: Path) -> None:
    """Keep articles, some on pages of their own, and one that stays."""
    with closing(open_store(f"sqlite:///{file}")) as store:
        run = store.begin_run("news", {}, "1", NOW)
        store.keep_hearing(run, ROBOTS)
        for number in range(MANY):
            url = f"{SITE}/{number}"
            body = f"{WORDS} {number}. " * (1 + 40 * (number % 7))
            store.keep(run, decision(url), article(url, body), url, str(number))
        store.end_run(run, NOW, {})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    fill(folder / "newscrawler.db")
    return folder


@pytest.fixture
def file(filled: Path, tmp_path: Path) -> Path:
    return shutil.copytree(filled, tmp_path / "copy") / "newscrawler.db"


def traces(file: Path) -> list[str]:
    """Return the files of a store in which words of its articles are found."""
    found = sorted(file.parent.glob(f"{file.name}*"))
    return [one.name for one in found if holds_words(one.read_bytes().lower())]


def holds_words(content: bytes) -> bool:
    """Tell whether words of an article are there, in a row or in an index.

    An index writes what differs from the word before it: "lanternmouth", or its end.
    """
    return WORDS.lower().encode() in content or b"anternmout" in content


def test_the_words_are_in_no_file_after_a_purge(file: Path, tmp_path: Path) -> None:
    assert traces(file) == [file.name]

    with closing(open_store(f"sqlite:///{file}")) as other:  # as a worker has it open
        purge(file, tmp_path / "certificate")
        assert traces(file) == []
        assert list(other.articles()) == []

    assert problems(file) == []
    urls = [f"{SITE}/{number}" for number in range(MANY)]
    assert (tmp_path / "certificate").read_text("utf-8").splitlines() == urls


def test_what_an_older_store_left_in_free_pages_goes_as_well(
    file: Path, tmp_path: Path
) -> None:
    with closing(open_store(f"sqlite:///{file}")) as store:
        run = store.begin_run("purge", {}, "1", NOW)
        withdraw(store, run, 1, decision(f"{SITE}/0", NO_TRAINING, at=NOW + 1))
    tamper(
        file,
        "PRAGMA secure_delete = OFF; DELETE FROM urls; DELETE FROM catalogue; DELETE FROM articles",
    )
    assert traces(file) == [file.name]

    purge(file, tmp_path / "certificate")

    assert traces(file) == []


def test_only_what_was_withdrawn_is_erased(file: Path) -> None:
    given: list[Tombstone] = []

    def give_out(found: Erased) -> None:
        assert "VACUUM" in found.method
        given.extend(found.articles)

    with closing(open_store(f"sqlite:///{file}")) as store:
        run = store.begin_run("purge", {}, "1", NOW)
        refusing = decision(f"{SITE}/3", NO_TRAINING, at=NOW + 1)
        withdraw(store, run, 4, refusing)
        assert [one.url for one in unerased(store)] == [f"{SITE}/3"]
        erased = erase_withdrawn(store, run, NOW + 2, give_out)
        assert unerased(store) == []
        assert erase_withdrawn(store, run, NOW + 3, give_out) == ()
        assert len(list(store.articles())) == MANY - 1

    assert tuple(given) == erased
    assert f"{WORDS} 3.".encode() not in file.read_bytes()
    assert f"{WORDS} 4.".encode() in file.read_bytes()
    assert problems(file) == []


def test_the_removal_list_says_what_why_and_when(file: Path) -> None:
    with closing(open_store(f"sqlite:///{file}")) as store:
        run = store.begin_run("recheck", {}, "1", NOW)
        withdraw(store, run, 1, decision(f"{SITE}/0", NO_TRAINING, at=NOW + 1))
        found = unerased(store)

    assert [removal(one) for one in found] == [
        {
            "url": f"{SITE}/0",
            "content_hash": "0",
            "reason": "content-signal: Content-Signal: ai-train=no",
            "at": "2023-11-14T22:13:21.125Z",
            "kept_by": decision_id(decision(f"{SITE}/0")),
        }
    ]
    assert removal_list(found) == f"{canonical(removal(found[0])).decode()}\n"


def test_while_somebody_reads_nothing_is_called_erased(file: Path) -> None:
    calls: list[int] = []
    uri = f"sqlite:///{file}?timeout=0.1"
    with closing(open_store(uri)) as store, closing(open_store(uri)) as other:
        run = store.begin_run("purge", {}, "1", NOW)
        withdraw(store, run, 1, decision(f"{SITE}/0", NO_TRAINING, at=NOW + 1))
        with other.reading() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM articles")
            with pytest.raises(StoreError, match="another program is"):
                erase_withdrawn(store, run, NOW, lambda *_: calls.append(1))
        assert len(unerased(store)) == 1

    assert calls == []
    assert problems(file) == []


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (
            "UPDATE tombstones SET purge = NULL WHERE number = 2",
            "purges row 1: what it erased is not what the tombstones say",
        ),
        (
            "UPDATE purges SET method = 'shredder'",
            "purges row 1: changed: it is not what run 2, record 62 says",
        ),
        (
            "UPDATE tombstones SET purge = NULL; DELETE FROM purges",
            "run 2, record 62: the purge was removed",
        ),
    ],
)
def test_a_purge_that_was_changed_is_found(
    file: Path, tmp_path: Path, script: str, said: str
) -> None:
    purge(file, tmp_path / "certificate")
    tamper(file, script)

    assert said in problems(file)


def child(
    file: Path, certificate: Path, moment: int
) -> subprocess.CompletedProcess[str]:
    words = (sys.executable, "-m", "tests.storage.dying", file, certificate)
    return subprocess.run(
        [*map(str, words), str(moment)], capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def statements(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many statements a whole purge takes."""
    folder = shutil.copytree(filled, tmp_path_factory.mktemp("whole") / "copy")
    return int(child(folder / "newscrawler.db", folder / "certificate", 0).stdout)


@pytest.mark.parametrize("moment", FROM_THE_END)
def test_a_killed_purge_resumes_and_ends_complete(
    file: Path, tmp_path: Path, statements: int, moment: float
) -> None:
    before = moment if isinstance(moment, int) else round(moment * statements)
    last = statements - before
    killed = child(file, tmp_path / "killed", last)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert problems(file) == []

    purge(file, tmp_path / "certificate")

    assert traces(file) == []
    assert problems(file) == []
    query = "SELECT count(*) FROM tombstones WHERE purge IS NOT NULL"
    assert rows(file, query) == [(MANY,)]
    assert rows(file, "SELECT count(*) FROM articles") == [(0,)]
    told = [
        one for one in (tmp_path / "killed", tmp_path / "certificate") if one.exists()
    ]
    assert told
    assert told[-1].read_text("utf-8").count(SITE) == MANY
