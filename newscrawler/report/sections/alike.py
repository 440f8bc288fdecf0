"""Which kept articles are nearly the same: reposts, agency texts, copies?"""

from newscrawler.report.blocks import (
    MOST_ROWS,
    Link,
    Paragraph,
    Row,
    Section,
    Share,
    Table,
    Text,
)
from newscrawler.report.sections import Maker, On
from newscrawler.report.view import View
from newscrawler.storage.newest_rows import AlikeRow, most_alike, refused_texts_known


def _alike(view: View) -> Section | None:
    words = view.words
    many, found = most_alike(view.connection, view.chosen, MOST_ROWS)
    title = words("alike.title")
    copies = Paragraph(
        words("alike.refused", many=refused_texts_known(view.connection))
    )
    meaning = Paragraph(words("alike.meaning")), copies
    if not found:
        none = Paragraph(words("alike.nothing"))
        return Section("alike", title, (*meaning, none))
    columns = ("alike.article", "page.source", "alike.earlier", "alike.earlier_source")
    told = Table(
        caption=words("alike.caption"),
        columns=tuple(words(one) for one in (*columns, "alike.likeness")),
        rows=tuple(_row(view, one) for one in found),
        more=many - len(found),
    )
    return Section("alike", title, (*meaning, told))


def _row(view: View, one: AlikeRow) -> Row:
    source, earlier = view.source(one.source), view.source(one.earlier_source)
    return Row(
        (
            Link(one.url),
            Text(source),
            Link(one.earlier_url),
            Text(earlier),
            Share(int(100 * one.likeness)),
        ),
        source=source,
    )


SECTION = Maker({On.REPORT: 70}, _alike)
