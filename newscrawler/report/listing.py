"""How is a section made that is one table, or says that there is nothing to list?"""

from collections.abc import Iterable

from newscrawler.report.blocks import Paragraph, Row, Section, table
from newscrawler.report.wording import Words


def listing(
    words: Words, name: str, columns: Iterable[str], rows: Iterable[Row]
) -> Section:
    """Return the section of a name, its words under that name.

    ``columns``: their names, or whole keys of words that other sections share.
    """
    heads = [words(one if "." in one else f"{name}.{one}") for one in columns]
    told = table(words(f"{name}.caption"), heads, rows)
    title, meaning = words(f"{name}.title"), Paragraph(words(f"{name}.meaning"))
    content = told if told.rows else Paragraph(words(f"{name}.nothing"))
    return Section(name, title, (meaning, content))
