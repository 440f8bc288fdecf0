"""No bytes make a reader raise what it may not: seeds, earlier findings, and changes.

``make fuzz`` does the same for as long as one likes, with other seeds each time.
"""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.drawn import FINDINGS, SEEDS, changed, seed_files, seeds_of
from tests.fuzz.readers import READERS, Reader

NAMES = [one.name for one in READERS]
CASES = [(one, file) for one in READERS for file in seed_files(one.name)]


@pytest.mark.parametrize(
    ("reader", "file"), CASES, ids=[f"{one.name}-{file.name}" for one, file in CASES]
)
def test_a_seed_and_a_case_are_read(reader: Reader, file: Path) -> None:
    reader.tried(file.read_bytes())


@pytest.mark.parametrize("reader", READERS, ids=NAMES)
def test_a_reader_says_yes_to_what_is_sound(reader: Reader) -> None:
    sound = [one for one in seed_files(reader.name) if not is_broken(one)]
    assert sound

    for one in sound:
        reader.read(one.read_bytes())


def is_broken(file: Path) -> bool:
    return file.name.startswith((FINDINGS, "odd", "laughs", "broken", "entity"))


@pytest.mark.parametrize("reader", READERS, ids=NAMES)
@settings(max_examples=20)
@given(data=st.data())
def test_no_bytes_make_a_reader_raise(reader: Reader, data: st.DataObject) -> None:
    reader.tried(data.draw(changed(seeds_of(reader.name))))


def test_every_reader_has_seeds_and_every_folder_a_reader() -> None:
    assert sorted(NAMES) == sorted(one.name for one in SEEDS.iterdir())
    assert sorted(NAMES) == NAMES


def test_what_a_reader_may_not_raise_is_a_finding() -> None:
    def crash(body: bytes) -> None:
        raise KeyError(body)

    Reader("x", crash, (KeyError,)).tried(b"")
    with pytest.raises(KeyError):
        Reader("x", crash, (ValueError,)).tried(b"")
