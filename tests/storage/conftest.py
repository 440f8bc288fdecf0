"""A new store in a file of its own."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from newscrawler.storage.database import Store, open_store


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
