"""How many bad inputs do our readers stand? ``make fuzz SECONDS=600``.

Round after round, each reader of ``tests/fuzz/readers.py`` takes changed documents, with
a seed of its own a round. An error that it may not raise, more than ``PATIENCE`` seconds
or more than ``ROOM`` bytes is a finding: shrunk, it becomes a file in
``fixtures/fuzz/<reader>/``, which the suite reads from then on. Counts and seeds go to
``benchmarks/figures/fuzz.toml``. Ends with 1 where there was a finding.
"""

import argparse
import logging
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256

from hypothesis import HealthCheck, Phase, given, seed, settings

from benchmarks.measured import Figures, write_figures
from tests.fuzz.drawn import FINDINGS, ROOT, SEEDS, changed, seeds_of
from tests.fuzz.readers import READERS, Reader

TITLE = "Bad inputs tried on every reader of foreign bytes"
PATIENCE = 10
"""Seconds of the processor's time for one input of 64 KiB at most."""

ROOM = 3 * 2**30
"""Bytes of address space for all of it."""

EXAMPLES = 100
"""Inputs of a reader in a round."""

Key = tuple[str, ...]


@dataclass
class Tally:
    """What was tried, and what it came to."""

    inputs: Counter[str] = field(default_factory=Counter)
    octets: int = 0
    rounds: int = 0
    slowest: float = 0.0
    slowest_reader: str = ""
    known: set[Key] = field(default_factory=set)
    files: list[str] = field(default_factory=list)


@contextmanager
def bounded() -> Iterator[None]:
    """Let what takes longer than PATIENCE end with TimeoutError."""

    def ring(number: int, frame: object) -> None:  # noqa: ARG001  signal's own shape
        raise TimeoutError(f"more than {PATIENCE} s")

    signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def key_of(reader: Reader, error: BaseException) -> Key:
    """Return where an error was raised: the same place is the same finding."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return reader.name, type(error).__name__, last.filename, str(last.lineno)


def fuzz(reader: Reader, number: int, tally: Tally) -> None:
    """Give a reader a round of inputs; write down what it may not do."""
    last = b""

    @seed(number)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(changed(seeds_of(reader.name)))
    def tried(body: bytes) -> None:
        nonlocal last
        began = time.process_time()
        try:
            with bounded():
                reader.tried(body)
        except (Exception, MemoryError) as error:
            if key_of(reader, error) in tally.known:
                return
            last = body
            raise
        finally:
            count(reader, body, time.process_time() - began, tally)

    try:
        tried()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        tally.known.add(key_of(reader, error))
        tally.files.append(keep(reader, last, error))


def count(reader: Reader, body: bytes, seconds: float, tally: Tally) -> None:
    """Add an input to the tally."""
    tally.inputs[reader.name] += 1
    tally.octets += len(body)
    if seconds > tally.slowest:
        tally.slowest, tally.slowest_reader = seconds, reader.name


def keep(reader: Reader, body: bytes, error: BaseException) -> str:
    """Save a finding as a case; return its path in the repository."""
    file = SEEDS / reader.name / f"{FINDINGS}{sha256(body).hexdigest()[:12]}"
    file.write_bytes(body)
    path = file.relative_to(ROOT).as_posix()
    sys.stderr.write(f"{path}: {body[:120]!r}\n")
    lines = traceback.format_exception(error, limit=-6)
    sys.stderr.writelines(line[:300] + "\n" for line in lines)
    return path


def figures(tally: Tally, first: int) -> Figures:
    """Return what was tried and found, by reader at last."""
    return {
        "inputs": sum(tally.inputs.values()),
        "bytes": tally.octets,
        "first seed": first,
        "last seed": first + max(tally.rounds - 1, 0),
        "findings": len(tally.files),
        "slowest input, s": round(tally.slowest, 2),
        "reader of the slowest": tally.slowest_reader,
        **{name: {"inputs": number} for name, number in sorted(tally.inputs.items())},
    }


def run(readers: Sequence[Reader], seconds: float, first: int) -> Tally:
    """Fuzz the readers in turn until the time is over."""
    for reader in readers:  # what is loaded once is no reader's slowness
        reader.tried(seeds_of(reader.name)[0])
    tally, end = Tally(), time.monotonic() + seconds
    while True:
        for reader in readers:
            if time.monotonic() >= end:
                return tally
            fuzz(reader, first + tally.rounds, tally)
        tally.rounds += 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz, print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", help="names; none: all of them")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args(arguments)
    chosen = [one for one in READERS if not asked.readers or one.name in asked.readers]
    logging.disable()  # Scrapy tells of each bomb
    resource.setrlimit(resource.RLIMIT_AS, (ROOM, ROOM))
    tally = run(chosen, asked.seconds, asked.seed)
    found = figures(tally, asked.seed)
    sys.stdout.writelines(f"{key}: {value}\n" for key, value in found.items())
    if not asked.readers:  # the figures are of all of them
        command = f"make fuzz SECONDS={asked.seconds:.0f} SEED={asked.seed}"
        write_figures("fuzz", TITLE, command, found)
    return int(bool(tally.files))


if __name__ == "__main__":
    sys.exit(main())
