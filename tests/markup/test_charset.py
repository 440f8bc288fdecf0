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


@pytest.mark.parametrize(
    ("language", "text", "charset"),
    [
        ("ru", RUSSIAN, "koi8-r"),
        ("ru", RUSSIAN, "iso8859-5"),
        ("uk", "Будь-яке використання матеріалів сайту заборонено. ", "koi8-u"),
        ("ru", RUSSIAN, "cp866"),
        ("ar", "يحظر استخدام محتوى هذا الموقع لتدريب الذكاء الاصطناعي.", "iso8859-6"),
        ("ja", "本サイトの記事をAI学習に使うことを禁じます。", "euc-jp"),
        ("ja", "本サイトの記事をAI学習に使うことを禁じます。", "iso2022_jp"),
        ("", "本サイトの記事をAI学習に使うことを禁じます。", "iso2022_jp"),
        ("zh", "未經書面許可，禁止將本網站內容用於訓練人工智慧。", "big5"),
        ("zh", "未经书面许可，禁止将本网站内容用于训练人工智能。", "gbk"),
    ],
)
def test_of_several_guesses_the_one_that_reads_well_is_taken(
    language: str, text: str, charset: str
) -> None:
    markup = f'<html lang="{language}"><p>{text}'

    page = of(markup.encode(charset), "text/html")

    assert page.problem is None
    assert page.tree.css("p")[0].text() == text


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "cp866"),
        ("Απαγορεύεται η χρήση του περιεχομένου.", "iso8859-7"),
        ("אין להשתמש בתוכן האתר לאימון בינה מלאכותית.", "cp1255"),
        ("يحظر استخدام محتوى هذا الموقع لتدريب الذكاء الاصطناعي.", "cp1256"),
        ("ห้ามใช้เนื้อหาของเว็บไซต์นี้เพื่อฝึกปัญญาประดิษฐ์", "cp874"),
        ("本サイトの記事をAI学習に使うことを禁じます。", "cp932"),
        ("본 사이트의 콘텐츠를 인공지능 학습에 이용하는 것을 금지합니다.", "cp949"),
        ("未经书面许可，禁止将本网站内容用于训练人工智能。", "gbk"),
        ("未經書面許可，禁止將本網站內容用於訓練人工智慧。", "big5"),
    ],
)
@pytest.mark.parametrize("language", ["", ' lang="en"'])
def test_one_sentence_in_other_letters_is_not_taken_for_western(
    text: str, charset: str, language: str
) -> None:
    markup = f"<html{language}><p>The town has a new library.<footer>{text}</footer>"

    page = of(markup.encode(charset), "text/html")

    assert page.problem is not None
    assert "another charset" in page.problem


@pytest.mark.parametrize(
    "text",
    [
        "« C’est l’été », dit-elle – « à Orléans… » « Déjà ? » « Ça y est ! »",
        "ÄÖÜäöüß sind die Umlaute, Grüße aus Köln an alle Hörer.",
        "Hæðóttur vegur, þó að það sé ráðþægð æðri manna í Öræfum.",
        "“‘No’,” she said… “‘Why?’”",
    ],
)
def test_western_texts_full_of_accents_and_signs_are_read(text: str) -> None:
    page = of(f"<p>{text}".encode("cp1252"), "text/html")

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
