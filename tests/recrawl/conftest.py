"""A newspaper that is crawled again and again, by a clock of its own."""

from pathlib import Path

import pytest

from tests.recrawling import Paper
from tests.wire.clock import Clock, set_clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return set_clock(monkeypatch)


@pytest.fixture
def paper(tmp_path: Path, clock: Clock) -> Paper:
    found = Paper(tmp_path, clock)
    found.publish("boat-1")
    return found
