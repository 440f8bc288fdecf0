"""Does the document on file prove a permission?"""

import hashlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

from newscrawler.sources.forms import FormError
from newscrawler.sources.problem import quoted


def document_in(folder: Path) -> Callable[[str], str]:
    """Return the form of a document's path: relative, and never outside the folder."""

    def form(text: str) -> str:
        if not _is_relative(text) or not _stays_in(folder, text):
            raise FormError(
                f"{quoted(text)} is not inside the folder of this file;"
                " write permissions/letter.pdf"
            )
        return text

    return form


def _is_relative(text: str) -> bool:
    # Both kinds of path: a registry is shared between systems.
    paths = (PurePosixPath(text), PureWindowsPath(text))
    return not any(path.anchor or ".." in path.parts for path in paths)


def _stays_in(folder: Path, text: str) -> bool:
    try:
        return (folder / text).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # RuntimeError: a loop of links, before 3.13
        return False


def find_problem(folder: Path, document: str | None, sha256: str | None) -> str | None:
    """Return why nothing on file proves a permission, None if its document does."""
    if document is None:
        return "no document on file"
    if sha256 is None:
        return f"{document}: no sha256 on file"
    path = folder / document
    try:
        if not path.is_file():
            return f"{document}: not found"
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        return f"{document}: cannot be read: {error.strerror}"
    return None if found == sha256 else f"{document}: sha256 differs"
