"""Imports go down only: DESIGN section 3."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "newscrawler"

WORDS = {
    "purpose",
    "address",
    "ip_address",
    "markup",
    "how_many",
    "page",
    "unpacking",
    "recent",
    "feed",
    "notices",
    "items",
    "__init__",
}
CORE = {"policy", "discovery", "article"}
SHELVES = {"sources", "storage", "report"}
PURE = WORDS | CORE
EDGE_ONLY = {"scrapy", "twisted", "socket", "asyncio", "aiohttp", "time", "requests"}
IMPURE = EDGE_ONLY | {"sqlite3", "sqlalchemy", "alembic", "os", "subprocess"}
MODULES = sorted(ROOT.rglob("*.py"))


def part(module: Path) -> str:
    return module.relative_to(ROOT).with_suffix("").parts[0]


def imports(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            yield node.module or ""
            if node.module == "newscrawler":
                names = (alias.name for alias in node.names)
                yield from (f"newscrawler.{one}" for one in names if one[:2] != "__")


def may_import(of: str) -> set[str]:
    if of in WORDS:
        return WORDS
    if of in CORE:
        return WORDS | {of}
    if of in SHELVES:
        return PURE | {of} | ({"storage"} if of == "report" else set())
    return {part(module) for module in MODULES}


@pytest.mark.parametrize(
    "module", MODULES, ids=lambda path: str(path.relative_to(ROOT))
)
def test_imports_go_down_only(module: Path) -> None:
    here = part(module)
    for name in imports(module):
        top, _, rest = name.partition(".")
        if top == "newscrawler" and rest:
            assert rest.partition(".")[0] in may_import(here), f"{here} imports {name}"
        if here in PURE:
            assert top not in IMPURE, f"{here} imports {name}: the core is pure"
        if here in SHELVES:
            assert top not in EDGE_ONLY, f"{here} imports {name}: only the edge may"


def test_the_architecture_says_what_each_folder_asks() -> None:
    told = (ROOT.parent / "docs/explanation/architecture.md").read_text("utf-8")
    folders = [
        path
        for path in MODULES
        if path.parent.parent == ROOT and path.stem == "__init__"
    ]
    rows = [line for line in told.splitlines() if line.startswith("| `")]

    assert rows == [
        f"| `{path.parent.name}` | {path.read_text('utf-8').splitlines()[0].strip(chr(34))} |"
        for path in folders
    ]
