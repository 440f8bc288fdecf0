"""The fixture sites, crawled once for all who ask what the signed ledger holds."""

import shutil
from pathlib import Path

import pytest

from tests.commands.signed_ledger import crawl_signed


@pytest.fixture(scope="session")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a crawl, which no test changes."""
    return crawl_signed(tmp_path_factory.mktemp("signed"))


@pytest.fixture
def signed_copy(signed: Path, tmp_path: Path) -> Path:
    """Return a copy of the folder, for a test to change."""
    return Path(shutil.copytree(signed, tmp_path / "copy"))
