"""A store opens, or one line says why it does not and what to do."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from newscrawler.storage.database import Kept, StoreError, open_store
from newscrawler.storage.migrations import newest_revision
from newscrawler.storage.opening import opened, store_url
from newscrawler.storage.schema import REVISION, runs
from tests.storage.samples import article, decision, rows
from tests.storage.schemas import differences

ELSEWHERE = "move it away or name another by NEWSCRAWLER_STORE"
A = "https://gazette.example/a"
Make = Callable[[Path], object]


def other_program(file: Path) -> None:
    rows(file, "CREATE TABLE invoices (number INTEGER)")


def newer_schema(file: Path) -> None:
    open_store(f"sqlite:///{file}").close()
    engine = create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()


def truncated(file: Path) -> None:
    open_store(f"sqlite:///{file}").close()
    file.write_bytes(file.read_bytes()[:20_000])


BAD: dict[str, tuple[Make, str]] = {
    "garbage": (
        lambda file: file.write_bytes(b"garbage " * 100),
        f"file is not a database; {ELSEWHERE}",
    ),
    "a folder": (
        lambda file: file.mkdir(),
        "is a folder; name a file by NEWSCRAWLER_STORE",
    ),
    "another program's database": (
        other_program,
        f"holds tables of another program (invoices); {ELSEWHERE}",
    ),
    "a newer schema": (
        newer_schema,
        f"schema 9999 is newer than this newscrawler's {REVISION}; upgrade newscrawler",
    ),
    "a truncated file": (
        truncated,
        f"database disk image is malformed; restore it from a copy, or {ELSEWHERE}",
    ),
}


@pytest.mark.parametrize(("make", "line"), BAD.values(), ids=BAD.keys())
def test_a_bad_file_is_one_line(file: Path, make: Make, line: str) -> None:
    make(file)

    with pytest.raises(StoreError) as raised:
        open_store(f"sqlite:///{file}")

    assert str(raised.value) == f"{file}: {line}"


def test_a_missing_folder_and_one_under_a_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("")
    for folder in (tmp_path / "missing", tmp_path / "notes.txt"):
        with pytest.raises(StoreError) as raised:
            open_store(f"sqlite:///{folder}/newscrawler.db")

        line = f"{folder}/newscrawler.db: there is no folder {folder}; make it first"
        assert str(raised.value) == line


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs Linux")
def test_a_folder_that_nobody_may_write_in_is_named() -> None:
    with pytest.raises(StoreError) as raised:
        open_store("sqlite:////proc/self/newscrawler.db")

    assert str(raised.value) == (
        "/proc/self/newscrawler.db: unable to open database file;"
        " may this user write in its folder?"
    )


BAD_URIS = {
    "newscrawler.db": "NEWSCRAWLER_STORE is no store: write ",
    "": "NEWSCRAWLER_STORE is no store: write ",
    "mysql://crawler@db/news": "NEWSCRAWLER_STORE is no store: write ",
    "postgresql://me:secret@db:port/news": "NEWSCRAWLER_STORE is no store: write ",
    "sqlite://": "sqlite:// names no database: write ",
    "postgresql://me:secret@db": "postgresql://me:***@db names no database: ",
    "sqlite:///newscrawler.db?timeout=soon": "newscrawler.db: could not convert",
}


@pytest.mark.parametrize(("uri", "line"), BAD_URIS.items(), ids=BAD_URIS.keys())
def test_a_bad_uri_is_one_line_without_its_password(uri: str, line: str) -> None:
    with pytest.raises(StoreError) as raised:
        open_store(uri)

    assert str(raised.value).startswith(line)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_driver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"missing; pip install 'psycopg\[binary"):
        open_store("postgresql://crawler@db.example/news")


def test_a_locked_new_file_is_one_line(file: Path) -> None:
    blocker = create_engine(f"sqlite:///{file}")
    with blocker.connect() as connection:
        connection.exec_driver_sql("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError) as raised:
            open_store(f"sqlite:///{file}?timeout=0.05")
    blocker.dispose()

    assert str(raised.value) == (
        f"{file}: database is locked;"
        " another program is writing; try again when it has ended"
    )


def test_an_empty_file_becomes_a_store(file: Path) -> None:
    file.touch()

    open_store(f"sqlite:///{file}").close()

    assert rows(file, "SELECT version_num FROM alembic_version") == [(REVISION,)]
    assert rows(file, "PRAGMA journal_mode") == [("wal",)]


def test_the_migrations_end_with_the_schema_of_the_code(file: Path) -> None:
    with (
        closing(open_store(f"sqlite:///{file}")) as store,
        store._engine.connect() as connection,
    ):
        assert differences(connection) == []
    assert newest_revision() == REVISION


def run_python(code: str, *arguments: object) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.Popen(words, stderr=subprocess.PIPE)


OPEN = """
import sys
from newscrawler.storage.database import open_store
store = open_store(sys.argv[1])
sys.exit(store.begin_run("news", {}, "1", 0.0) < 1)
"""


def test_processes_that_open_a_new_file_at_once_all_succeed(file: Path) -> None:
    started = [run_python(OPEN, f"sqlite:///{file}") for _ in range(4)]

    errors = [process.communicate()[1].decode() for process in started]

    assert errors == [""] * 4
    assert rows(file, "SELECT COUNT(*) FROM runs") == [(4,)]


DIE = """
import os, signal, sys
from newscrawler.storage.database import open_store
from tests.storage.samples import article, decision
from tests.storage.traced import trace
run = None
def die(statement):
    if run and statement.startswith(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
trace(die)
store = open_store(sys.argv[1])
run = store.begin_run("news", {}, "1", 0.0)
store.keep(run, decision(), article(), "https://gazette.example/a", "1")
"""


@pytest.mark.parametrize(
    "statement", ["BEGIN", "INSERT INTO decisions", "INSERT INTO urls", "COMMIT"]
)
def test_a_process_killed_in_a_transaction_leaves_nothing_half_written(
    file: Path, statement: str
) -> None:
    process = run_python(DIE, f"sqlite:///{file}", statement)
    process.communicate()
    assert process.returncode == -signal.SIGKILL

    with closing(open_store(f"sqlite:///{file}")) as store:
        counts = store.counts()
        assert (counts.runs, counts.decisions, counts.articles, counts.urls) == (
            1,
            0,
            0,
            0,
        )
        assert store.keep(1, decision(), article(), A, "1") is Kept.STORED


def test_an_up_to_date_store_is_opened_without_alembic(file: Path) -> None:
    open_store(f"sqlite:///{file}").close()

    code = OPEN.replace("sys.exit(", "sys.exit('alembic' in sys.modules or ")

    process = run_python(code, f"sqlite:///{file}")
    assert process.communicate()[1] == b""
    assert process.returncode == 0


def test_a_copy_of_the_file_is_the_same_store(file: Path) -> None:
    with closing(open_store(f"sqlite:///{file}")) as store:
        run = store.begin_run("news", {}, "1", 0.0)
        store.keep(run, decision(), article(), A, "1")
    shutil.copy(file, file.with_name("copy.db"))

    with closing(open_store(f"sqlite:///{file.with_name('copy.db')}")) as copy:
        assert list(copy.articles()) == [article()]


def test_stores_of_one_file_share_statements_and_no_connection(tmp_path: Path) -> None:
    url = store_url(f"sqlite:///{tmp_path / 'a.db'}")
    first, second = opened(url), opened(url)
    made = first.get_execution_options()["compiled_cache"]
    known = len(made)

    for engine in (first, second):
        with engine.connect() as connection:
            connection.execute(select(runs.c.number)).all()
            assert len(made) == known + 1
            pragma = connection.exec_driver_sql("PRAGMA foreign_keys").scalar()
            assert pragma == 1

    assert second.get_execution_options()["compiled_cache"] is made
    assert first.pool is not second.pool
    first.dispose()
    second.dispose()


def test_a_file_in_the_place_of_another_is_the_one_that_is_read(tmp_path: Path) -> None:
    for run in range(2):
        store = open_store(f"sqlite:///{tmp_path / 'a.db'}")
        assert store.begin_run("crawl", {}, "1", 0.0) == 1, run
        store.close()
        for file in tmp_path.glob("a.db*"):
            file.unlink()
