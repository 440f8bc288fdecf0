"""How far is a command, and how long will it take? A bar for people, else nothing."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from newscrawler.storage.ticking import Tick, still
from newscrawler.terminal.talk import is_quiet


@contextmanager
def progress(what: str, total: Callable[[], int]) -> Iterator[Tick]:
    """Show a bar on a terminal until it ends; it is told how many more are done.

    ``total``: asked only where somebody looks.
    """
    if is_quiet() or not sys.stderr.isatty():
        yield still
        return
    # imported here: in a pipe nobody sees it
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        Progress,
        TaskProgressColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = TextColumn(what), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    console = Console(stderr=True)
    # what is written meanwhile is data, and goes where it was going
    with Progress(
        *columns,
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as shown:
        all_ = max(total(), 1)
        task = shown.add_task(what, total=all_)
        yield lambda many: shown.advance(task, many)
        shown.update(task, completed=all_)
