"""Which language is a sentence in that has hardly a word of any?"""

from newscrawler.notices.likely import likeliest


def test_names_and_addresses_are_of_no_language() -> None:
    lower = "brindleford.example/a.html, httrack copier/3.x"

    assert likeliest(lower, "", ["ar", "ko"], least=1) == []
    assert [one.code for one in likeliest(lower, "", ["ar", "ko"])] == ["ar", "ko"]


def test_a_stated_language_is_enough() -> None:
    (found,) = likeliest("httrack copier/3.x", "ko", ["ar", "ko"], least=1)

    assert found.code == "ko"
