"""Does the reader agree with others' test vectors? ``python benchmarks/conformance.py
ROBOTS.json FIELDS.json``.

A file of robots.txt vectors holds objects with ``test robots ua url allowed``, a file
of structured-field dictionaries (RFC 9651) objects with ``name raw must_fail
can_fail``. Neither is part of this project. Ends with 1 where a row disagrees.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import http_sf

from newscrawler.policy.formats.robots_txt import RobotsTxt

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A row whose answer is not ours."""

    name: str
    detail: str

    def __str__(self) -> str:
        return f"{self.name}: {self.detail}"


def robots_disagreement(row: Row) -> Disagreement | None:
    """Return where we answer a robots.txt vector otherwise, None if we agree."""
    text, agent, url = (str(row[key]) for key in ("robots", "ua", "url"))
    ours = RobotsTxt.from_bytes(text.encode("utf-8")).allows(agent, url)
    if ours is row["allowed"]:
        return None
    said = "allowed" if ours else "disallowed"
    return Disagreement(str(row["test"]), f"{said}: {url!r} in {text[:80]!r}")


def field_disagreement(row: Row) -> Disagreement | None:
    """Return where we take or reject a dictionary otherwise, None if we agree."""
    lines = row["raw"]
    assert isinstance(lines, list), "a field's lines are a list"
    value = ", ".join(map(str, lines))
    if row["can_fail"] or _is_read(value) is not bool(row["must_fail"]):
        return None
    said = "rejected" if not row["must_fail"] else "taken"
    return Disagreement(str(row["name"]), f"{said}: {value[:80]!r}")


def _is_read(value: str) -> bool:
    """Tell whether a value is read, as ``usage_preferences`` reads one."""
    try:
        http_sf.parse(value.encode("ascii"), tltype="dictionary")
    except ValueError:
        return False
    return True


def _asked(rows: Sequence[Row]) -> Callable[[Row], Disagreement | None]:
    return robots_disagreement if "robots" in rows[0] else field_disagreement


def report(path: Path) -> Iterator[str | Disagreement]:
    """Yield each disagreement of a file, then how many rows agree."""
    rows: list[Row] = json.loads(path.read_text("utf-8"))
    if not rows:
        raise ValueError(f"{path} holds no rows")
    found = [one for one in map(_asked(rows), rows) if one is not None]
    yield from found
    yield f"{path.name}: {len(rows) - len(found)} of {len(rows)} agree"


def main(paths: Sequence[str]) -> int:
    """Print what each file comes to."""
    if not paths:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    code = 0
    for path in paths:
        for one in report(Path(path)):
            is_wrong = isinstance(one, Disagreement)
            code = code or int(is_wrong)
            sys.stdout.write(f"{'  ' if is_wrong else ''}{one}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
