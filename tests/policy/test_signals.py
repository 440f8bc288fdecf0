"""The world, case by case: fixtures/signals/<signal>.toml."""

import base64
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from newscrawler.configuring.operator_setting import read_operator
from newscrawler.notices import Act, Notice
from newscrawler.notices.model import Scope as NoticeScope
from newscrawler.page import Page
from newscrawler.policy import Decision, Document, Profile, Stage, Statement
from newscrawler.policy.signals.notice import refused_purposes
from tests.policy.asked import NOW, ROBOTS, SITE, TDMREP, URL, gate

ELSEWHERE = f"{SITE}/elsewhere/"
FOLDER = Path(__file__).parents[2] / "fixtures" / "signals"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back for a URL; ``problem``: why nothing did."""

    body: str = ""
    base64: str | None = None
    status: int = 200
    headers: Sequence[Sequence[str]] = ()
    problem: str | None = None
    final_url: str | None = None

    def document(self, url: str) -> Document:
        octets = base64.b64decode(self.base64) if self.base64 else self.body.encode()
        status = None if self.problem else self.status
        headers = tuple((name, value) for name, value in self.headers)
        final_url, problem = self.final_url, self.problem
        return Document(url, NOW, status, headers, octets, final_url, problem)

    def page(self, url: str) -> Page:
        headers = tuple((name, value) for name, value in self.headers)
        return Page(self.body.encode(), url, headers, status=self.status)


@dataclass(frozen=True, slots=True)
class Case:
    """``expect`` holds in both profiles, ``strict`` and ``letter`` in one of them.

    ``documents``: what else was asked for, by its URL.
    """

    name: str
    spec: str
    house: bool = False
    url: str = URL
    robots: Answer = Answer(status=404)
    tdmrep: Answer = Answer(status=404)
    page: Answer = Answer()
    documents: Mapping[str, Answer] = field(default_factory=dict)
    proxy: int | str = 1
    operator: Mapping[str, object] = field(default_factory=dict)
    expect: Mapping[str, object] = field(default_factory=dict)
    strict: Mapping[str, object] = field(default_factory=dict)
    letter: Mapping[str, object] = field(default_factory=dict)


def answer(given: object) -> Answer:
    return Answer(**given) if isinstance(given, dict) else Answer(str(given))


def cases() -> dict[str, Case]:
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for table in tomllib.loads(path.read_text("utf-8")).get("case", ()):
            for key in ("robots", "tdmrep", "page"):
                if key in table:
                    table[key] = answer(table[key])
            others = table.get("documents", {}).items()
            table["documents"] = {url: answer(given) for url, given in others}
            found[f"{path.stem}: {table['name']}"] = Case(**table)
    return found


CASES = cases()


def is_shown(wanted: Mapping[str, object], one: Statement) -> bool:
    found = {
        "signal": one.signal,
        "preference": one.preference.value,
        "line": one.place.line,
        "header": one.place.header,
        "selector": one.place.selector,
        "quote": one.quote,
        "condition": one.condition,
        "scope": one.scope.value,
        "salvaged": one.salvaged,
    }
    return all(found[key] == value for key, value in wanted.items())


def check(expected: Mapping[str, object], before: Decision, after: Decision) -> None:
    usage = {key.value: value.value for key, value in after.usage.items()}
    for key, wanted in expected.items():
        if key == "acquire":
            assert before.verdict.value == wanted, before
        elif key == "use":
            assert after.verdict.value == wanted, after
        elif key == "says":
            assert isinstance(wanted, list)
            for one in wanted:
                assert any(is_shown(one, said) for said in after.statements), after
        elif key == "silent":
            assert not [one for one in after.statements if one.signal == wanted]
        else:
            assert usage[key] == wanted, (key, after.statements)


@pytest.mark.parametrize("profile", Profile)
@pytest.mark.parametrize("name", CASES)
def test_signals(name: str, profile: Profile) -> None:
    case = CASES[name]
    heard = [case.robots.document(ROBOTS), case.tdmrep.document(TDMREP)]
    heard += [one.document(url) for url, one in case.documents.items()]
    operator = read_operator(case.operator)
    found = gate(*heard, profile=profile, proxy=case.proxy, operator=operator)

    found.before_fetch(ELSEWHERE, NOW)  # what is said of it is not said of all
    before = found.before_fetch(case.url, NOW, stage=Stage.ACQUIRE)
    after = found.after_fetch(case.page.page(case.url), NOW)

    check(case.expect, before, after)
    check(case.strict if profile is Profile.STRICT else case.letter, before, after)


def test_readings_of_notices() -> None:
    text = (FOLDER / "notice.toml").read_text("utf-8")
    for one in tomllib.loads(text)["reading"]:
        acts = frozenset(map(Act, one["acts"]))
        is_ai_only = one.get("ai_only", False)
        notice = Notice(
            "", 0, 0, "en", acts, NoticeScope.PAGE, False, is_ai_only, None, False, ""
        )

        for profile in ("strict", "letter"):
            refused = refused_purposes(notice, strict=profile == "strict")
            assert {purpose.value for purpose in refused} == set(one[profile]), one
