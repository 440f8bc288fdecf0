"""What was received for a policy document? Its lines, one of them marked."""

from hashlib import sha256

from newscrawler.browse.asked import Answer, Asked, MissingError, address
from newscrawler.browse.pages import page
from newscrawler.browse.site import Site
from newscrawler.policy.formats.robots_lines import LINE_END, decoded
from newscrawler.storage.reading import document

AROUND = 200
"""Lines that are shown before the marked one, and after it: our choice."""

MOST_LETTERS = 2_000
"""Characters of a line that are shown: our choice."""


def show(site: Site, asked: Asked, hash_: str) -> Answer:
    """Show a document as it was received, around a line."""
    with site.store.reading() as connection:
        found = document(connection, hash_)
    if found is None:
        raise MissingError(f"document {hash_}")
    lines = LINE_END.split(decoded(found.body))
    marked = asked.whole("line")
    middle = min(marked or asked.whole("from") or 1, len(lines))
    first = max(1, middle - AROUND)
    last = min(len(lines), first + 2 * AROUND)
    path = f"/documents/{hash_}"
    return page(
        "document.html",
        found=found,
        is_whole=sha256(found.body).hexdigest() == found.sha256,
        size=len(found.body),
        marked=marked,
        lines=[(at, _cut(lines[at - 1])) for at in range(first, last + 1)],
        last=len(lines),
        earlier=first > 1 and address(path, **{"from": max(1, first - AROUND)}),
        later=last < len(lines) and address(path, **{"from": last + AROUND}),
    )


def _cut(line: str) -> str:
    return line if len(line) <= MOST_LETTERS else f"{line[:MOST_LETTERS]}\u2026"
