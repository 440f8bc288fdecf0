"""What do the saved files of a site publish? robots.txt, tdmrep.json and pages."""

import time
from collections.abc import Sequence
from pathlib import Path

from newscrawler.configuring.configuration import ConfigurationError
from newscrawler.page import Page
from newscrawler.policy import Document
from newscrawler.report.published import Published, PublishedPage

UNKNOWN = "https://saved-page.invalid/"
"""The address of a saved page: a file does not say where it is from."""

PAGES = (".html", ".htm", ".xhtml")
NAMES = ("robots.txt", "tdmrep.json")


def published_files(
    paths: Sequence[Path], headers: tuple[tuple[str, str], ...]
) -> Published:
    """Return what saved files publish; ``headers`` are those of every page."""
    files = [file for path in paths for file in _files(path)]
    if not files:
        raise ConfigurationError(f"{paths[0]}: no {', '.join(NAMES)} or *.html in it")
    documents: dict[str, Document] = {}
    pages: list[PublishedPage] = []
    now = time.time()
    for file in files:
        if file.name in NAMES:
            if file.name in documents:
                raise ConfigurationError(f"{file}: a second {file.name}; name one site")
            body = file.read_bytes()
            documents[file.name] = Document(str(file), now, 200, body=body)
        else:
            url = f"{UNKNOWN}{len(pages)}" if pages else UNKNOWN
            page = Page(file.read_bytes(), url, headers, fetched_at=now)
            pages.append(PublishedPage(str(file), page))
    if headers and not pages:
        page = Page(b"<title>none</title>", UNKNOWN, headers, fetched_at=now)
        pages.append(PublishedPage("--header", page))
    robots, tdmrep = (documents.get(name) for name in NAMES)
    return Published(robots, tdmrep, tuple(pages))


def _files(path: Path) -> list[Path]:
    """Return the files of a site's folder that are judged, or the one file."""
    if path.is_dir():
        found = (one for one in path.rglob("*") if is_judged(one))
        return sorted(one for one in found if one.is_file())
    if not is_judged(path):
        names = ", ".join(NAMES)
        raise ConfigurationError(f"{path}: is not named {names} or *.html")
    return [path]


def is_judged(path: Path) -> bool:
    """Tell whether a file is one that is judged, by its name."""
    return path.name in NAMES or path.suffix.lower() in PAGES


def read_header(line: str) -> tuple[str, str]:
    """Return the name and the value of a header as a person writes it."""
    name, colon, value = line.partition(":")
    if not colon or not name.strip():
        raise ConfigurationError(f"--header {line!r}: write it as 'Name: value'")
    return name.strip(), value.strip()
