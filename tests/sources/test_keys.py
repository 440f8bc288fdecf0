"""Every key that is read has a meaning, and no other has one."""

from collections.abc import Mapping

import pytest

from newscrawler.sources import keys, objections, reader, rights

READ: Mapping[str, Mapping[str, str]] = {
    "SOURCE": reader.SOURCE,
    "PERMISSION": rights.PERMISSION,
    "READING": rights.READING,
    "OBJECTION": objections.OBJECTION,
}


@pytest.mark.parametrize("name", list(READ))
def test_each_key_that_is_read_means_something(name: str) -> None:
    meaning: Mapping[str, str] = getattr(keys, name)

    assert list(meaning) == list(READ[name])
    assert all(meaning.values())
