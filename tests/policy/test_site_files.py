"""What ai.txt and trust.txt say, case by case: fixtures/signals/site-files/."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.policy import Gate, Profile, Purpose, Stage, Statement
from newscrawler.policy.model import Document, Preference, Terms
from newscrawler.policy.signals import ai_txt, trust_txt
from newscrawler.policy.signals.trust_txt import read_answers
from newscrawler.policy.visit import Visit
from tests.policy.asked import NOW, SITE, URL, document, gate, page, silent_site
from tests.policy.test_signals import FOLDER, Answer, check


@dataclass(frozen=True, slots=True)
class Case:
    """``files``: the site's files by path; the others are not there."""

    name: str
    spec: str
    files: Mapping[str, str | Mapping[str, object]]
    house: bool = False
    url: str = URL
    expect: Mapping[str, object] = field(default_factory=dict)
    strict: Mapping[str, object] = field(default_factory=dict)
    letter: Mapping[str, object] = field(default_factory=dict)

    def documents(self) -> list[Document]:
        return [answer(one).document(SITE + path) for path, one in self.files.items()]


def answer(given: str | Mapping[str, object]) -> Answer:
    if isinstance(given, str):
        return Answer(given)
    status = given["status"]
    assert isinstance(status, int)
    return Answer(str(given["body"]), status=status)


def cases() -> dict[str, Case]:
    return {
        f"{path.stem}: {table['name']}": Case(**table)
        for path in sorted((FOLDER / "site-files").glob("*.toml"))
        for table in tomllib.loads(path.read_text("utf-8"))["case"]
    }


CASES = cases()


def heard(case: Case, profile: Profile) -> Gate:
    found = gate(*silent_site(), profile=profile)
    for name in (ai_txt.PATH, *trust_txt.PATHS):
        found.learn(document(SITE + name, status=404), NOW)
    for one in case.documents():
        found.learn(one, NOW)
    return found


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("name", CASES)
def test_site_files(name: str, profile: Profile) -> None:
    case = CASES[name]
    found = heard(case, profile)

    before = found.before_fetch(case.url, NOW, stage=Stage.ACQUIRE)
    after = found.after_fetch(page(url=case.url), NOW)

    check(case.expect, before, after)
    check(case.strict if profile is Profile.STRICT else case.letter, before, after)


def visit(
    *purposes: Purpose, profile: Profile = Profile.STRICT, **bodies: bytes
) -> Visit:
    documents = {f"{SITE}/{name}.txt": body for name, body in bodies.items()}
    found = {url: Document(url, NOW, 200, (), body) for url, body in documents.items()}
    terms = Terms("newscrawler", frozenset(purposes or Purpose), profile)
    return Visit(URL, terms, NOW, document_at=found.get)


@pytest.mark.parametrize(
    ("purpose", "wanted"),
    [
        (Purpose.AI_TRAIN, ["/ai.txt", "/trust.txt", "/.well-known/trust.txt"]),
        (Purpose.AI_INPUT, ["/ai.txt"]),
        (Purpose.TDM, []),
        (Purpose.SEARCH, []),
        (Purpose.ARCHIVE, []),
    ],
)
def test_files_are_wanted_for_the_purposes_that_they_speak_of(
    purpose: Purpose, wanted: list[str]
) -> None:
    asked = visit(purpose)

    found = [*ai_txt.documents(asked), *trust_txt.documents(asked)]

    assert found == [SITE + path for path in wanted]


def test_the_second_place_of_trust_txt_is_asked_where_the_first_has_none() -> None:
    assert list(trust_txt.documents(visit(trust=b""))) == [f"{SITE}/trust.txt"]


def test_a_file_that_was_not_asked_for_says_nothing() -> None:
    assert not list(ai_txt.statements(visit(Purpose.SEARCH, ai=b"Training: deny")))


LINES = st.sampled_from([
    "User-Agent: *", "User-Agent: newscrawler", "User-Agent: other", "Disallow: /", "Disallow: *.jpg", "Disallow: /a", "Allow: /", "Allow: *.txt",
    "Training: deny", "Training: allow", "Training: not allowed", "datatrainingallowed=no", "datatrainingallowed=yes", "datatrainingallowed: no", "#", "",
])  # fmt: skip
FILES = (
    st.binary(max_size=60)
    | st.text(max_size=40).map(str.encode)
    | st.lists(LINES, max_size=8).map("\n".join).map(str.encode)
)
SEVERITY = {Preference.UNKNOWN: 0, Preference.ALLOWED: 0, Preference.DISALLOWED: 1}


def said(body: bytes, profile: Profile = Profile.STRICT) -> list[Statement]:
    asked = visit(profile=profile, ai=body, trust=body)
    return [*ai_txt.statements(asked), *trust_txt.statements(asked)]


@given(FILES, st.sampled_from(Profile))
def test_no_file_makes_the_readers_raise(body: bytes, profile: Profile) -> None:
    for one in said(body, profile):
        assert one.quote
        assert one.place.line is not None
        assert one.preference in (Preference.ALLOWED, Preference.DISALLOWED)


@given(FILES)
def test_salvage_only_restrains(body: bytes) -> None:
    letter = said(body, Profile.SPEC)

    assert not [one for one in letter if one.salvaged]
    for one in said(body):
        assert not one.salvaged or one.preference is Preference.DISALLOWED


def severities(body: bytes, profile: Profile) -> dict[str, int]:
    found = {ai_txt.NAME: 0, trust_txt.NAME: 0}
    for one in said(body, profile):
        found[one.signal] = max(found[one.signal], SEVERITY[one.preference])
    return found


@given(FILES)
def test_strict_is_never_laxer_than_the_letter(body: bytes) -> None:
    letter, strict = (severities(body, one) for one in (Profile.SPEC, Profile.STRICT))

    assert all(strict[signal] >= letter[signal] for signal in letter)


@given(st.lists(LINES, max_size=8), st.integers(0, 8))
def test_an_unknown_key_changes_nothing(lines: list[str], at: int) -> None:
    more = [*lines[:at], "X-Unknown: deny", *lines[at:]]

    before, after = (said("\n".join(one).encode()) for one in (lines, more))

    assert [(one.preference, one.purposes, one.quote) for one in before] == [
        (one.preference, one.purposes, one.quote) for one in after
    ]


@given(st.text(max_size=60))
def test_letters_of_any_script_are_read(text: str) -> None:
    assert all(one.text == one.text.strip() for one in read_answers(text, liberal=True))
