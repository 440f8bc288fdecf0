"""How does who works for long tell how far it is? By a call for each that is done."""

from collections.abc import Callable, Iterable, Iterator, Sized
from typing import TypeAlias, TypeVar

Tick: TypeAlias = Callable[[int], None]
"""Is told how many more are done."""

Pages = TypeVar("Pages", bound=Sized)


def still(_: int) -> None:
    """Tell nobody."""


def ticked(pages: Iterable[Pages], tick: Tick) -> Iterator[Pages]:
    """Yield pages; each is told when the reader asks for the next one."""
    for page in pages:
        yield page
        tick(len(page))
