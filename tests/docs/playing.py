"""Does a reader who types what a page says see what it says?"""

import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

from tests.docs.reading import Block, Command, blocks, commands, name_of
from tests.wire.running import run, run_program

AT_THE_END = "at the end of "
MADE = {"make crawl": "newscrawler crawl fixtures"}
"""What a target of the Makefile does."""

BY_READERS = (
    r"python3 -m venv \.venv",
    r"\. \.venv/bin/activate",
    r"pip install -c constraints\.txt ('\.\[[\w,-]+\]'|\.)",
    r"make test",
    r"newscrawler demo",
)
"""What is not typed here: tests run in what it makes, tests/test_wheel.py does it."""


class Reader:
    """Types what a page says, one line after the other, in a folder."""

    def __init__(self, page: Path, folder: Path) -> None:
        self.page = page
        self.folder = folder
        self.here = folder
        self.seen = ""

    def play(self) -> None:
        does: dict[str, Callable[[Block], None]] = {
            "sh": self._type,
            "text": self._compare,
        }
        for block in blocks(self.page):
            act = self._write if block.title else does.get(block.kind)
            if act is not None:
                act(block)

    def _write(self, block: Block) -> None:
        """Write a file, or the end of one."""
        file = self.here / block.title.removeprefix(AT_THE_END)
        assert file.resolve().is_relative_to(self.folder.resolve())
        file.parent.mkdir(parents=True, exist_ok=True)
        if block.title.startswith(AT_THE_END):
            assert file.is_file(), self._place(block.line)
            text = f"{file.read_text('utf-8')}\n{block.text}"
        else:
            text = block.text
        file.write_text(text, "utf-8")

    def _type(self, block: Block) -> None:
        self.seen = ""
        for command in commands(block):
            if not any(re.fullmatch(one, command.text) for one in BY_READERS):
                self._run(command)

    def _run(self, command: Command) -> None:
        words = shlex.split(MADE.get(command.text, command.text))
        if words[0] == "cd":
            self.here = self.here / words[1]
            return
        if words[0] == "newscrawler" and not set("|>$&") & set(command.text):
            ran = run(self.here, *words[1:])
        else:
            path = f"PATH={Path(sys.executable).parent}:$PATH"
            ran = run_program(self.here, "bash", "-c", f"{path}; {command.text}")
        told = f"{self._place(command.line)}: {command.text}\n{ran.out}{ran.err}"
        assert ran.code == command.code, told
        assert "Traceback" not in ran.err, told
        self.seen += f"{ran.out}{ran.err}"

    def _compare(self, block: Block) -> None:
        """Find each line in what was said, in their order; … stands for anything."""
        lines = self.seen.splitlines()
        for shown in filter(None, block.text.splitlines()):
            form = ".*".join(map(re.escape, shown.split("…")))
            at = next((i for i, one in enumerate(lines) if re.fullmatch(form, one)), -1)
            assert at >= 0, f"{self._place(block.line)}: {shown}\n{self.seen}"
            lines = lines[at + 1 :]

    def _place(self, line: int) -> str:
        return f"{name_of(self.page)}:{line}"
