"""Which page of the reference says what is read of what anybody may send?"""

import importlib
import tomllib
from pathlib import Path


def bounds_page() -> str:
    """Return what is read of what anybody may send, and what becomes of more."""
    table = tomllib.loads(Path(__file__).with_name("bounds.toml").read_text("utf-8"))
    parts = [
        "# Bounds",
        (
            "Whatever a site sends, so much of it is read. Crossing a bound is a fault"
            " that is recorded, never a crash, and nothing beyond one is kept."
        ),
        (
            "Answers are asked for as they are, or packed by gzip or deflate. Those packed"
            " by br or zstd, which some caches send to all, are read within the same"
            " bounds; any other coding, and one inside another, is a fault that names it."
        ),
    ]
    rows = ["| what | at most | beyond | in |", "| --- | --- | --- | --- |"]
    for one in table["bound"]:
        module, _, name = one["constant"].partition(":")
        most = getattr(importlib.import_module(module), name)
        rows.append(f"| {one['of']} | {most:,} | {one['beyond']} | `{module}.{name}` |")
    return "\n\n".join([*parts, "\n".join(rows)]) + "\n"
