"""Who has objected to what? ``objections/*.toml``, read as strictly as the registry."""

import os
from datetime import date
from pathlib import Path

from newscrawler.policy.objection import Objection
from newscrawler.sources import forms
from newscrawler.sources.files import read_files
from newscrawler.sources.problem import Problem, RegistryError, printable
from newscrawler.sources.table import Table, Toml, TomlFile

OBJECTION = {
    "who": 'who = "Example Media Ltd"',
    "when": "when = 2026-11-20",
    "scope": 'scope = ["gazette.example/*"]',
    "contact": 'contact = "rights@gazette.example"',
    "reason": 'reason = "letter of 20 November"',
}
SEVERAL = {"objection": "[[objection]]"}
REQUIRED = tuple(key for key in OBJECTION if key != "reason")


def read_objections(path: Path) -> tuple[Objection, ...]:
    """Return the objections of a folder of TOML files, or of a single file.

    A folder without files has none. RegistryError has every problem of every file.
    """
    if path.is_dir() and not any(path.glob("[!.]*.toml")):
        return ()
    problems: list[Problem] = []
    found = tuple(
        _objection(table, path)
        for values, file in read_files(path, problems)
        for table in _tables(values, file)
    )
    if problems:
        raise RegistryError(sorted(problems, key=lambda one: (one.file, one.line or 0)))
    return found


def _tables(values: dict[str, Toml], file: TomlFile) -> tuple[Table, ...]:
    """Return the [[objection]] tables, else the file's own keys as one."""
    if "objection" not in values:
        return (Table(values, file, {**OBJECTION, **SEVERAL}),)
    document = Table(values, file, SEVERAL)
    for key in values:
        if key != "objection":
            document.report("stands outside of [[objection]]; write it below one", key)
    if values["objection"] == []:
        document.report("is empty; write [[objection]]", "objection")
    return document.tables("objection", OBJECTION)


def _objection(table: Table, path: Path) -> Objection:
    table.expect(REQUIRED)
    return Objection(
        who=table.text("who", forms.plain) or "",
        # a table with a problem is never used: this date only fills the place
        when=table.day("when") or date.min,
        scope=table.some_texts("scope", forms.scope_within(())),
        contact=table.text("contact", forms.plain) or "",
        reason=table.text("reason", forms.plain),
        document=_named(table.file.name, path),
        line=table.line("scope"),
    )


def _named(file: str, path: Path) -> str:
    """Return a file's name from the folder on that the objections lie in.

    Publishers read it: where that folder lies on this machine is not for them.
    """
    return file.removeprefix(f"{printable(str(path.parent))}{os.sep}")
