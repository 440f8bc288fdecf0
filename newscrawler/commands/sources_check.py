"""Is the registry right, and does every permission lift something? ``sources check``."""

import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from newscrawler.commands.exits import Exit, write_json
from newscrawler.sources import (
    Concern,
    Problem,
    Registry,
    RegistryError,
    Standing,
    concerns,
    read_registry,
)
from newscrawler.sources.json_form import concern_json, problem_json
from newscrawler.sources.problem import printable
from newscrawler.terminal.talk import say

LIFTS_NOTHING = (Standing.UNPROVEN, Standing.EXPIRED)
"""A person has to mend these; what is still to come, or is to end, stands as it is."""


def check_sources(path: Path, *, as_json: bool) -> Exit:
    """Write what is wrong, and which permissions lift nothing; either is exit code 2."""
    registry, problems = _checked(path)
    found = concerns(registry.sources, datetime.now(UTC).date())
    idle = [one for one in found if one.standing in LIFTS_NOTHING]
    if as_json:
        write_json(_check_json(registry, problems, found))
    else:
        for problem in problems:
            sys.stderr.write(f"{problem}\n")
        for concern in found:
            sys.stdout.write(f"{concern}\n")
        if not problems:
            words = _count(registry, found, idle)
            say(f"{printable(str(path))}: {words}")
    return Exit.USAGE if problems or idle else Exit.PLANNED


def _checked(path: Path) -> tuple[Registry, tuple[Problem, ...]]:
    try:
        return read_registry(path), ()
    except RegistryError as error:
        return Registry(), error.problems


def _count(
    registry: Registry, found: Sequence[Concern], idle: Sequence[Concern]
) -> str:
    sources = len(registry.sources)
    permissions = sum(len(source.permissions) for source in registry.sources)
    words = (
        f"no mistakes; sources: {sources}, permissions: {permissions},"
        f" to look at: {len(found)}"
    )
    return f"{words}, of these lift nothing: {len(idle)}" if idle else words


def _check_json(
    registry: Registry, problems: Iterable[Problem], found: Iterable[Concern]
) -> dict[str, object]:
    return {
        "sources": [source.id for source in registry.sources],
        "problems": [problem_json(problem) for problem in problems],
        "concerns": [concern_json(concern) for concern in found],
    }
