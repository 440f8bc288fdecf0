"""What do all pages rest on? The store, the sources, and the time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from newscrawler.browse.opened import ReadOnlyStore
from newscrawler.sources import Source


@dataclass(frozen=True, slots=True)
class Site:
    """What pages rest on; ``clock`` returns epoch seconds.

    ``agent``: our product token, by which policies are read.
    """

    store: ReadOnlyStore
    clock: Callable[[], float]
    sources: Mapping[str, Source] = field(default_factory=dict)
    agent: str = "newscrawler"
