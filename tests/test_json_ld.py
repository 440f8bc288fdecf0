"""Is every JSON-LD block of a page read flat, or left?"""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.page import MAX_JSON_LD, Page


def ld(*blocks: str) -> Page:
    scripts = (f'<script type="application/LD+json">{one}</script>' for one in blocks)
    return Page("".join(scripts).encode(), "https://gazette.example/a/1")


def test_json_ld_is_laid_flat_in_document_order() -> None:
    page = ld(
        '[{"@type": "A"}, [{"@type": "B"}]]',
        '{"@id": "g", "@graph": [{"@type": "C"}, {"@type": "D", "@graph": {"@type": "E"}}]}',
        '{"@type": "F"}',
    )

    assert [one.get("@type", one.get("@id")) for one in page.json_ld] == list("ABgCDEF")


@pytest.mark.parametrize(
    "broken",
    ["", "{", "nul", '{"a": }', "[" * 100_000, "1", '"text"', "<!-- none -->", '{"a": "' + "x" * MAX_JSON_LD + '"}'],
    ids=lambda text: text[:8],
)  # fmt: skip
def test_json_ld_that_is_none_states_nothing_and_spoils_no_other(broken: str) -> None:
    assert ld(broken, '{"@type": "A"}').json_ld == ({"@type": "A"},)


def test_a_line_end_inside_a_json_string_is_forgiven() -> None:
    assert ld('{"a": "b\nc"}').json_ld == ({"a": "b\nc"},)


def test_json_ld_of_many_lists_comes_to_an_end() -> None:
    assert ld("[" + "[]," * 200_000 + '{"a": 1}]').json_ld == ({"a": 1},)


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["@graph", "a"]), inner, max_size=2),
    max_leaves=12,
)  # fmt: skip


@given(JSON)
def test_every_json_ld_block_is_read_or_left(value: object) -> None:
    assert all(
        isinstance(one, dict) for one in ld(json.dumps(value).replace("<", "")).json_ld
    )
