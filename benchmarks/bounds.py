"""Do the bounds in pyproject.toml hold? ``python -m benchmarks.bounds``.

A virtual environment each with the lowest and with the newest versions that are allowed,
and one with what constraints.txt pins for each ``--python``; in each the part of the
suite that asks most of the dependencies. uv resolves, found by its name or where
``make audit`` puts it. Ends with 1 where a test fails; writes how many passed.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measured import write_figures

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "build" / "bounds"
TESTS = (
    *("tests/test_packaging.py", "tests/test_layers.py", "tests/test_page.py"),
    "tests/test_crawl.py::test_every_page_comes_to_what_its_publisher_says",
    *("tests/article/test_fields.py", "tests/discovery/test_feed.py", "tests/policy"),
    *("tests/storage/test_opening.py", "tests/storage/test_export.py"),
    *("tests/storage/test_sketches.py", "tests/storage/test_warc.py"),
)
"""What asks most of the libraries that we did not write: our choice."""

LESS = ("-k", "not laws and not gate_model")
"""What is drawn by the hundred asks our code: left out, for its time."""

PINNED = ("-c", str(ROOT / "constraints.txt"))


@dataclass(frozen=True, slots=True)
class Environment:
    """A Python and how its packages are chosen."""

    name: str
    python: str
    options: tuple[str, ...]


def uv() -> str:
    """Return the program that resolves."""
    path = os.pathsep.join((str(ROOT / "build/audit/bin"), os.environ["PATH"]))
    found = shutil.which("uv", path=path)
    if found is None:
        raise SystemExit("there is no uv: make audit brings it along, or install it")
    return found


def environments(pythons: Sequence[str]) -> list[Environment]:
    """Return what is tested; ``pythons``: further interpreters, with what is pinned.

    Each is known by its name: python3.12.
    """
    lowest = "--resolution", "lowest-direct"
    return [
        Environment("lowest", sys.executable, lowest),
        Environment("newest", sys.executable, ("--resolution", "highest")),
        *(Environment(Path(one).name, one, PINNED) for one in pythons),
    ]


def made(one: Environment) -> str:
    """Return the Python of a new environment."""
    folder = FOLDER / one.name
    python = str(folder / "bin" / "python")
    begin = (uv(), "venv", "--quiet", "--clear", "--python", one.python, str(folder))
    install = (uv(), "pip", "install", "--quiet", "--python", python, *one.options)
    for command in (begin, (*install, "-e", ".[dev]")):
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603  ourselves
    return python


def tested(python: str) -> dict[str, int | float | str]:
    """Return which Python it was, and how many tests passed and did not."""
    asked = (python, "-c", "import platform; print(platform.python_version())")
    version = subprocess.run(asked, capture_output=True, text=True, check=True).stdout  # noqa: S603  ourselves
    plain = (
        "-o",
        "addopts=--strict-markers --doctest-modules",
        "-p",
        "no:cacheprovider",
    )
    command = (python, "-m", "pytest", "-q", *plain, *LESS, *TESTS)
    ran = subprocess.run(  # noqa: S603  ourselves
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    sys.stdout.write(ran.stdout[-3000:])
    sys.stdout.flush()
    return {
        "python": version.strip(),
        "passed": counted(ran.stdout, "passed"),
        "not passed": counted(ran.stdout, "failed")
        + counted(ran.stdout, "errors?")
        + (ran.returncode not in (0, 1)),
    }


def counted(said: str, what: str) -> int:
    """Return how many of a kind pytest's last line has."""
    found = re.search(rf"(\d+) {what}\b", said.strip().splitlines()[-1])
    return int(found[1]) if found else 0


def main(pythons: Sequence[str]) -> int:
    """Test all environments, write the figures, and return the exit code."""
    pythons_by_name = {one.name: made(one) for one in environments(pythons)}
    with ThreadPoolExecutor() as pool:
        told = pool.map(tested, pythons_by_name.values())
        found = dict(zip(pythons_by_name, told, strict=True))
    failed = sum(int(one["not passed"]) for one in found.values())
    named = " ".join(Path(one).name for one in pythons)
    write_figures(
        "bounds",
        "Lowest, newest and pinned dependencies",
        f"make bounds PYTHONS='{named}'" if named else "make bounds",
        {"environments": len(found), "tests not passed": failed, **found},
    )
    return 1 if failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--python", action="append", default=[], metavar="PATH")
    sys.exit(main(parser.parse_args().python))
