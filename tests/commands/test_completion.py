"""``completion``: what a shell offers is what commands take."""

import re
import runpy
import shlex
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from newscrawler.purpose import Purpose
from newscrawler.terminal.command_table import COMMANDS
from newscrawler.terminal.completing import SHELLS, Completed, Option, script
from tests.programs import needed
from tests.wire.running import run

ROOT = Path(__file__).parents[2]
MAIN = "from newscrawler.__main__ import main; main(['completion', 'bash'])"

ASK = """
source {script}
COMP_WORDS=({words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_newscrawler
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("completion")
    for shell in SHELLS:
        ran = run(folder, "completion", shell)
        assert (ran.code, ran.err) == (0, "")
        (folder / f"newscrawler.{shell}").write_text(ran.out, "utf-8")
    return folder


def offered(scripts: Path, *words: str) -> set[str]:
    """Return what bash offers for the last of these words after ``newscrawler``."""
    line = " ".join(map(shlex.quote, ("newscrawler", *words)))
    code = ASK.format(script=scripts / "newscrawler.bash", words=line)
    done = subprocess.run(
        ("bash", "-c", code), capture_output=True, text=True, check=True, cwd=scripts
    )
    assert done.stderr == ""
    return set(done.stdout.split())


def in_order(words: Iterable[str]) -> str:
    """Return a name that no hash of a set reorders: workers must collect the same."""
    return " ".join(sorted(words))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("",), {*COMMANDS, "--help", "--version"}),
        (("exp",), {"explain", "export"}),
        (("ledger", ""), {"verify", "show", "count", "prove", "replay"}),
        (("crawl", "f"), {"fixtures"}),
        (("completion", ""), set(SHELLS)),
        (("export", "--purpose", ""), {one.value for one in Purpose}),
        (("export", "--cr"), {"--croissant"}),
        (("doctor", "--qu"), {"--quiet"}),
        (("explain", "newscrawler.z"), {"newscrawler.zsh"}),
        (("export", "-o", "newscrawler.f"), {"newscrawler.fish"}),
        (("nonsense", "--qu"), set()),
    ],
    ids=in_order,
)
def test_bash_offers(scripts: Path, words: tuple[str, ...], expected: set[str]) -> None:
    assert offered(scripts, *words) == expected


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_read_it(scripts: Path, shell: str) -> None:
    file = scripts / f"newscrawler.{shell}"

    assert subprocess.run((needed(shell), "-n", file), check=False).returncode == 0


@pytest.mark.parametrize("shell", SHELLS)
def test_every_command_and_option_is_in_each_script(scripts: Path, shell: str) -> None:
    text = (scripts / f"newscrawler.{shell}").read_text("utf-8")

    for word in (*COMMANDS, "what-if", "dry-run", "fixtures", "ai-train"):
        assert word in text
    assert text.startswith("#compdef newscrawler\n") is (shell == "zsh")


def test_what_is_written_down_is_what_commands_take() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "completed.py"))

    assert made["FILE"].read_text("utf-8") == made["completed_toml"](), (
        "python docs/reference.py"
    )


def test_no_other_command_is_imported(tmp_path: Path) -> None:
    loaded = "import atexit, sys; atexit.register(lambda modules=sys.modules: print([one for one in modules if one.startswith('newscrawler.commands.')]))"
    done = subprocess.run(
        (sys.executable, "-c", f"{loaded}\n{MAIN}"),
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
    )
    found = set(
        re.findall(r"'newscrawler\.commands\.(\w+)'", done.stdout.splitlines()[-1])
    )

    assert "completion" in found
    assert not found & {name.replace("-", "_") for name in COMMANDS} - {"completion"}


@pytest.mark.parametrize("shell", SHELLS)
def test_words_of_a_person_are_no_code(shell: str, tmp_path: Path) -> None:
    words = 'it\'s [$(touch owned)] `touch owned`: \\ "x"'
    option = Option(("--all",), words, (), takes_value=False)
    text = script(shell, [Completed("go", words, (), (option,))])
    file = tmp_path / "script"
    file.write_text(text, "utf-8")

    checked = subprocess.run((needed(shell), "-n", file), cwd=tmp_path, check=False)
    if shell == "bash":
        subprocess.run(("bash", file), cwd=tmp_path, check=False)
    assert checked.returncode == 0
    assert not (tmp_path / "owned").exists()


def test_an_unknown_shell_is_one_line(tmp_path: Path) -> None:
    ran = run(tmp_path, "completion", "bsh")

    assert (ran.code, ran.out) == (2, "")
    assert ran.lines == ["completion: name one shell; did you mean bash?"]
