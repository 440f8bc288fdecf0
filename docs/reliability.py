"""What was measured of faults, load and hostile input? ``python docs/reliability.py``.

Makes ``docs/reliability.md`` of whatever is in ``benchmarks/figures/``; a test holds the
page to the files.
"""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

PAGE = Path(__file__).with_suffix(".md")
FIGURES = Path(__file__).parent.parent / "benchmarks" / "figures"

HEAD = """\
<!-- made by docs/reliability.py of benchmarks/figures/*.toml: measure anew there -->

# What it withstands

Everything on the web is broken or hostile at times. What follows was measured with the real
crawler against servers on loopback addresses; each script writes its figures to
`benchmarks/figures/`, and this page is made of them. `SECURITY.md` says what is defended
against whom, and what is not.
"""


def page() -> str:
    """Return the page of all figures there are, in the order of their names."""
    files = sorted(FIGURES.glob("*.toml"))
    read = {one.stem: tomllib.loads(one.read_text("utf-8")) for one in files}
    parts = [HEAD, "\n".join(overview(read))]
    parts += ["\n".join(section(name, one)) for name, one in read.items()]
    return "\n".join(f"{part.rstrip()}\n" for part in parts)


def overview(read: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """Yield the lines of the table of what was measured, and how to do it again."""
    yield "| measured | on | again by |"
    yield "| --- | --- | --- |"
    for name, one in read.items():
        title = one.get("title", name)
        yield f"| {cell(title)} | {cell(one['date'])} | `{one['command']}` |"


def section(name: str, one: Mapping[str, object]) -> Iterator[str]:
    """Yield the lines of what one script measured."""
    figures = one["figures"]
    assert isinstance(figures, Mapping), name
    yield f"## {one.get('title', name)}"
    if "note" in one:
        yield from ("", str(one["note"]))
    plain = {k: v for k, v in figures.items() if not isinstance(v, Mapping)}
    tables = {k: v for k, v in figures.items() if isinstance(v, Mapping)}
    if plain:
        yield from ("", "| | |", "| --- | --: |")
        yield from (f"| {cell(key)} | {cell(value)} |" for key, value in plain.items())
    columns = tuple(dict.fromkeys(key for table in tables.values() for key in table))
    if columns:
        yield from ("", f"| | {' | '.join(map(cell, columns))} |")
        yield f"| --- |{' --: |' * len(columns)}"
    for key, table in tables.items():
        values = (cell(table.get(column, "")) for column in columns)
        yield f"| {cell(key)} | {' | '.join(values)} |"


def cell(value: object) -> str:
    """Return a figure as a table shows it."""
    if isinstance(value, list):
        return ", ".join(map(cell, value))
    if isinstance(value, Mapping):
        return ", ".join(f"{cell(key)}: {cell(one)}" for key, one in value.items())
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return str(value).replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
