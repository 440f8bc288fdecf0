"""Is garbage looked for as seldom as a crawl needs, and no oftener than somebody chose?"""

import gc
from collections.abc import Iterator

import pytest
from scrapy.settings import Settings

from newscrawler.addon import PolicyAddon
from newscrawler.tuning.collecting import YOUNG, collect_seldom


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


@pytest.mark.parametrize(
    ("chosen", "then"),
    [(700, YOUNG), (2_000, YOUNG), (YOUNG, YOUNG), (50_000, 50_000), (0, 0)],
)
def test_a_choice_to_collect_more_seldom_holds(chosen: int, then: int) -> None:
    gc.set_threshold(chosen, 11, 12)

    collect_seldom()

    assert gc.get_threshold()[:2] == (then, 11)


def test_the_addon_sees_to_it_before_any_crawl() -> None:
    gc.set_threshold(700, 10, 10)

    PolicyAddon.update_pre_crawler_settings(Settings())

    assert gc.get_threshold()[0] == YOUNG
