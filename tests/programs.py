"""Programs of other people that tests ask: a browser, the shells."""

import os
import shutil

import pytest


def found(*names: str) -> str | None:
    """Return where the first of them is that is here."""
    paths = (shutil.which(name) for name in names)
    return next((path for path in paths if path), None)


def needed(*names: str) -> str:
    """Return where one is; without it CI fails, and others are told how to get it."""
    path = found(*names)
    if path is None:
        miss = pytest.fail if os.environ.get("CI") else pytest.skip
        miss(f"no {names[0]} here: apt-get install {names[0]}")
    return path
