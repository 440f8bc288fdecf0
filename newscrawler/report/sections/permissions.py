"""Which written permissions are there, what do they lift, and when do they end?"""

from datetime import date

from newscrawler.purpose import in_order
from newscrawler.report.blocks import (
    Code,
    Mark,
    Row,
    Section,
    Text,
    day,
)
from newscrawler.report.listing import listing
from newscrawler.report.sections import Maker, On
from newscrawler.report.view import Grant, View, concerns

COLUMNS = (
    "page.source",
    "standing",
    "id",
    "grantor",
    "purposes",
    "scope",
    "from",
    "until",
)


def _permissions(view: View) -> Section:
    grants = sorted(
        filter(lambda one: _is_asked(view, one), view.about.grants), key=_end
    )
    rows = (_row(view, one) for one in grants)
    return listing(view.words, "permissions", COLUMNS, rows)


def _is_asked(view: View, grant: Grant) -> bool:
    if view.chosen.source not in (None, grant.source):
        return False
    return concerns(grant.permission.scope, view.chosen.host)


def _end(one: Grant) -> tuple[date, str]:
    return one.until, one.permission.id


def _row(view: View, one: Grant) -> Row:
    found = one.permission
    names = (view.words(f"purposes.{each.value}") for each in in_order(found.purposes))
    label = view.words(f"standing.{one.standing}")
    return Row(
        (
            Text(one.source),
            Mark(one.state, label, found.problem),
            Code(found.id),
            Text(found.grantor),
            Text(", ".join(names)),
            Code(" ".join(found.scope)),
            day(found.valid_from),
            day(found.valid_until),
        ),
        source=one.source,
    )


SECTION = Maker({On.REPORT: 40, On.PUBLISHER: 30}, _permissions)
