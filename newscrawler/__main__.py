"""The ``newscrawler`` command: Scrapy's commands and ours, in any folder.

``--help`` is answered from a table: nothing of Scrapy is imported for it.
"""

import gc
import os
import sys
from collections.abc import Sequence

from newscrawler import __version__
from newscrawler.terminal.command_table import help_text

INTERRUPTED = 128 + 2
"""The exit code that a shell gives a command which Ctrl-C ended (SIGINT is 2)."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; outside a project's folder with our own settings."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["help"] and len(words) > 1:
        words = [words[1], "--help"]
    if not words or words[0] in ("-h", "--help", "help"):
        sys.stdout.write(help_text(__version__))
        return
    if words == ["--version"]:
        sys.stdout.write(f"newscrawler {__version__}\n")
        return
    gc.disable()  # what is imported stays: to look through it again and again is lost
    # imported here: a list of commands needs none of it
    from newscrawler.terminal.dispatch import dispatch  # noqa: PLC0415

    try:
        dispatch(words[0], words[1:])
    except BrokenPipeError:  # whoever read our output has seen enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:  # a crawl ends itself; anything else ends here
        sys.stderr.write(f"{words[0]}: interrupted\n")
        sys.exit(INTERRUPTED)


if __name__ == "__main__":
    main()
