"""The sections of pages for people: one module each, all listed here.

A new section is a new module with a ``SECTION``; nothing has to be registered.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from newscrawler.report.blocks import Section
from newscrawler.report.view import COUNTINGS, View


class On(Enum):
    """For whom a page is."""

    REPORT = "report"
    """The officer who signs."""
    PUBLISHER = "publisher"
    """Who asks what was taken."""


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes a section, None where it has nothing to say; ``order``: its turn by page."""

    order: dict[On, int]
    make: Callable[[View], Section | None]


def sections_of(on: On, view: View) -> tuple[Section, ...]:
    """Return the sections of a page, in their order."""
    makers = [one for one in _makers() if on in one.order]
    makers.sort(key=lambda one: one.order[on])
    made = [_made(one, view) for one in makers]
    return tuple(one for one in made if one is not None)


def steps(on: On) -> int:
    """Return how often the making of a page is told to be further."""
    return sum(on in one.order for one in _makers()) + COUNTINGS


def _made(maker: Maker, view: View) -> Section | None:
    section = maker.make(view)
    view.tick(1)
    return section


def _makers() -> list[Maker]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return [_maker(vars(module)["SECTION"]) for module in modules]


def _maker(found: object) -> Maker:
    assert isinstance(found, Maker), f"SECTION is a Maker, not {found!r}"
    return found
