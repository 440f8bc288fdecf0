"""What do the commands have in common that write a page for people?"""

import argparse
from pathlib import Path

from scrapy.settings import BaseSettings

from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.configuring.guarded_files import output_file
from newscrawler.report.wording import DEFAULT, Words, languages, read_words
from newscrawler.sources.nearest import suggestion


def add_page_options(parser: argparse.ArgumentParser) -> None:
    """Add where the page goes and in which language."""
    add = parser.add_argument
    add("-o", "--output", metavar="FILE.html", help="one file, with all that is in it")
    known = ", ".join(languages())
    add("--language", default=DEFAULT, help=f"{known} ({DEFAULT})")
    add("--json", action="store_true", help="print what is on it as JSON to stdout")


def page_words(opts: argparse.Namespace) -> Words:
    """Return the words that are asked for; ConfigurationError where there are none."""
    if opts.language not in languages():
        near = suggestion(opts.language, languages())
        raise ConfigurationError(f"--language {opts.language!r}: {near}")
    return read_words(opts.language)


def page_file(settings: BaseSettings, opts: argparse.Namespace) -> Path | None:
    """Return where the page goes, None where JSON alone is asked for."""
    if opts.output is None:
        if opts.json:
            return None
        raise ConfigurationError("write -o FILE.html")
    file = output_file(settings, opts.output, ".html", ".htm")
    if not file.parent.is_dir():
        raise ConfigurationError(f"{file}: there is no folder {file.parent}")
    return file
