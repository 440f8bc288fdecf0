"""Nobody is told that an article is kept before it is in the store."""

import asyncio
from collections.abc import Sequence

import pytest

from newscrawler.crawl.group_commit import AT_ONCE, GroupCommit
from newscrawler.storage.errors import StoreError


class _Store:
    def __init__(self, error: Exception | None = None) -> None:
        self.groups: list[list[int]] = []
        self._error = error

    def commit(self, wanted: Sequence[int]) -> list[int]:
        if self._error is not None:
            raise self._error
        self.groups.append(list(wanted))
        return [-one for one in wanted]


def kept(store: _Store, many: int) -> list[int | BaseException]:
    group = GroupCommit(store.commit)

    async def one(number: int) -> int:
        found = await group.keep(number)
        assert any(number in some for some in store.groups), "not kept yet"
        return found

    async def crawl() -> list[int | BaseException]:
        return await asyncio.gather(*map(one, range(many)), return_exceptions=True)

    return asyncio.run(crawl())


@pytest.mark.parametrize("many", [1, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 3 * AT_ONCE])
def test_each_is_told_its_own_and_groups_are_full(many: int) -> None:
    store = _Store()

    assert kept(store, many) == [-number for number in range(many)]

    full, rest = divmod(many, AT_ONCE)
    assert list(map(len, store.groups)) == [AT_ONCE] * full + [rest] * bool(rest)


def test_a_store_that_fails_keeps_none_and_each_hears_of_it() -> None:
    error = StoreError("disk is full")

    assert kept(_Store(error), 3) == [error] * 3


def test_what_waits_is_kept_when_the_crawl_closes() -> None:
    store = _Store()
    group = GroupCommit(store.commit)

    async def crawl() -> int:
        waiting = asyncio.ensure_future(group.keep(7))
        await asyncio.sleep(0)
        assert store.groups == []
        group.flush()
        return await waiting

    assert asyncio.run(crawl()) == -7
    assert store.groups == [[7]]
