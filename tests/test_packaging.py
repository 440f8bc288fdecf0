"""What is imported is declared, what is declared is pinned, what is stated runs."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from newscrawler.configuring.known_settings import KNOWN

ROOT = Path(__file__).parent.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = PYPROJECT["project"]
CONSTRAINTS = (ROOT / "constraints.txt").read_text("utf-8")


OF_EXTRAS = (
    "newscrawler.workers.jobs",
    "newscrawler.testing",
    "newscrawler.workers.working",
)
"""Modules that need an extra: whoever uses them imports them when he does."""


def plain(requirement: str) -> str:
    """Return the name of a distribution as PyPI compares it: PEP 503."""
    name = re.split(r"[\[<>=!~; ]", requirement)[0]
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(folder: str, *, at_once: bool = False) -> set[str]:
    """Return what modules import; ``at_once``: when they are imported themselves."""
    found: set[str] = set()
    for module in (ROOT / folder).rglob("*.py"):
        name = ".".join(module.relative_to(ROOT).with_suffix("").parts)
        if at_once and name in OF_EXTRAS:
            continue
        tree = ast.parse(module.read_text("utf-8"))
        for node in tree.body if at_once else ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    ours = {"newscrawler", "tests"}
    later = {"compression"}  # in the standard library of Python 3.14
    return found - set(sys.stdlib_module_names) - ours - later


def test_nobody_imports_at_once_what_needs_an_extra() -> None:
    at_once = {
        node.module
        for module in (ROOT / "newscrawler").rglob("*.py")
        if module.stem not in {one.rpartition(".")[2] for one in OF_EXTRAS}
        or module.parent.name == "commands"
        for node in ast.parse(module.read_text("utf-8")).body
        if isinstance(node, ast.ImportFrom)
    }

    assert at_once.isdisjoint(OF_EXTRAS)


def distributions(names: set[str]) -> set[str]:
    known = packages_distributions()
    # where several share a namespace, the shortest name is that of what we asked for
    return {plain(min(known[name], key=len)) for name in names}


def test_everything_imported_is_declared() -> None:
    declared = {plain(one) for one in PROJECT["dependencies"]}
    extras = PROJECT["optional-dependencies"]
    dev = {plain(one) for one in extras["dev"]}
    others = {plain(one) for name in extras.keys() - {"dev"} for one in extras[name]}

    assert distributions(imported("newscrawler", at_once=True)) <= declared
    assert distributions(imported("newscrawler")) <= declared | others
    assert others <= dev
    of_tests = imported("tests") - {"benchmarks"}  # ours, and not shipped
    assert distributions(of_tests) <= declared | dev


def test_everything_declared_is_pinned() -> None:
    pinned = {plain(line) for line in CONSTRAINTS.splitlines() if "==" in line}
    groups = (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())

    assert {plain(one) for group in groups for one in group} <= pinned


@pytest.mark.parametrize("name", ["README.md", "CHANGELOG.md", "LICENSE", "Makefile"])
def test_the_first_files_are_there(name: str) -> None:
    assert (ROOT / name).read_text("utf-8").strip()


def test_every_setting_of_ours_is_known_everywhere() -> None:
    code = "".join(
        path.read_text("utf-8")
        for path in (ROOT / "newscrawler").rglob("*.py")
        if path.name != "known_settings.py"
    )
    read = set(re.findall(r'"(NEWSCRAWLER_[A-Z_]+)"', code))
    listed = PYPROJECT["tool"]["scrapy-lint"]["known-settings"]

    assert set(KNOWN) == read
    assert set(KNOWN) == {one for one in listed if one.startswith("NEWSCRAWLER_")}


LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("file", LOCKS, ids=lambda file: file.stem)
def test_a_lock_pins_what_is_tested_with_its_hashes(file: Path) -> None:
    lines = [line.split("==") for line in CONSTRAINTS.splitlines() if "==" in line]
    pinned = {plain(name): version.lower() for name, version in lines}
    parts = re.split(r"\n(?=\S)", file.read_text("utf-8").strip())

    for part in parts:
        name, version = re.split(r"==|[ ;\\]", part)[:2]
        assert "--hash=sha256:" in part, name
        if name in pinned and file.stem != "audit":
            assert version == pinned[name], f"{name}: make lock"


def test_the_container_holds_what_is_declared_with_its_hashes() -> None:
    text = (ROOT / "requirements" / "container.txt").read_text("utf-8")
    names = {line.partition("==")[0] for line in text.splitlines() if "==" in line}

    assert {plain(one) for one in PROJECT["dependencies"]} <= names
    assert "--require-hashes" in (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
