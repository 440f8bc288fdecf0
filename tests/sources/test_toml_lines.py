"""Lines of keys and elements in a TOML text."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.sources.toml_lines import Keys, lines_of

TEXT = Path(__file__).with_name("lines.toml").read_text("utf-8")
LINES: dict[Keys, int] = {
    ("a",): 2,
    ("b.c",): 3,
    ("d", "e", "f g"): 4,
    ("h",): 7,
    ("h", 0): 8,
    ("h", 1): 9,
    ("h", 1, 1): 10,
    ("h", 2): 10,
    ("h", 2, "i"): 10,
    ("h", 2, "j", "k"): 10,
    ("h", 2, "j", "k", 0): 11,
    ("h", 3): 13,
    ("l", "m"): 16,
    ("l", "m", "n"): 17,
    ("l", "m", "o"): 18,
    ("p",): 19,
    ("p", 0): 19,
    ("p", 0, "q"): 20,
    ("p", 0, "r", 0): 21,
    ("p", 0, "r", 0, "s"): 22,
    ("p", 0, "r", 1): 23,
    ("p", 0, "t"): 24,
    ("p", 0, "t", "u"): 25,
    ("p", 1): 26,
    ("p", 1, "q", "v", "w"): 27,
    ("p", 1, "r", 0): 28,
    ("p", 1, "r", 0, "s"): 29,
}


def paths(value: object, here: Keys = ()) -> set[Keys]:
    found = {here} if here else set()
    if isinstance(value, dict):
        for key, one in value.items():
            found |= paths(one, (*here, key))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            found |= paths(one, (*here, at))
    return found


@pytest.mark.parametrize(("keys", "line"), LINES.items(), ids=str)
def test_a_key_stands_where_it_was_written(keys: Keys, line: int) -> None:
    assert lines_of(TEXT)[keys] == line


def test_every_key_and_element_has_a_line() -> None:
    assert set(lines_of(TEXT)) == paths(tomllib.loads(TEXT))


SCALARS = st.sampled_from(
    [
        *("1", "-1.5e3", "true", "1979-05-27T07:32:00.5+01:00", "''", '""'),
        *('"a # [b]"', "'{'", r'"\\"', '"""\n"""', "'''\n''''"),
        *('"""a"""""', r'"""\"""" """'),
    ]
)
NAMES = st.sampled_from(["a", "b-c", '"d e"', "'f.g'", "1", "h . i", '"\\u00e9"'])
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner).map(lambda found: "[ # c\n" + " ,\n".join(found) + " ]")
        | st.dictionaries(NAMES, inner, max_size=3).map(
            lambda found: "{" + ", ".join(f"{k} = {v}" for k, v in found.items()) + "}"
        )
    ),
    max_leaves=8,
)
TABLES = st.tuples(
    st.sampled_from(["", "[x]", "[[y]]", "[[y.z]]", '[ "q" . r ]', "[[ y ]]"]),
    st.dictionaries(NAMES, VALUES, max_size=4),
)
TEXTS = st.lists(TABLES, max_size=5).map(
    lambda tables: "\n".join(
        "\n".join([header, *(f"{key} = {value} # c" for key, value in keys.items())])
        for header, keys in tables
    )
)


@given(text=TEXTS)
def test_whatever_tomllib_reads_has_lines(text: str) -> None:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    found = lines_of(text)

    assert set(found) == paths(values)
    assert all(1 <= line <= text.count("\n") + 1 for line in found.values())
