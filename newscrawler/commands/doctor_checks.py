"""What does ``doctor`` look at? A check is a function; all are listed here."""

from newscrawler.commands.doctor_check import Examine
from newscrawler.commands.doctor_settings import (
    migrations,
    permissions,
    settings,
    sources,
    versions,
)
from newscrawler.commands.doctor_store import clock, disk, ledger, store

CHECKS: tuple[Examine, ...] = (
    *(versions, migrations, settings, sources, permissions),
    *(store, ledger, clock, disk),
)
