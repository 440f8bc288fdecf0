"""Two sources in a folder, and ``sources`` asked of them in this process."""

from pathlib import Path

from scrapy.cmdline import ScrapyArgumentParser
from scrapy.settings import Settings

from newscrawler.commands.sources import Command

GAZETTE = """\
id = "gazette"
name = "The [b]Gazette[/b]"
home = "https://gazette.example/"
domains = ["gazette.example", "gazeta.example"]
[[permission]]
id = "g-1"
grantor = "Gazette Media Ltd"
scope = ["gazette.example/*"]
purposes = ["archive", "search"]
valid_from = 2020-01-01
valid_until = 2020-12-31
"""
COURIER = """\
id = "courier"
name = "Der Kurier ü"
home = "https://courier.example/"
domains = ["courier.example"]
"""


def registry(folder: Path) -> Path:
    """Write the two sources into a folder."""
    (folder / "gazette.toml").write_text(GAZETTE, "utf-8")
    (folder / "courier.toml").write_text(COURIER, "utf-8")
    return folder


def run(*arguments: str, sources: object = None) -> int:
    command = Command()
    command.settings = Settings({"NEWSCRAWLER_SOURCES": sources})
    parser = ScrapyArgumentParser(conflict_handler="resolve")
    command.add_options(parser)
    opts, args = parser.parse_known_args(list(arguments))
    command.process_options(args, opts)
    command.run(args, opts)
    return command.exitcode
