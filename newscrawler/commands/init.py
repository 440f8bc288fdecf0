"""How does one begin? ``init`` writes sources, settings and forms into a folder."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar

from newscrawler.commands.exits import Exit, complain, write_json
from newscrawler.commands.ours import OurCommand
from newscrawler.commands.project import MEANINGS, project_files
from newscrawler.commands.whole_file import write_new
from newscrawler.configuring.contact import contact_fault
from newscrawler.policy import Purpose
from newscrawler.purpose import in_order
from newscrawler.sources.nearest import suggestion
from newscrawler.terminal.talk import say

ASK_CONTACT = (
    "Who asks? Your web page or mail address, in every request; empty: decide later."
)
ASK_PURPOSES = "What are the articles for? Empty: not decided, and any 'no AI' refuses."


class _InitError(Exception):
    """A mistake of the user, in one line with its mend."""


class Command(OurCommand):
    """``init [FOLDER] [--yes] [--contact C] [--purposes P,P]``."""

    name = "init"
    requires_project = False
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, bool]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """Return how the command is written."""
        return "[FOLDER] [--contact URL|MAIL] [--purposes P,P] [--yes] [--json]"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Write sources, settings and a permission's form into a folder"

    def long_desc(self) -> str:
        """Return what the command does."""
        return (
            "Writes scrapy.cfg, newscrawler_settings.py, .gitignore and, in sources, an"
            " example of a source and of a permission, with every key explained. Asks"
            " for the contact and the purposes on a terminal, unless they are given, or"
            " --yes leaves them open. What is there is not overwritten."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what it would ask, and that it shall not."""
        super().add_options(parser)
        add = parser.add_argument
        add("--contact", metavar="URL|MAIL", help="whom a publisher can write to")
        add("--purposes", metavar="P,P", help="what the articles are for")
        add("--yes", action="store_true", help="ask nothing; what is not given is open")
        add("--json", action="store_true", help="print the written files as JSON")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Write the files; a mistake is one line, and nothing is written."""
        try:
            folder = _folder(args)
            ask = _never if opts.yes else _asked(opts)
            contact = _contact(opts.contact, ask)
            texts = project_files(contact, _purposes(opts.purposes, ask))
            _write(folder, texts)
        except _InitError as error:
            self.exitcode = complain("init", str(error))
            return
        if opts.json:
            write_json({"folder": str(folder), "files": list(texts)})
        else:
            for name in texts:
                sys.stdout.write(f"{folder / name}\n")
        for line in _next(folder, contact):
            say(f"init: {line}")
        self.exitcode = Exit.PLANNED


Ask = Callable[[str], str]
"""Puts a question to a person; "" where none is asked."""


def _never(_question: str) -> str:
    return ""


def _asked(opts: argparse.Namespace) -> Ask:
    """Return what asks on the terminal; a script that left something out is told."""
    if sys.stdin.isatty() or None not in (opts.contact, opts.purposes):
        return _answer
    raise _InitError(
        "there is no terminal to ask on; write --contact and --purposes, or --yes"
    )


def _answer(question: str) -> str:
    sys.stderr.write(f"{question}\n> ")
    sys.stderr.flush()
    try:
        return sys.stdin.readline().strip()
    except KeyboardInterrupt:
        raise _InitError("interrupted; nothing was written") from None


def _folder(args: list[str]) -> Path:
    if len(args) > 1:
        raise _InitError(f"{args[1]!r} is one argument too many; write init FOLDER")
    folder = Path(args[0] if args else ".")
    if folder.exists() and not folder.is_dir():
        raise _InitError(f"{folder}: is a file; name a folder")
    return folder


def _contact(given: str | None, ask: Ask) -> str:
    """Return the contact: the one given, or asked for until it is one or left out."""
    while True:
        contact = (ask(ASK_CONTACT) if given is None else given).strip()
        fault = contact_fault(contact)
        if fault is None or not contact:
            return contact
        if given is not None:
            raise _InitError(f"--contact: {fault}")
        sys.stderr.write(f"{fault}\n")


def _purposes(given: str | None, ask: Ask) -> tuple[Purpose, ...]:
    """Return the purposes: those given, or asked for until each is one."""
    lines = (f"  {purpose.value:<13} {words}" for purpose, words in MEANINGS.items())
    question = "\n".join((ASK_PURPOSES, *lines))
    while True:
        names = (ask(question) if given is None else given).replace(",", " ").split()
        known = [purpose.value for purpose in Purpose]
        wrong = [one for one in names if one not in known]
        if not wrong:
            return in_order(frozenset(map(Purpose, names)))
        words = f"{wrong[0]!r} is no purpose; {suggestion(wrong[0], known)}"
        if given is not None:
            raise _InitError(f"--purposes: {words}")
        sys.stderr.write(f"{words}\n")


def _write(folder: Path, texts: Mapping[str, str]) -> None:
    """Write all files, or, where one of them is there already, none."""
    for name in texts:
        if (folder / name).exists():
            raise _InitError(
                f"{folder / name}: is there already, and is not overwritten; "
                "move it away, or name another folder"
            )
    written: list[Path] = []
    try:
        for name, text in texts.items():
            write_new(folder / name, text)
            written.append(folder / name)
    except OSError as error:
        for file in written:
            file.unlink()
        raise _InitError(f"{error.filename}: {error.strerror}") from None


def _next(folder: Path, contact: str) -> list[str]:
    """Return what to do now, a line each."""
    lines = [] if folder == Path() else [f"cd {folder}"]
    if not contact:
        lines.append("write NEWSCRAWLER_CONTACT in newscrawler_settings.py")
    return [
        *lines,
        "newscrawler sources add URL    lists a site, by its home page",
        "newscrawler audit              tells what it may be used for",
        "newscrawler crawl news         crawls what is listed",
    ]
