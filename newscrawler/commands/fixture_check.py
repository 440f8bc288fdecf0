"""Does a crawl still make of recorded pages what it made then? ``fixture check``."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess

from newscrawler.commands.exits import Exit, write_json
from newscrawler.commands.whole_file import write_whole
from newscrawler.policy.record import Value
from newscrawler.recording.expectation import (
    Difference,
    differences,
    lines,
    outcome_in_loop,
)
from newscrawler.recording.folder import (
    DECISION,
    EXPECTED,
    RECORDED,
    Recording,
    edits,
    find_recordings,
    hashes_of,
    json_octets,
    read_json,
)
from newscrawler.report.outcome import shown
from newscrawler.terminal.main_task import run_beside_crawls, stop_crawls
from newscrawler.terminal.talk import say


@dataclass(frozen=True, slots=True)
class Checked:
    """A recording, in what its files differ, and what a crawl makes of it today."""

    recording: Recording
    edits: tuple[str, ...]
    found: dict[str, Value]
    differences: tuple[Difference, ...]

    @property
    def is_as_expected(self) -> bool:
        """Tell whether nothing differs."""
        return not self.edits and not self.differences

    @property
    def is_acceptable(self) -> bool:
        """Tell whether it may be as it is: nobody changes a decision afterwards."""
        return not any(line.startswith(f"{DECISION}: ") for line in self.edits)


def check_all(
    process: AsyncCrawlerProcess, folder: Path, opts: argparse.Namespace
) -> Exit:
    """Crawl the recordings of a folder, one by one, and say in what they differ."""
    recordings = find_recordings(folder)

    async def run() -> list[Checked]:
        return [await _checked(process, one) for one in recordings]

    every = run_beside_crawls(process, run, lambda: stop_crawls(process))
    if opts.json:
        write_json({"recordings": [_record(one) for one in every]})
    else:
        for line in (shown(line) for one in every for line in _lines(one)):
            sys.stdout.write(f"{line}\n")
    wrong = [one for one in every if not one.is_as_expected]
    say(f"fixture: {len(wrong)} of {len(every)} not as expected")
    if opts.update:
        for one in wrong:
            _accept(one)
        wrong = [one for one in wrong if not one.is_acceptable]
    return Exit.INTERNAL if wrong else Exit.PLANNED


async def _checked(process: AsyncCrawlerProcess, one: Recording) -> Checked:
    found = await outcome_in_loop(one.folder, one.url, process.settings)
    return Checked(one, tuple(edits(one)), found, differences(one.expected, found))


def _lines(one: Checked) -> Iterator[str]:
    if one.is_as_expected:
        return
    yield f"{one.recording.folder}: {one.recording.url}"
    yield from (f"  {line}" for line in one.edits)
    for difference in one.differences:
        yield from lines(difference)


def _record(one: Checked) -> dict[str, Value]:
    return {
        "folder": str(one.recording.folder),
        "url": one.recording.url,
        "edits": list(one.edits),
        "differences": [
            {"field": each.field, "expected": each.expected, "found": each.found}
            for each in one.differences
        ],
    }


def _accept(one: Checked) -> None:
    """Expect what was found; that files were changed by hand stays on record."""
    folder = one.recording.folder
    write_whole(folder / EXPECTED, json_octets(one.found))
    if one.edits:
        told = read_json(folder / RECORDED)
        told["files"] = dict[str, Value](hashes_of(folder))
        told["edited"] = True
        write_whole(folder / RECORDED, json_octets(told))
