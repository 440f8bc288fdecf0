"""What does the gate know of hosts that has to outlive it? Pauses, and site memory.

Who asked us to wait is not asked by the next process either; what a site said on one
page about all holds until it is looked for again. As JSON text, for any store.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newscrawler.address import host_of
from newscrawler.page import Page
from newscrawler.policy.formats.json_text import read_json
from newscrawler.policy.listed import Listed
from newscrawler.policy.model import Statement
from newscrawler.policy.pace import Pace
from newscrawler.policy.record import Value, canonical
from newscrawler.policy.site_memory import SiteMemory


@dataclass(frozen=True, slots=True)
class HostState:
    """What is known of a host; each part is JSON, None where there is nothing.

    ``pause`` is the host's own, ``memory`` that of the site which it stands for.
    ``is_pause_new``, ``is_memory_new``: what to write; the rest may be out of date.
    """

    host: str
    pause: str | None = None
    memory: str | None = None
    is_pause_new: bool = True
    is_memory_new: bool = True


class HostStates:
    """Takes up what an earlier process left, and gives what has changed since."""

    def __init__(self, pace: Pace, memory: SiteMemory, listed: Listed) -> None:
        self._pace = pace
        self._memory = memory
        self._listed = listed
        self._asked: set[str] = set()

    def unasked(self, url: str) -> tuple[str, ...]:
        """Return the hosts whose state decides about a URL and was not looked up."""
        host = host_of(url)
        found = dict.fromkeys((host, self._listed.site(host)))
        new = tuple(one for one in found if one and one not in self._asked)
        self._asked.update(new)
        return new

    def ask_again(self, url: str) -> None:
        """Let the state of a URL's host be looked up again: others write it too."""
        host = host_of(url)
        self._asked -= {host, self._listed.site(host)}

    def learn(
        self,
        page: Page,
        statements: Iterable[Statement],
        now: float,
        tells: Iterable[str],
    ) -> None:
        """Take in what a page says for its site.

        ``tells``: as which documents a feed is to be heard for it.
        """
        site = self._listed.site(host_of(page.url))
        for kind in tells:
            self._memory.name(site, kind, page.url)
        self._memory.learn(site, page, statements, now)

    def restore(self, state: HostState) -> None:
        """Take up what was known of a host; ValueError where it cannot be read."""
        if state.pause is not None:
            self._pace.restore(state.host, _read(state.pause))
        if state.memory is not None:
            self._memory.restore(state.host, _read(state.memory))

    def changed(self) -> Iterator[HostState]:
        """Return each state that changed since this was asked last."""
        paused, remembered = self._pace.take_changed(), self._memory.take_changed()
        for host in sorted(paused | remembered):
            yield HostState(
                host,
                _text(self._pace.remembered(host)),
                _text(self._memory.remembered(host)),
                host in paused,
                host in remembered,
            )

    def joined(self, stored: HostState) -> str | None:
        """Return a site's memory, what others have stored of it meanwhile among it."""
        if stored.memory is not None:
            self._memory.restore(stored.host, _read(stored.memory))
        return _text(self._memory.remembered(stored.host))


def _text(value: Value) -> str | None:
    return None if value is None else canonical(value).decode()


def _read(text: str) -> Value:
    return read_json(text)
