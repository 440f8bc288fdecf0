"""Who closes the pipe or presses Ctrl-C made no mistake, and finds no half a file."""

from pathlib import Path

import pytest

from tests.wire.running import run

STORE = ("-s", "NEWSCRAWLER_STORE=sqlite:///shown.db")
SOURCES = ("-s", "NEWSCRAWLER_SOURCES=sources")
CLOSED = """
import os
reads, writes = os.pipe()
os.close(reads)
os.dup2(writes, 1)
"""
INTERRUPTED = """
import sys

def press(event, args):
    if event in ("open", "sqlite3.connect") and str(args[0]).endswith({ending!r}):
        import os, signal
        os.kill(os.getpid(), signal.SIGINT)

sys.addaudithook(press)
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shown")
    (folder / "sources").mkdir()
    (folder / "sources" / "paper.toml").write_text(
        'id = "paper"\nname = "Paper"\nhome = "https://paper.test/"\n'
        'domains = ["paper.test"]\n',
        "utf-8",
    )
    source = ("-a", "source=harbour-gazette")
    assert run(folder, "crawl", "fixtures", *source, *STORE).code == 0
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ("ledger", "show"),
        ("ledger", "show", "--json"),
        ("report", "--json"),
        ("export", "--purpose", "search", "-o", "news.jsonl", "--json", "--quiet"),
        ("sources", "list", "--json"),
        ("doctor", "--json"),
        ("completion", "bash"),
    ],
    ids=" ".join,
)
def test_a_closed_pipe_is_no_mistake(shown: Path, command: tuple[str, ...]) -> None:
    ran = run(shown, *command, *STORE, *SOURCES, before=CLOSED)

    assert (ran.code, ran.out, ran.err) == (1, "", "")


@pytest.mark.parametrize(
    ("command", "ending"),
    [
        (("export", "--purpose", "search", "-o", "stopped.csv"), ".csv.part"),
        (("report", "-o", "stopped.html"), "stopped.html"),
        (("ledger", "verify"), "shown.db"),
    ],
    ids=["export", "report", "ledger"],
)
def test_ctrl_c_ends_a_command_with_a_line(
    shown: Path, command: tuple[str, ...], ending: str
) -> None:
    press = INTERRUPTED.format(ending=ending)
    ran = run(shown, *command, *STORE, *SOURCES, before=press)

    assert (ran.code, ran.out) == (130, "")
    assert ran.lines == [f"{command[0]}: interrupted"]
    assert [file.name for file in shown.iterdir() if "stopped" in file.name] == []
