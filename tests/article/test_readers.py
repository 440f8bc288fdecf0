"""Dates, names, datelines and titles, each as a table."""

from datetime import date, timedelta

import pytest

from newscrawler.article import extract
from newscrawler.article.affixes import without_site
from newscrawler.article.bylines import is_byline, read_bylines
from newscrawler.article.datelines import find_dateline
from newscrawler.article.dates import read_ago, read_moment
from newscrawler.article.names import parts_of
from newscrawler.article.people import names_in
from newscrawler.article.rights import is_copyright, read_copyright
from newscrawler.article.solar_years import common_day
from newscrawler.page import Page

MOMENTS = [
    ("Kamis, 4 Juni 2026 14:30 WIB", "id", "2026-06-04T14:30:00+07:00", "minute"),
    ("Jumat, 5 Jun 2026 | 09.15 WIT", "id", "2026-06-05T09:15:00+09:00", "minute"),
    ("May 2, 2024 3:05 pm ET", "en", "2024-05-02T15:05:00-04:00", "minute"),
    ("3. Mai 2026, 12:03 Uhr", "de", "2026-05-03T12:03:00", "minute"),
    ("le 3 juin 2024 à 14h30", "fr", "2024-06-03T14:30:00", "minute"),
    ("3 de junio de 2026", "es", "2026-06-03", "day"),
    ("2024년 5월 2일 오후 3시 20분", "ko", "2024-05-02T15:20:00", "minute"),
    ("2024年5月2日 15時04分", "ja", "2024-05-02T15:04:00", "minute"),
    ("2024. június 3. 10:20", "hu", "2024-06-03T10:20:00", "minute"),
    ("2 พฤษภาคม 2567", "th", "2024-05-02", "day"),
    ("4 มิ.ย. 69 14:30", "th", "2026-06-04T14:30:00", "minute"),
    ("令和8年6月4日", "ja", "2026-06-04", "day"),
    ("民國115年6月4日", "zh-TW", "2026-06-04", "day"),
    ("4 tháng 6, 2026", "vi", "2026-06-04", "day"),
    ("04 जून 2026, 02:30 PM IST", "hi", "2026-06-04T14:30:00+05:30", "minute"),
    ("4 ביוני 2026", "he", "2026-06-04", "day"),
    ("٤ حزيران ٢٠٢٦", "ar", "2026-06-04", "day"),
    ("٢ مايو ٢٠٢٤", "ar", "2024-05-02", "day"),
    ("۱۴ خرداد ۱۴۰۵ - ۱۲:۳۰", "fa", "2026-06-04T12:30:00", "minute"),
    ("۱۴۰۵/۰۳/۱۴ ساعت ۱۲:۳۰", "fa", "2026-06-04T12:30:00", "minute"),
    ("۱۴ جوزا ۱۴۰۵", "fa-AF", "2026-06-04", "day"),
    ("۴ ژوئن ۲۰۲۶", "fa", "2026-06-04", "day"),
    ("๔ มิถุนายน ๒๕๖๙ เวลา ๑๔:๓๐ น.", "th", "2026-06-04T14:30:00", "minute"),
    ("04/06/2569", "th", "2026-06-04", "day"),
    ("14 يونيو/حزيران 2026", "ar", "2026-06-14", "day"),
    ("2024년 5월 2일 오전 12시 20분", "ko", "2024-05-02T00:20:00", "minute"),
    ("28.09.1912:44", "de", "2019-09-28T12:44:00", "minute"),
    ("Jun 042026", "en", "2026-06-04", "day"),
    ("2 листопада 2025", "uk", "2025-11-02", "day"),
    ("05/06/2024", "en-US", "2024-05-06", "day"),
    ("05/06/2024", "en-GB", "2024-06-05", "day"),
    ("Thu, 02 May 2024 10:00:00 GMT", None, "2024-05-02T10:00:00+00:00", "second"),
    ("2024-05-02T10:00:00.123+0200", None, "2024-05-02T10:00:00+02:00", "second"),
    ("1714636800000", None, "2024-05-02T08:00:00+00:00", "second"),
]


@pytest.mark.parametrize(("text", "language", "iso", "precision"), MOMENTS)
def test_a_moment_is_read(text: str, language: str, iso: str, precision: str) -> None:
    moment = read_moment(text, language)

    assert moment is not None
    assert (moment.iso, moment.precision, moment.raw) == (iso, precision, text)


def test_another_calendar_is_read_only_where_the_language_counts_so() -> None:
    assert read_moment("2 May 2567", "en") is None
    assert read_moment("14 خرداد 1405", "en") is None


NOWRUZ = [
    (1375, date(1996, 3, 20)), (1376, date(1997, 3, 21)), (1399, date(2020, 3, 20)),
    (1400, date(2021, 3, 21)), (1403, date(2024, 3, 20)), (1404, date(2025, 3, 21)),
    (1405, date(2026, 3, 21)), (1408, date(2029, 3, 20)), (1409, date(2030, 3, 21)),
]  # fmt: skip
"""Days of the spring equinox by Tehran's time, on which solar Hijri years begin."""


@pytest.mark.parametrize(("year", "day"), NOWRUZ)
def test_a_solar_year_begins_at_the_equinox(year: int, day: date) -> None:
    assert common_day(year, 1, 1) == day


def test_solar_days_follow_each_other() -> None:
    every = (
        common_day(year, month, day)
        for year in range(1300, 1500)
        for month in range(1, 13)
        for day in range(1, 32)
    )
    days = [day for day in every if day is not None]

    assert days == [days[0] + timedelta(at) for at in range(len(days))]


@pytest.mark.parametrize(
    "text", ["© 2026 Warta", "soon", "2026", "31/31/2026", "", "May I ask", "24/7"]
)
def test_a_year_alone_is_no_moment(text: str) -> None:
    assert read_moment(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2 jam lalu", "id"),
        ("2 hours ago", "en"),
        ("vor 2 Stunden", "de"),
        ("il y a 2 heures", "fr"),
        ("hace 2 horas", "es"),
        ("2시간 전", "ko"),
        ("2時間前", "ja"),
        ("2 giờ trước", "vi"),
        ("2 часа назад", "ru"),
        ("לפני 2 שעות", "he"),
        ("πριν από 2 ώρες", "el"),
        ("acum 2 ore", "ro"),
        ("2 órája", "hu"),
    ],
)
def test_two_hours_ago_is_known_to_the_hour(text: str, language: str) -> None:
    moment = read_ago(text, language, 10_800.0)

    assert moment is not None
    assert (moment.iso, moment.precision) == ("1970-01-01T01:00:00+00:00", "hour")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By JANE DOE, JOHN ROE and ANA PAZ", ["JANE DOE", "JOHN ROE", "ANA PAZ"]),
        ("Von Ida Kern und Ole Brandt", ["Ida Kern", "Ole Brandt"]),
        ("María José y Ana de la Torre", ["María José", "Ana de la Torre"]),
        ("Oleh Budi Santoso dan Siti Aminah", ["Budi Santoso", "Siti Aminah"]),
        ("Genevieve Carlton, Ph.D.", ["Genevieve Carlton"]),
        ("Ida Kern, Korrespondentin", ["Ida Kern"]),
        ("김하늘 기자 sky@hanbit.example", ["김하늘"]),
        ("佐々木 遥記者", ["佐々木 遥"]),
        ("Redaktion", []),
        ("AFP", []),
        ("Editorial Team", []),
        ("Sinta Dewi - Jumat, 5 Juni 2026", ["Sinta Dewi"]),
    ],
)
def test_names_are_split_and_offices_are_none(text: str, names: list[str]) -> None:
    assert list(names_in(text)) == names


def test_the_publisher_is_nobody() -> None:
    assert names_in("Warta Contoh", ["Warta  contoh"]) == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Pewarta: A Bima Editor: C Jaya", [("A Bima", "author"), ("C Jaya", "editor")]),
        ("Text: Ida Kern, Fotos: Ole Brandt", [("Ida Kern", "author"), ("Ole Brandt", "photographer")]),
        ("(Reporting by Ida Kern; Editing by Ole Brandt)", [("Ida Kern", "author"), ("Ole Brandt", "editor")]),
        ("Traduit par Solène Kervran", [("Solène Kervran", "translator")]),
        ("Par Solène Kervran, traduit par Jean Petit", [("Solène Kervran", "author"), ("Jean Petit", "translator")]),
        ("Traduction : Solène Kervran", [("Solène Kervran", "translator")]),
        ("The editor said: nothing", []),
    ],
)  # fmt: skip
def test_roles_are_read(line: str, said: list[tuple[str, str]]) -> None:
    assert [(one.name, one.role.value) for one in read_bylines([line])] == said


@pytest.mark.parametrize(
    "line", ["Von Bern nach Genf fahren heute keine Züge.", "By far the best", ""]
)
def test_a_sentence_is_no_byline(line: str) -> None:
    assert not is_byline(line)


@pytest.mark.parametrize(
    ("text", "place", "agency", "date"),
    [
        ("Jakarta (SUARA) - Menteri", "Jakarta", "SUARA", None),
        ("PARIS, 3 juin (AFP) — Le", "PARIS", "AFP", "3 juin"),
        ("(서울=연합뉴스) 정부는", "서울", "연합뉴스", None),
        ("Berlin (dpa/lhe) - Das", "Berlin", "dpa/lhe", None),
        ("BEIJING, June 3 (Xinhua) -- China", "BEIJING", "Xinhua", "June 3"),
        ("DUBLIN — She", "DUBLIN", None, None),
        ("JAKARTA, WARTA.com – Menteri", "JAKARTA", "WARTA.com", None),
        ("WARTA.CO, Jakarta - Menteri", "Jakarta", "WARTA.CO", None),
        ("Surabaya (ANTARA News) - Wali", "Surabaya", "ANTARA News", None),
        ("ROMA, 3 GIU - Il ministro", "ROMA", None, "3 GIU"),
        ("МОСКВА, 3 июн — РИА Новости. Паром", "МОСКВА", "РИА Новости", "3 июн"),
        ("新华社北京6月3日电（记者张伟）渡轮", "北京", "新华社", "6月3日"),
        ("【中新网上海6月3日电】渡轮", "上海", "中新网", "6月3日"),
        ("القاهرة (رويترز) - العبارة", "القاهرة", "رويترز", None),
        ("नई दिल्ली, 3 जून (भाषा) नौका", "नई दिल्ली", "भाषा", "3 जून"),
        ("(AP) — The ferry", None, "AP", None),
    ],
)
def test_a_dateline_is_read(
    text: str, place: str | None, agency: str | None, date: str | None
) -> None:
    found = find_dateline(text)

    assert found is not None
    assert (found.place, found.agency, found.date) == (place, agency, date)
    assert text.startswith(found.raw)


@pytest.mark.parametrize(
    "text", ["The idea (NATO) - which is good - fails", "Er kam - und ging", "", "A"]
)
def test_other_beginnings_are_no_dateline(text: str) -> None:
    assert find_dateline(text) is None


def test_a_title_loses_its_site_and_nothing_else() -> None:
    sites = frozenset({"harian contoh"})

    assert (
        without_site("Kebun Raya - Dibuka - Harian Contoh", sites)
        == "Kebun Raya - Dibuka"
    )
    assert without_site("Kebun Raya | Dibuka", sites) == "Kebun Raya | Dibuka"
    assert without_site("Harian Contoh", sites) == "Harian Contoh"


def test_a_copyright_line_is_read() -> None:
    line = read_copyright("Copyright © 2026 Warta Contoh. All rights reserved.")

    assert line is not None
    assert (line.holder, line.year) == ("Warta Contoh", 2026)
    assert not is_copyright(
        "The copyright law of 1976 changed how films are made in this country."
    )


@pytest.mark.parametrize(
    ("line", "holder", "year"),
    [
        ("© 2020-2026 Gazette. All rights reserved.", "Gazette", 2020),
        ("© 1 January 2026 Gazette Media", "Gazette Media", 2026),
        ("Copyright 2026-01-01 Gazette", "Gazette", 2026),
        ("(c) 03/06/2026 Gazette", "Gazette", 2026),
        ("(c) 2026 Gazette", "Gazette", 2026),
    ],
)
def test_a_day_in_a_copyright_line_is_neither_holder_nor_date(
    line: str, holder: str, year: int
) -> None:
    claim = read_copyright(line)
    page = Page.from_html(
        f"<h1>The ferry runs</h1><p>{line}</p>".encode(), "https://gazette.example/a"
    )

    assert claim is not None
    assert (claim.holder, claim.year) == (holder, year)
    assert extract(page).datePublished is None


def test_layouts_are_no_furniture() -> None:
    assert parts_of("elementor-widget has-sidebar") == frozenset()
    assert {part.value for part in parts_of("box-read-more-links")} == {"noise"}


def test_what_is_kept_out_of_excerpts_is_no_body() -> None:
    text = "A sentence of the article that is long enough to be one. " * 4
    page = Page.from_html(
        f"<h1>Harbour</h1><article><p>{text}</p><p>{text}</p>"
        f"<section data-nosnippet><p>Kept out: {text}</p></section>"
        f"<p>Before <span data-nosnippet>kept out</span> after. {text}</p>".encode(),
        "https://gazette.example/a",
    )

    body = extract(page).articleBody

    assert body is not None
    assert "Before after." in body
    assert "ept out" not in body
