"""What the source code may not do at all, and where a reason is owed."""

import ast
import re
import stat
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from newscrawler.storage.errors import StoreError
from newscrawler.storage.key_file import read_key

ROOT = Path(__file__).parents[2] / "newscrawler"
MODULES = sorted(ROOT.rglob("*.py"))

SQL = ("text", "exec_driver_sql", "execute", "executemany", "executescript")
"""Functions of SQLAlchemy and the drivers that take SQL as text."""

OF_NAMES = {
    "storage/migrations/versions/0003_ledger.py": "tables of its own list",
    "storage/migrations/versions/0005_tombstones.py": "columns of its own list",
}
"""Modules that put names of tables and columns into SQL, and whose names they are."""

XML = ("XMLParser", "XMLPullParser")

UNSAFE = {
    "eval": "runs what it reads",
    "exec": "runs what it reads",
    "pickle": "runs what it reads",
    "marshal": "may crash on what it reads",
    "shelve": "is pickle",
    "xml": "has entities: lxml is hardened where it is called",
}


@cache
def tree(module: Path) -> list[ast.AST]:
    return list(ast.walk(ast.parse(module.read_text("utf-8"))))


def test_sql_is_put_together_from_no_values() -> None:
    """Values go as parameters; a string that is put together at the call is none."""
    found = {
        module.relative_to(ROOT).as_posix()
        for module in MODULES
        for node in tree(module)
        if isinstance(node, ast.Call) and called(node) in SQL and node.args
        if is_put_together(node.args[0])
    }

    assert found == set(OF_NAMES)


def called(node: ast.Call) -> str:
    found = node.func
    if isinstance(found, ast.Attribute):
        return found.attr
    return found.id if isinstance(found, ast.Name) else ""


def is_put_together(node: ast.expr) -> bool:
    """Tell whether a string is made of parts, one of which is not in the code."""
    if isinstance(node, ast.Call) and called(node) in ("format", "join", "text"):
        return called(node) != "text" or any(map(is_put_together, node.args))
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mod | ast.Add)
        and any(
            isinstance(one, ast.JoinedStr)
            or (isinstance(one, ast.Constant) and isinstance(one.value, str))
            for one in ast.walk(node)
        )
    )


@pytest.mark.parametrize(
    ("code", "is_found"),
    [
        ("text(f'SELECT {a}')", True),
        ("execute('SELECT ' + a)", True),
        ("execute('SELECT %s' % a)", True),
        ("execute(text('SELECT {}'.format(a)))", True),
        ("execute(text('SELECT :a'), {'a': a})", False),
        ("execute(select(table).where(table.c.a == a))", False),
    ],
)
def test_what_is_put_together_is_found(code: str, is_found: bool) -> None:  # noqa: FBT001
    (call,) = ast.parse(code).body
    assert isinstance(call, ast.Expr)
    assert isinstance(call.value, ast.Call)

    assert is_put_together(call.value.args[0]) is is_found


def test_nothing_is_imported_or_called_that_trusts_what_it_reads() -> None:
    for module in MODULES:
        names = {name for node in tree(module) for name in used(node)}
        assert not names & set(UNSAFE), module


def used(node: ast.AST) -> Iterator[str]:
    """Yield the top packages that a node imports, or the function that it calls."""
    if isinstance(node, ast.Import):
        yield from (one.name.partition(".")[0] for one in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield (node.module or "").partition(".")[0]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        yield node.func.id


def test_each_security_rule_that_is_set_aside_has_its_reason() -> None:
    lines = (line for one in MODULES for line in one.read_text("utf-8").splitlines())
    for line in lines:
        for match in re.finditer(r"# noqa: ([A-Z0-9, ]+?)(  .*|$)", line):
            if re.search(r"\bS\d{3}\b", match[1]):
                assert match[2].strip(), line


def test_every_xml_parser_is_hardened() -> None:
    hardened = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}  # fmt: skip
    found = 0
    for module in MODULES:
        for node in tree(module):
            if isinstance(node, ast.Call) and called(node) in XML:
                given = {
                    one.arg: one.value.value
                    for one in node.keywords
                    if isinstance(one.value, ast.Constant)
                }
                assert hardened.items() <= given.items(), module
                found += 1
    assert found >= 3


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666, 0o755])
def test_a_key_that_others_may_read_is_none(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "key.pem"
    file.write_text("-----BEGIN PRIVATE KEY-----\nnot told\n", "ascii")
    file.chmod(mode)

    with pytest.raises(StoreError, match="others may read it") as raised:
        read_key("NEWSCRAWLER_LEDGER_KEY", file)
    assert "not told" not in str(raised.value)
    assert stat.S_IMODE(file.stat().st_mode) == mode
