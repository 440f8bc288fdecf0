"""What in a tdmrep.json, a TDMRep header or meta reserves nothing? TDMRep section 6."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from newscrawler.address import authority, target
from newscrawler.page import Json
from newscrawler.policy.formats.path_pattern import (
    matches,
    normal_pattern,
    normal_target,
)
from newscrawler.policy.formats.robots_lines import decoded
from newscrawler.report.published import Flaw, Published, flaw_at

MOST_RULES = 1000
"""Rules that are held against each other: our choice."""

EXAMPLE = '[{"location": "/", "tdm-reservation": 1}]'

_UNSET = "readers take the reservation for unset (TDMRep section 6)"
_YES = ("1", "true", "yes", "y")
_NO = ("0", "false", "no", "n")


@dataclass(frozen=True, slots=True)
class _Rule:
    number: int
    value: Mapping[str, Json]

    @property
    def quote(self) -> str:
        return json.dumps(self.value, ensure_ascii=False)


def no_array(published: Published) -> Iterator[Flaw]:
    """Find a file that is no JSON, or no array of rules."""
    document = published.tdmrep
    if document is None:
        return
    try:
        value: Json = json.loads(decoded(document.body))
    except (ValueError, RecursionError) as error:
        wrong, mend = f"is no valid JSON: {error}", EXAMPLE
    else:
        if isinstance(value, list) and all(isinstance(one, dict) for one in value):
            return
        wrong, mend = "is no array of rules", EXAMPLE
        if isinstance(value, dict):
            wrong = "is an object, not an array of rules"
            mend = f"[{json.dumps(value, ensure_ascii=False)[:400]}]"
    meaning = "readers find no rule in it: nothing is reserved"
    yield flaw_at(document.url, "", "", wrong=wrong, meaning=meaning, mend=mend)


def odd_reservations(published: Published) -> Iterator[Flaw]:
    """Find rules whose tdm-reservation is missing or neither 0 nor 1."""
    for one in _rules(published):
        stated = one.value.get("tdm-reservation")
        is_number = isinstance(stated, int) and not isinstance(stated, bool)
        if is_number and stated in (0, 1):
            continue
        has_one = "tdm-reservation" in one.value
        written = json.dumps(stated, ensure_ascii=False)
        yield _flaw(
            published,
            one,
            f"tdm-reservation is {written}" if has_one else "has no tdm-reservation",
            _UNSET,
            f'"tdm-reservation": {_meant(stated)}',
        )


def odd_locations(published: Published) -> Iterator[Flaw]:
    """Find rules whose location is missing or no path."""
    for one in _rules(published):
        where = one.value.get("location")
        if isinstance(where, str) and where.startswith(("/", "*")):
            continue
        wrong, path = "has no location", "/"
        if isinstance(where, str):
            is_url = authority(where) is not None
            path = target(where) if is_url else f"/{where}"
            wrong = "location is a whole URL" if is_url else "location has no slash"
        meaning = "the rule matches no page: nothing is reserved by it"
        yield _flaw(published, one, wrong, meaning, f'"location": "{path}"')


def unreachable_rules(published: Published) -> Iterator[Flaw]:
    """Find rules that an earlier one covers whole: the first that matches counts."""
    before: list[tuple[int, str]] = []
    for one in islice(_rules(published), MOST_RULES):
        where = one.value.get("location")
        if not isinstance(where, str) or not where.startswith(("/", "*")):
            continue
        pattern = normal_pattern(where)
        covering = next((n for n, each in before if _covers(each, pattern)), None)
        before.append((one.number, pattern))
        if covering is not None:
            yield _flaw(
                published,
                one,
                f"rule {covering} matches every page of {where} already",
                "readers take the first rule that matches: this one is never read",
                f"rule {one.number} before rule {covering}",
            )


def odd_policies(published: Published) -> Iterator[Flaw]:
    """Find a tdm-policy that is no URL, or that stands beside no reservation."""
    for one in _rules(published):
        policy = one.value.get("tdm-policy")
        if policy is None:
            continue
        if not isinstance(policy, str) or authority(policy) is None:
            meaning = "nobody can read the terms: the reservation stands without them"
            mend = '"tdm-policy": "https://…", an absolute URL'
            yield _flaw(published, one, "tdm-policy is no absolute URL", meaning, mend)
        elif one.value.get("tdm-reservation") == 0:
            meaning = "mining is free without it (0): the policy has no effect"
            mend = '"tdm-reservation": 1, or no tdm-policy'
            yield _flaw(
                published, one, "has a policy for what is not reserved", meaning, mend
            )


def odd_values_of_pages(published: Published) -> Iterator[Flaw]:
    """Find a header or a meta tdm-reservation that is neither 0 nor 1."""
    for one in published.pages:
        stated = one.page.header("tdm-reservation")
        if stated is not None and stated.strip() not in ("0", "1"):
            yield flaw_at(
                one.name,
                "header tdm-reservation",
                f"tdm-reservation: {stated}",
                wrong="is neither 0 nor 1",
                meaning=_UNSET,
                mend=f"tdm-reservation: {_meant(stated)}",
            )
        for meta in one.page.metas:
            is_odd = meta.content.strip() not in ("0", "1")
            if meta.name == "tdm-reservation" and is_odd:
                yield flaw_at(
                    one.name,
                    'meta[name="tdm-reservation" i]',
                    meta.content,
                    wrong="is neither 0 nor 1",
                    meaning=_UNSET,
                    mend=f'<meta name="tdm-reservation" content="{_meant(meta.content)}">',
                )


def _rules(published: Published) -> Iterator[_Rule]:
    document = published.tdmrep
    if document is None:
        return
    try:
        value: Json = json.loads(decoded(document.body))
    except (ValueError, RecursionError):
        return
    found = [value] if isinstance(value, dict) else value
    for number, one in enumerate(found if isinstance(found, list) else (), 1):
        if isinstance(one, dict):
            yield _Rule(number, one)


def _flaw(
    published: Published, rule: _Rule, wrong: str, meaning: str, mend: str
) -> Flaw:
    assert published.tdmrep is not None, "a rule came out of a document"
    name, place = published.tdmrep.url, f"rule {rule.number}"
    return flaw_at(name, place, rule.quote, wrong=wrong, meaning=meaning, mend=mend)


def _meant(stated: Json) -> str:
    """Return what somebody meant: 1 unless it is a way to say no."""
    words = str(stated).lower().replace(",", " ").replace(";", " ").split()
    denies = any(word in _YES for word in words)
    return "0" if not denies and any(word in _NO for word in words) else "1"


def _covers(earlier: str, later: str) -> bool:
    """Tell whether a pattern matches all that a later one matches.

    House: the later one's wildcards are taken for a path of their own, which is true
    of every pattern without an anchor before it.
    """
    if earlier.endswith("$"):
        return earlier == later
    return matches(earlier, normal_target(later.removesuffix("$").replace("*", "~")))


CHECKS = (
    no_array,
    odd_reservations,
    odd_locations,
    unreachable_rules,
    odd_policies,
    odd_values_of_pages,
)
