"""Where does a site say yes in one place and no in another, or no in words alone?

What each place says is read by the gate's own signals, to the letter.
"""

from collections.abc import Iterator

from newscrawler.address import target
from newscrawler.page import Page
from newscrawler.policy import Document, Preference, Profile, Purpose, Statement
from newscrawler.policy.formats.path_pattern import normal_target
from newscrawler.policy.formats.rule_set import Rule
from newscrawler.policy.model import Terms
from newscrawler.policy.signals import all_signals
from newscrawler.policy.signals.proxy_tokens import token_table
from newscrawler.policy.signals.tdmrep import PATH
from newscrawler.policy.visit import Visit
from newscrawler.purpose import in_order
from newscrawler.report.outcome import place_of
from newscrawler.report.published import Flaw, Published, PublishedPage, flaw_at

READER = "newscrawler"
"""The product token that asks: one that hardly any robots.txt names."""

_SUPERSEDES = ("tdmrep",)
"""A later carrier replaces an earlier one: no contradiction (TDMRep section 6.3)."""

LINES = {
    Purpose.SEARCH: ("X-Robots-Tag", "noindex"),
    Purpose.ARCHIVE: ("X-Robots-Tag", "noarchive"),
    Purpose.AI_INPUT: ("Content-Signal", "ai-input=no"),
    Purpose.AI_TRAIN: ("Content-Signal", "ai-train=no"),
    Purpose.TDM: ("tdm-reservation", "1"),
}
"""What says the same to a machine: in headers, Content-Signal also in robots.txt."""


def contradictions(published: Published) -> Iterator[Flaw]:
    """Find a use that one place allows and another refuses."""
    for one in published.pages or (None,):
        found = _statements(published, one)
        allowing = [each for each in found if each.preference is Preference.ALLOWED]
        for no in found:
            against = [each for each in allowing if _contradicts(each, no)]
            if against:
                yield _contradiction(one, against, no)


def admitted_and_refused(published: Published) -> Iterator[Flaw]:
    """Find an AI crawler that robots.txt lets in by name, to what is refused."""
    table = token_table()[1]
    for one in published.pages or (None,):
        found = _statements(published, one)
        denials = [each for each in found if _is_denial(each) and not _is_proxy(each)]
        for token, rule in _admitted(published, one):
            no = next((each for each in denials if each.purposes & table[token]), None)
            if no is None:
                continue
            assert published.robots_document is not None, "a rule came out of it"
            yield flaw_at(
                _name(one, no),
                _spot(no),
                no.quote,
                wrong=f"robots.txt lets {token} in: line {rule.line},"
                f" {rule.record.text!r}",
                meaning=f"{token} comes and reads a no to {_names(no.purposes)}:"
                " careful crawlers stay away, others take the line for leave",
                mend=f"User-agent: {token} / Disallow: /, or no refusal here",
            )


def notices_in_words_alone(published: Published) -> Iterator[Flaw]:
    """Find sentences that reserve rights, with nothing beside them for machines."""
    for one in published.pages:
        found = _statements(published, one)
        stated = [each for each in found if each.signal != "notice"]
        refused = [each.purposes for each in stated if _is_denial(each)]
        covered = frozenset[Purpose]().union(*refused)
        is_closed = any(_is_denial(each) and not each.purposes for each in stated)
        for notice in found:
            left = notice.purposes - covered - {Purpose.TDM_RESEARCH}
            if notice.signal != "notice" or not left or is_closed:
                continue
            yield flaw_at(
                one.name,
                _spot(notice),
                notice.quote,
                wrong=f"says no to {_names(left)} in words alone",
                meaning="crawlers that read no sentences take it for silence",
                mend=_lines(left),
            )


def _contradicts(yes: Statement, no: Statement) -> bool:
    if not _is_denial(no) or not yes.purposes & no.purposes:
        return False
    if yes.signal == no.signal:
        return yes.signal not in _SUPERSEDES and yes.document != no.document
    return True


def _contradiction(
    one: PublishedPage | None, against: list[Statement], no: Statement
) -> Flaw:
    """Return the flaw of a refusal; the first place that allows stands for all."""
    yes = against[0]
    here = [each.purposes for each in against if each.place == yes.place]
    names = _names(frozenset[Purpose]().union(*here) & no.purposes)
    return flaw_at(
        _name(one, no),
        _spot(no),
        no.quote,
        wrong=f"refuses {names}, and {_where(yes)} allows it: {yes.quote}",
        meaning="careful crawlers keep to the no, others pick the yes",
        mend=f"the same in both: mend {_where(yes)} or {_where(no)}",
    )


def _statements(published: Published, one: PublishedPage | None) -> list[Statement]:
    """Return what every signal says of a page; None: of the site's root, unseen."""
    visit = _visit(published, one)
    found = (each for signal in all_signals() for each in signal.statements(visit))
    return [each for each in found if each.preference is not Preference.UNKNOWN]


def _visit(published: Published, one: PublishedPage | None) -> Visit:
    def document_at(url: str) -> Document | None:
        return published.tdmrep if url.endswith(PATH) else None

    page = one.page if one is not None else None
    return Visit(
        url=_url(page),
        terms=Terms(READER, frozenset(Purpose), Profile.SPEC),
        now=0.0,
        robots=published.robots,
        robots_document=published.robots_document,
        document_at=document_at,
        page=page,
    )


def _admitted(
    published: Published, one: PublishedPage | None
) -> Iterator[tuple[str, Rule]]:
    """Yield the AI crawlers that a group lets in here by name, and the rule."""
    robots = published.robots
    path = normal_target(target(_url(one.page if one is not None else None)))
    for token in robots.names(token_table()[1]) if robots is not None else ():
        assert robots is not None, "it names somebody"
        rules = robots.rules_naming(token)
        rule = rules.governing(path)
        empty = next((each for each in rules.rules if not each.pattern), None)
        if rule is not None and rule.allow:
            yield token, rule
        elif rule is None and empty is not None:
            yield token, empty


def _url(page: Page | None) -> str:
    return page.url if page is not None else "https://root.invalid/"


def _is_denial(one: Statement) -> bool:
    return one.preference in (Preference.CONDITIONAL, Preference.DISALLOWED)


def _is_proxy(one: Statement) -> bool:
    """Tell whether it is another crawler's rule: one may be in and the next not."""
    return one.signal == "proxy-tokens"


def _names(purposes: frozenset[Purpose]) -> str:
    return ", ".join(purpose.value for purpose in in_order(purposes))


def _lines(purposes: frozenset[Purpose]) -> str:
    """Return what refuses the purposes to machines, a header each."""
    found: dict[str, list[str]] = {}
    for key, value in (LINES[purpose] for purpose in in_order(purposes)):
        found.setdefault(key, []).append(value)
    return " + ".join(f"{key}: {', '.join(values)}" for key, values in found.items())


def _name(one: PublishedPage | None, said: Statement) -> str:
    """Return the document of a statement, a page's by its publisher's name for it."""
    is_page = one is not None and said.document == one.page.url
    return one.name if one is not None and is_page else said.document


def _spot(one: Statement) -> str:
    where = place_of(one)
    return where.removeprefix(one.document).strip()


def _where(one: Statement) -> str:
    where = place_of(one)
    return where if one.place.line is not None else f"the {where}"


CHECKS = (contradictions, admitted_and_refused, notices_in_words_alone)
