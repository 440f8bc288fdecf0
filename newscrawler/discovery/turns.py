"""Whose turn is it? Each host's in a ring, whatever it waits with.

In memory are the hosts that may have something waiting, and some URLs of each.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable

WINDOW = 4096
"""URLs in memory, of all hosts together: our choice."""

MOST = 32
"""URLs of one host in memory: our choice. So many are fetched by one query."""


class Turns:
    """The hosts that may have URLs waiting, the next one first."""

    def __init__(self) -> None:
        self._hosts: OrderedDict[str, deque[str]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._hosts)

    @property
    def share(self) -> int:
        """Return how many URLs of one host may be in memory."""
        return max(1, min(MOST, WINDOW // max(1, len(self._hosts))))

    def add(self, hosts: Iterable[str]) -> None:
        """Add hosts that may have something waiting; those that are here stay."""
        for host in hosts:
            self._hosts.setdefault(host, deque())

    def next_host(self, is_busy: Callable[[str], bool]) -> str | None:
        """Return the next host that is not busy, and let it be the last from then on.

        >>> turns = Turns()
        >>> turns.add(["a.example", "b.example"])
        >>> [turns.next_host({"a.example"}.__contains__) for _ in range(2)]
        ['b.example', 'b.example']
        """
        found = next((one for one in self._hosts if not is_busy(one)), None)
        if found is not None:
            self._hosts.move_to_end(found)
        return found

    def leave(self, host: str) -> None:
        """Let a host go, with what is in memory of it: it waits on where it came from."""
        self._hosts.pop(host, None)

    def url_of(self, host: str) -> str | None:
        """Return a host's next URL, None if there is none in memory."""
        waiting = self._hosts[host]
        return waiting.popleft() if waiting else None

    def fill(self, host: str, urls: Iterable[str]) -> None:
        """Add what a host has waiting; where that is nothing, the host goes."""
        self._hosts[host].extend(urls)
        if not self._hosts[host]:
            del self._hosts[host]
