"""What does a crawl show on a terminal, and what elsewhere?"""

from pathlib import Path

import pytest
from rich.console import Console

from newscrawler.report.outcome import Outcome, Outcomes, Reason
from newscrawler.report.summary import print_summary
from tests.terminal import on_terminal
from tests.wire.running import run


def test_on_a_terminal_there_is_a_table_and_elsewhere_plain_lines(
    tmp_path: Path,
) -> None:
    chosen = ("crawl", "fixtures", "-a", "source=closed-courier")
    code, shown = on_terminal(tmp_path, chosen, environment={"COLUMNS": "200"})
    plain = run(tmp_path, *chosen, "-a", "ask=all")

    assert code == plain.code
    assert "why, in the publisher's words" in shown
    assert "──" in shown
    assert plain.err.startswith(
        "closed-courier: 1 refused\n    refused by robots-rules: "
    )
    assert "\x1b" not in plain.err


HOSTILE = "\x1b[2J\x1b]0;owned\x07 \u202egnp.exe\u2066 \x9b31m Disallow: /"


@pytest.mark.parametrize("is_terminal", [True, False])
def test_a_publishers_words_do_not_command_the_terminal(
    is_terminal: bool,  # noqa: FBT001
) -> None:
    outcomes = Outcomes()
    why = Reason(Outcome.REFUSED, "notice", HOSTILE, f"p{HOSTILE}")
    outcomes.add("gazette", Outcome.REFUSED, why)
    console = Console(
        force_terminal=is_terminal, width=300, record=True, color_system=None
    )
    with console.capture() as captured:
        print_summary(outcomes, console)

    shown = captured.get()
    assert "Disallow: /" in shown
    assert not {"\x1b", "\x07", "\u202e", "\u2066", "\x9b"} & set(shown)
