"""What does a provider have to tell of crawled data? The inputs, as JSON.

Regulation (EU) 2024/1689 article 53(1)(d) and the Commission's template of 24 July
2025, section 2.3 (data crawled and scraped) and 3.1 (reservations of rights).
https://digital-strategy.ec.europa.eu/en/library/explanatory-notice-and-template-public-summary-training-content-general-purpose-ai-models
"""

from collections import Counter
from collections.abc import Iterable

from newscrawler import __version__
from newscrawler.policy import Verdict
from newscrawler.policy.record import Value, iso_time
from newscrawler.report.export import REPEATED
from newscrawler.report.export_facts import Facts
from newscrawler.storage.counting import Tally

TOP_SHARE = 10
"""One in so many domains, those with the most content, has to be named: the template."""


def training_summary(
    facts: Facts, tallies: Iterable[Tally], agent: str, contact: str | None
) -> dict[str, Value]:
    """Return the inputs; ``tallies``: what was decided of all that was asked for."""
    honoured = Counter[str]()
    for one in tallies:
        if one.verdict is Verdict.REFUSE and one.deciding is not None:
            honoured[one.deciding] += one.count
    domains: list[Value] = [
        {"domain": name, "articles": one.articles, "characters": one.characters}
        for name, one in facts.by_size()
    ]
    refused = Counter(facts.left_out)
    del refused[REPEATED]  # a copy: nobody opted out
    named = -(-len(domains) // TOP_SHARE)
    return {
        "crawler": {
            "name": "newscrawler",
            "version": __version__,
            "productToken": agent,
            "contact": contact,
            "behaviour": "hears robots.txt and every published reservation before"
            " it fetches, and keeps nothing that it was not allowed",
        },
        "period": {"from": _time(facts.first_kept), "to": _time(facts.last_kept)},
        "exportedAt": iso_time(facts.at),
        "purposes": [facts.purpose.value],
        "modalities": ["text"],
        "size": {"articles": facts.items, "characters": facts.characters},
        "languages": dict[str, Value](facts.languages.most_common()),
        "domains": domains,
        "topDomains": [
            one["domain"] for one in domains[:named] if isinstance(one, dict)
        ],
        "licensed": dict[str, Value](facts.permissions.most_common()),
        "optOuts": {
            "refusedWhileCrawling": dict[str, Value](honoured.most_common()),
            "leftOutOfExport": dict[str, Value](refused.most_common()),
        },
    }


def _time(seconds: float | None) -> str | None:
    return None if seconds is None else iso_time(seconds)
