"""Which sentences are proposed to the weights, and how far does each reach?"""

import pytest

from newscrawler.notices import find_notices
from newscrawler.notices.candidate import candidates
from newscrawler.notices.model import Act
from newscrawler.notices.prose import prose_of


def proposed(text: str, *, is_part: bool = False) -> list[str]:
    """Return the folded sentences that may reserve."""
    whole = prose_of(text, None)
    given = candidates(whole, is_part=is_part)
    return [whole.lower[one.segment.start : one.segment.end] for one in given]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        pytest.param(
            "Dear crawlers! Please turn round, you may not come in.",
            "dear crawlers! please turn round, you may not come in.",
            id="words for refusing go with the act before them",
        ),
        pytest.param(
            "Dear crawlers! The harbour opens at nine.",
            "dear crawlers!",
            id="without such words a sentence stands alone",
        ),
        pytest.param(
            "Poems are for people, machine learning is for others.",
            "poems are for people, machine learning is for others.",
            id="a text by itself needs no words for refusing",
        ),
    ],
)
def test_what_no_rule_reads_is_proposed(text: str, last: str) -> None:
    assert proposed(text)[-1] == last


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("id", "Graf pengetahuan tidak diisi dari sini."),
        ("ms", "Pengarkiban web oleh pihak lain tidak termasuk dalam kebenaran ini."),
        ("en", "Neural translators may not touch these poems."),
        ("en", "Services that archive the web are asked to leave us out."),
        ("de", "Kein Satz von hier wandert in einen Prompt."),
        ("fr", "La textométrie appliquée à ce fonds nécessite un accord."),
        ("es", "Los motores de lenguaje no tienen sitio aquí."),
        ("pt", "O escrapeamento das nossas páginas dá processo."),
        ("it", "I servizi che archiviano il web devono escluderci."),
        ("nl", "Distant reading van ons archief vraagt een overeenkomst."),
        ("sv", "Stordataanalys av beståndet är en betaltjänst."),
        ("da", "Sprogmotorer har intet at gøre her."),
        ("no", "Ingen setning herfra hører hjemme i en ledetekst."),
        ("fi", "Offline-kopiot näistä sivuista eivät ole sallittuja."),
        ("vi", "Xử lý ngôn ngữ tự nhiên trên kho bài này phải trả phí."),
        ("ro", "Sinteza vocală pornind de la articolele noastre este interzisă."),
        ("tr", "Bu gazetenin ayna sitelerini şikâyet ederiz."),
        ("pl", "Silniki językowe proszone są o omijanie tej witryny."),
        ("cs", "Nesouhlasíme s uložením stránek ve Wayback Machine."),
        ("hu", "A fejnélküli böngészők ki vannak tiltva."),
        ("uk", "Токенізація наших текстів потребує дозволу."),
        ("ru", "Языковые движки, обходите этот сайт."),
        ("el", "Οι γλωσσικές μηχανές να μείνουν μακριά."),
        ("ar", "على المحركات اللغوية الابتعاد عن هذا الموقع."),
        ("he", "אין לתשאל את ה-API שלנו ללא מפתח."),
        ("hi", "हमारे पृष्ठ वेबैक मशीन में न रखे जाएँ।"),
        ("th", "สมองอิเล็กทรอนิกส์โปรดหาอ่านที่อื่น"),
        ("ko", "언어 엔진은 이 사이트를 떠나 주십시오."),
        ("ja", "言語エンジンはお引き取りください。"),
        ("zh", "电子脑请另寻读物。"),
        ("zh", "未經許可不得呼叫本站介面。"),
    ],
)
def test_rarer_words_for_acts_are_weighed(code: str, text: str) -> None:
    whole = prose_of(text, None)

    assert code in {one.reading.language.code for one in candidates(whole)}


def test_on_a_page_words_for_refusing_are_needed() -> None:
    text = "Poems are for people, machine learning is for others."

    assert proposed(text)
    assert not proposed(text, is_part=True)


def test_an_item_of_a_list_needs_words_for_refusing() -> None:
    assert not proposed("Departments:\n- crawlers\n- machine learning")


def test_what_names_no_act_that_rules_see_refuses_collecting_at_the_least() -> None:
    whole = prose_of("Dear crawlers! Please turn round, you are not welcome.", None)

    *_, last = candidates(whole)

    assert last.refusal.acts == {Act.CRAWL}
    assert not last.refusal.is_ruled


@pytest.mark.parametrize(
    "text",
    [
        '{"copyrightNotice": "© The Harbour Post. AI training on it is forbidden."}',
        '<meta name="rights" content="© Post. AI training on it is forbidden.">',
        '"usage":"Held by \\"Harbour & Sons\\". AI training on it is forbidden."',
        "Засновник: ТОВ «Дім «Плесо». Заборонено навчати моделі ШІ на наших статтях.",
        'ת"ד 12, חיפה. אסור לאמן מודלים של בינה מלאכותית על התכנים שלנו. מנכ"ל: דנה.',
    ],
)
def test_marks_of_markup_and_of_short_words_quote_nobody(text: str) -> None:
    assert find_notices(text)


@pytest.mark.parametrize(
    "text",
    [
        'On its door the paper wrote: "We print poems. AI training on them is forbidden."',
        "בשער נכתב: \"אנחנו מדפיסים שירים. אסור לאמן עליהם בינה מלאכותית.\" כך דיווח העיתון.",
    ],
)  # fmt: skip
def test_marks_of_speech_quote_somebody(text: str) -> None:
    assert not find_notices(text)
