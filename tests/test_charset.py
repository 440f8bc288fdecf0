"""A page whose charset is not stated, or not the one stated, is read or refused."""

import pytest

from newscrawler.page import Page


def of(markup: str | bytes, stated: str) -> Page:
    body = markup.encode() if isinstance(markup, str) else markup
    return Page.from_html(body, "https://gazette.example/a", {"Content-Type": stated})


RUSSIAN = "Любое использование материалов сайта запрещено. "
CZECH = "Užití obsahu těžbou textů a dat je výslovně vyhrazeno. "


@pytest.mark.parametrize(
    ("language", "text", "charset"),
    [
        ("", "Müller räumt das Gelände für die Höfe.", "cp1252"),
        ("", "The minister’s words – “not now” – were…", "cp1252"),
        ("fr-CA", "Réservé à la fouille de données", "cp1252"),
        ("ru", RUSSIAN, "cp1251"),
        ("cs-CZ", CZECH, "cp1250"),
        ("ja", "本サイトの記事をAI学習に使うことを禁じます。", "shift_jis"),
        ("zh-Hant", "禁止使用本站內容訓練人工智慧。", "big5"),
        ("ko", "AI 학습 이용 금지", "euc-kr"),
    ],
)
@pytest.mark.parametrize("stated", ["text/html", "text/html; charset=utf-8"])
def test_what_states_no_charset_is_read_as_browsers_guess(
    language: str, text: str, charset: str, stated: str
) -> None:
    markup = f'<html class="a" lang="{language}"><p>{text}'

    page = of(markup.encode(charset), stated)

    assert page.problem is None
    assert page.tree.css("p")[0].text() == text


def test_a_few_lost_letters_are_no_other_charset() -> None:
    page = of(
        f"<p>{RUSSIAN * 3}".encode() + b"<p>broken \xd0 \xe2\x80 \xff here", "text/html"
    )

    assert page.problem is None
    assert RUSSIAN.strip() in page.tree.css("p")[0].text()


def test_letters_that_were_written_as_lost_are_no_other_charset() -> None:
    assert of("<p>" + "caf\ufffd " * 20, "text/html").problem is None


@pytest.mark.parametrize(
    ("text", "charset", "stated"),
    [
        (RUSSIAN * 3, "cp1251", "text/html"),
        (RUSSIAN * 3, "cp1251", "text/html; charset=iso-8859-1"),
        ("本サイトの記事をAI学習に使うことを禁じます。" * 3, "euc-jp", "text/html"),
        ("Употреба текстова " * 9, "cp1251", "text/html; charset=shift_jis"),
    ],
)
def test_words_in_another_charset_than_is_read_are_a_problem(
    text: str, charset: str, stated: str
) -> None:
    page = of(f"<p>{text}".encode(charset), stated)

    assert page.problem is not None
    assert page.problem.startswith("words in another charset than ")


def test_a_meta_that_says_utf_16_is_not_believed() -> None:
    # HTML standard, section 13.2.3.2: who can read it there reads no UTF-16
    page = of('<meta charset="utf-16"><p>Müller', "text/html")

    assert page.tree.css("p")[0].text() == "Müller"
