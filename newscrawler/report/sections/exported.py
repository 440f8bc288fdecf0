"""Which exports held articles of a publisher: where are his words now?"""

from newscrawler.report.blocks import (
    Mark,
    Moment,
    Number,
    Paragraph,
    Row,
    Section,
    State,
    Text,
    table,
)
from newscrawler.report.sections import Maker, On
from newscrawler.report.view import View
from newscrawler.storage.exports_held import Holding, holdings

COLUMNS = ("made", "purpose", "file", "articles", "withdrawn", "state")


def _exported(view: View) -> Section:
    words = view.words
    told = table(
        words("exported.caption"),
        [words(f"exported.{one}") for one in COLUMNS],
        (_row(view, one) for one in holdings(view.connection, view.chosen)),
    )
    title, meaning = words("exported.title"), Paragraph(words("exported.meaning"))
    if not told.rows:
        return Section(
            "exported", title, (meaning, Paragraph(words("exported.nothing")))
        )
    return Section("exported", title, (meaning, told))


def _row(view: View, one: Holding) -> Row:
    words = view.words
    state = Mark(State.WAIT, words("exported.broke_off"))
    if one.is_whole:
        state = Mark(State.GOOD, words("exported.is_whole"))
    return Row(
        (
            Moment(one.started_at),
            Text(words(f"purposes.{one.purpose.value}")),
            Text(one.file),
            Number(one.articles),
            Number(one.withdrawn),
            state,
        )
    )


SECTION = Maker({On.PUBLISHER: 15}, _exported)
