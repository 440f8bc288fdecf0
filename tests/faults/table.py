"""Which faults are there? Rows of ``faults.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

_TABLE = tomllib.loads(Path(__file__).with_name("faults.toml").read_text("utf-8"))


@dataclass(frozen=True)
class WireFault:
    """What a site does; ``lasts``: it is not mended, and nothing is ever kept."""

    name: str
    of: str
    kept: int
    does: str = ""
    answer: Mapping[str, object] = field(default_factory=dict)
    lasts: bool = False


@dataclass(frozen=True)
class ProcessFault:
    """What befalls the process; ``at``: from which and to which number is drawn."""

    name: str
    does: str
    at: tuple[int, int]
    exits: frozenset[int] | None
    signal: str = ""
    limit: str = ""
    unit: int = 1
    sign: int = 1

    def is_right(self, code: int) -> bool:
        """Tell whether a crawl may end so."""
        return self.exits is None or code in self.exits


def _process_faults(name: str) -> tuple[ProcessFault, ...]:
    return tuple(
        ProcessFault(
            **{
                **row,
                "at": (row["at"][0], row["at"][1]),
                "exits": None if row["exits"] == "any" else frozenset(row["exits"]),
            }
        )
        for row in _TABLE[name]
    )


WIRE = tuple(WireFault(**row) for row in _TABLE["wire"])
PROCESS = _process_faults("process")
POSTGRESQL = _process_faults("postgresql")
