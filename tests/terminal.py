"""The real command on a real terminal: a pseudo-terminal of the system."""

import os
import pty
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.wire.running import ROOT


def on_terminal(
    folder: Path,
    arguments: Sequence[str],
    answers: Sequence[str] = (),
    environment: Mapping[str, str] | None = None,
) -> tuple[int, str]:
    """Run ``newscrawler`` on a terminal; return its exit code and all that it showed.

    ``answers``: what is typed at each prompt ("> ").
    """
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        known = {key: value for key, value in os.environ.items() if "SCRAPY" not in key}
        known |= {"PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "100"}
        known.pop("NO_COLOR", None)
        command = [sys.executable, "-m", "newscrawler", *arguments]
        os.execve(sys.executable, command, {**known, **(environment or {})})
    shown, waiting = b"", list(answers)
    while piece := _read(terminal):
        shown += piece
        if shown.endswith(b"> ") and waiting:
            os.write(terminal, waiting.pop(0).encode())
    os.close(terminal)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code, shown.decode("utf-8").replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux says so where nobody has the terminal open any more
        return b""
