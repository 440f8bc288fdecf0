"""Which exports held articles of a publisher: where are his words now?"""

from newscrawler.report.blocks import (
    Mark,
    Moment,
    Number,
    Row,
    Section,
    State,
    Text,
)
from newscrawler.report.listing import listing
from newscrawler.report.sections import Maker, On
from newscrawler.report.view import View
from newscrawler.storage.exports_held import Holding, holdings

COLUMNS = ("made", "purpose", "file", "articles", "withdrawn", "state")


def _exported(view: View) -> Section:
    rows = (_row(view, one) for one in holdings(view.connection, view.chosen))
    return listing(view.words, "exported", COLUMNS, rows)


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
