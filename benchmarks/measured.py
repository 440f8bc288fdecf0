"""Where do measured figures stay? ``benchmarks/figures/NAME.toml``, one file a script.

Keys: ``title``, ``command`` (how to run it again), ``date``, and the table ``figures``,
of numbers, texts, and tables of them by name; by hand a ``note``, if a figure needs one.
``docs/reliability.py`` makes pages of it.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).parent / "figures"

Figure = int | float | str
Figures = Mapping[str, Figure | Mapping[str, Figure]]


def write_figures(name: str, title: str, command: str, figures: Figures) -> Path:
    """Write what a script measured today in the place of what it measured before."""
    today = datetime.now(UTC).date().isoformat()
    lines = [
        f"title = {_text(title)}",
        f"command = {_text(command)}",
        f"date = {today}",
    ]
    lines += ["", "[figures]", *_lines(figures)]
    for key, table in figures.items():
        if isinstance(table, Mapping):
            lines += ["", f"[figures.{_text(key)}]", *_lines(table)]
    file = FOLDER / f"{name}.toml"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def _lines(figures: Mapping[str, object]) -> list[str]:
    return [
        f"{_text(key)} = {_text(value)}"
        for key, value in figures.items()
        if not isinstance(value, Mapping)
    ]


def _text(value: object) -> str:
    # JSON's numbers and strings are TOML's
    return json.dumps(value, ensure_ascii=False)
