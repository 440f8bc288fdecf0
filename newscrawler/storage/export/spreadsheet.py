"""What does a spreadsheet take for a formula, and how is it shown as text?

OWASP, "CSV Injection": https://owasp.org/www-community/attacks/CSV_Injection
"""

FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""What a formula begins with, in full width too; a tab or line end hides one."""

_MARK = "'"


def inert(text: str) -> str:
    """Return a text that no spreadsheet computes: an apostrophe before what would be.

    One that begins with an apostrophe gets a second, so that ``plain`` is exact. What
    only looks so behind blanks is marked too: some programs trim cells.

    >>> inert("=1+1"), inert("rain"), inert("'t was")
    ("'=1+1", 'rain', "''t was")
    """
    first = text.lstrip(" \ufeff\u200b\xa0\x00")[:1]
    is_risky = first in FORMULA or text[:1] == _MARK
    return f"{_MARK}{text}" if first and is_risky else text


def plain(cell: str) -> str:
    """Return the text of a cell, as it was before ``inert``."""
    return cell[1:] if cell[:1] == _MARK else cell
