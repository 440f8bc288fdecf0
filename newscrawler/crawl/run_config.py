"""By which settings did a crawl decide? As its run in the ledger tells it."""

from newscrawler.configuring.configuration import Configuration
from newscrawler.policy import Purpose
from newscrawler.policy.proxy import proxy_value
from newscrawler.policy.record import Value, operator_record


def run_config(found: Configuration) -> dict[str, Value]:
    """Return the configuration as the run's record has it."""
    terms = found.gate().terms
    return {
        "agent": terms.agent,
        "contact": found.contact,
        "purposes": [one.value for one in Purpose if one in terms.purposes],
        "purposes_declared": found.purposes is not None,
        "profile": terms.profile.value,
        "when_silent": terms.when_silent.value,
        "meets": list[Value](sorted(terms.meets)),
        "proxy": proxy_value(terms.proxy),
        "operator": operator_record(terms.operator),
        "fixtures": found.fixtures is not None,
        "image_metadata": found.image_metadata,
        "warc": found.warc is not None,
    }
