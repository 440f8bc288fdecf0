"""What the policy behind a TDM reservation asks and permits."""

import json
import tomllib
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawler.policy import Decision, Document, Gate, Profile, Purpose, Stage
from newscrawler.policy.formats.odrl import PROFILE, read_policy
from newscrawler.policy.hearing import RETRY_AFTER
from tests.policy.asked import (
    ALLOW,
    DEFER,
    NOW,
    REFUSE,
    ROBOTS,
    SITE,
    TDMREP,
    URL,
    document,
    gate,
    page,
    robots,
)
from tests.policy.test_signals import FOLDER, answer, check

POLICY = f"{SITE}/tdm.json"
RESERVED = json.dumps([{"location": "/", "tdm-reservation": 1, "tdm-policy": POLICY}])
CONSTRAINT = {
    "leftOperand": "purpose",
    "operator": "eq",
    "rightOperand": "tdm:research",
}
RESEARCH = {"action": "tdm:mine", "constraint": [CONSTRAINT]}
KEYS = {"name", "spec", "house", "tdmrep", "page", "policy", "answer"}
KEYS |= {"expect", "strict", "letter"}


def offer(*permissions: Mapping[str, object]) -> str:
    whole = {"@type": "Offer", "profile": PROFILE, "permission": list(permissions)}
    return json.dumps(whole)


def cases() -> Iterator[object]:
    table = tomllib.loads((FOLDER / "tdm-policy.toml").read_text("utf-8"))
    for case in table["policy"]:
        for profile in Profile:
            yield pytest.param(case, profile, id=f"{case['name']} ({profile.value})")


def policy_of(case: Mapping[str, object]) -> Document:
    if "answer" in case:
        return answer(case["answer"]).document(POLICY)
    text = str(case.get("policy", ""))
    if text.startswith("["):  # not read: a name that stands twice is a case
        text = f'{{"@type": "Offer", "profile": "{PROFILE}", "permission": {text}}}'
    return document(POLICY, text)


@pytest.mark.parametrize(("case", "profile"), list(cases()))
def test_policies(case: dict[str, object], profile: Profile) -> None:
    assert case.keys() <= KEYS, case.keys() - KEYS
    file = answer(case.get("tdmrep", RESERVED)).document(TDMREP)
    found = gate(robots(""), file, policy_of(case), profile=profile)

    before = found.before_fetch(URL, NOW, stage=Stage.ACQUIRE)
    after = found.after_fetch(answer(case.get("page", "<p>News.")).page(URL), NOW)

    for key in ("expect", "strict" if profile is Profile.STRICT else "letter"):
        expected = case.get(key, {})
        assert isinstance(expected, dict)
        check(expected, before, after)


def reserving(policy: str = POLICY, purposes: tuple[str, ...] = ()) -> Gate:
    file = RESERVED.replace(POLICY, policy)
    heard = (robots(""), document(TDMREP, file))
    return gate(*heard, purposes=purposes or None)


def test_a_policy_is_wanted_after_the_robots_txt_of_its_host() -> None:
    found = reserving("https://rights.example/tdm.json")

    assert found.wants(URL, NOW) == ("https://rights.example/robots.txt",)
    found.learn(document("https://rights.example/robots.txt", status=404), NOW)
    assert found.wants(URL, NOW) == ("https://rights.example/tdm.json",)
    found.learn(document("https://rights.example/tdm.json", offer(RESEARCH)), NOW)

    assert found.wants(URL, NOW) == ()
    usage = found.before_fetch(URL, NOW).usage
    assert usage[Purpose.TDM_RESEARCH].value == "allowed"


def test_a_policy_that_robots_txt_forbids_is_not_asked_for() -> None:
    found = reserving()
    found.learn(document(ROBOTS, "User-agent: *\nDisallow: /tdm.json"), NOW)

    assert found.wants(URL, NOW) == ()
    assert found.after_fetch(page(), NOW).verdict is REFUSE


def test_a_policy_at_a_private_address_is_not_asked_for() -> None:
    assert reserving("http://169.254.169.254/tdm").wants(URL, NOW) == ()


def test_who_only_searches_asks_for_no_policy() -> None:
    found = reserving(purposes=("search",))
    headers = (("tdm-reservation", "1"), ("tdm-policy", POLICY))

    assert found.wants(page(headers=headers), NOW) == ()
    assert found.after_fetch(page(headers=headers), NOW).verdict is ALLOW


def test_a_page_names_a_policy_of_its_own() -> None:
    found = gate(robots(""), document(TDMREP, status=404))
    headers = (("tdm-reservation", "1"), ("tdm-policy", POLICY))

    assert found.wants(URL, NOW) == ()
    assert found.wants(page(headers=headers), NOW) == (POLICY,)


@pytest.mark.parametrize("failing", [POLICY, "https://rights.example/tdm.json"])
def test_a_policy_that_never_comes_defers_thrice_and_lifts_nothing(
    failing: str,
) -> None:
    found, now = reserving(failing), NOW
    verdicts = []
    for _ in range(3):
        while wanted := found.wants(URL, now):
            for url in wanted:
                found.learn(answer_at(url, failing, now), now)
        verdicts.append(found.before_fetch(URL, now).verdict)
        assert refusal(found, now).verdict is REFUSE
        now += RETRY_AFTER[-1]

    assert verdicts[:2] == [DEFER, DEFER]
    assert found.before_fetch(URL, now - RETRY_AFTER[-1]).verdict is ALLOW
    assert refusal(found, now - RETRY_AFTER[-1]).faults == ()


def answer_at(url: str, failing: str, now: float) -> Document:
    """Return what comes back where a policy, or all of its host, is out of order."""
    if url == failing or not url.startswith(SITE):
        return Document(url, now, problem="no answer")
    return document(url, RESERVED.replace(POLICY, failing) if url == TDMREP else "")


def refusal(found: Gate, now: float) -> Decision:
    decision = found.after_fetch(page(), now)
    assert decision.usage[Purpose.TDM].value == "conditional"
    assert decision.usage[Purpose.TDM_RESEARCH].value == "unknown"
    return decision


def test_a_duty_is_no_condition_that_can_be_met() -> None:
    rule = {"action": "tdm:mine", "duty": [{"action": "attribution"}]}
    heard = (robots(""), document(TDMREP, RESERVED), document(POLICY, offer(rule)))
    found = gate(*heard, meets=["attribution", "excerpt"])

    assert found.after_fetch(page(), NOW).verdict is REFUSE


def test_a_permission_is_quoted_and_found_again() -> None:
    text = offer(RESEARCH).replace(', "operator"', ',\n "operator"')
    text = text.replace(', "rightOperand"', ',\n "rightOperand"')
    heard = (robots(""), document(TDMREP, RESERVED), document(POLICY, text))
    said = gate(*heard).after_fetch(page(), NOW).statements
    (one,) = [one for one in said if one.signal == "tdm-policy"]

    assert (one.document, one.place.line) == (POLICY, 3)
    assert '"tdm:research"' in one.quote


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"permission":' * 100_000, "9" * 5000, '{"a":' * 40 + "1"]
)
def test_hostile_json_is_no_policy(text: str) -> None:
    assert read_policy(text.encode()) is None
    assert read_policy(b" " * 1024 * 1024 + text.encode()) is None


WORDS = st.sampled_from(["tdm:mine", "tdm:research", "obtainConsent", "eq", "purpose", "Offer", PROFILE, "\ud800", ""])  # fmt: skip
NAMES = st.sampled_from(["permission", "prohibition", "obligation", "action", "duty", "constraint", "leftOperand", "operator", "rightOperand", "@id", "rdf:value", "odrl:duty", "profile", "@type", "type"])  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner),
    max_leaves=20,
)


@given(st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_policy_makes_the_gate_raise_or_allow_more(body: bytes) -> None:
    read_policy(body)
    heard = (robots(""), document(TDMREP, RESERVED))
    found = gate(*heard, document(POLICY, body))
    decision = found.after_fetch(page(), NOW)

    assert decision.verdict is REFUSE
    assert decision.usage[Purpose.TDM].value == "conditional"
    assert not decision.faults


@given(JSON)
def test_whatever_is_added_to_a_policy_never_permits(value: object) -> None:
    for name in ("duty", "assignee", "refinement"):
        rule = {**RESEARCH, name: value}
        policy = read_policy(offer(rule).encode())
        if policy is not None and policy.research is not None:
            assert name == "duty"
            assert value is None or value == [] or set(map(str, value)) == {"None"}  # type: ignore[call-overload]  # a list, or it fails


HEADERS = st.sampled_from(["0", "1", "1; foo", "", "/tdm.json", "http://[", "//", "\udce9", "https://rights.example/\ud800", "mailto:x"])  # fmt: skip


@given(HEADERS, HEADERS, HEADERS, st.sampled_from(Profile))
def test_no_name_of_a_policy_makes_the_gate_raise(
    file: str, header: str, meta: str, profile: Profile
) -> None:
    rules = [{"location": "/", "tdm-reservation": 1, "tdm-policy": file}]
    heard = (robots(""), document(TDMREP, json.dumps(rules)))
    found = gate(*heard, profile=profile)
    headers = (("tdm-reservation", "1"), ("tdm-policy", header))
    html = f'<meta name="tdm-policy" content="{meta.encode("ascii", "replace")!r}">'

    for _ in range(5):
        for url in found.wants(page(html, headers=headers), NOW):
            found.learn(document(url, offer(RESEARCH)), NOW)

    decision = found.after_fetch(page(html, headers=headers), NOW)
    assert decision.verdict is not ALLOW
    assert not [one for one in decision.faults if one.retry_at is None]
