"""Who is the operator, as pages for people tell it? From the settings and the registry."""

from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version

from scrapy.settings import BaseSettings

from newscrawler.configuring.configuration import Configuration
from newscrawler.configuring.weakening import PROJECT
from newscrawler.downloading.identity import chosen_user_agent, full_user_agent
from newscrawler.purpose import UNDECLARED, in_order
from newscrawler.report.blocks import State
from newscrawler.report.view import About, Grant
from newscrawler.sources import Registry
from newscrawler.sources.standing import Standing, permission_standing

_STATES = {
    Standing.VALID: State.GOOD,
    Standing.ENDING: State.WAIT,
    Standing.FUTURE: State.NONE,
    Standing.EXPIRED: State.BAD,
    Standing.UNPROVEN: State.BAD,
}


def about(settings: BaseSettings, found: Configuration, now: float) -> About:
    """Return what pages say of the operator; ``now``: epoch seconds."""
    registry = found.registry or Registry()
    return About(
        agent=found.agent,
        user_agent=full_user_agent(settings, chosen_user_agent(settings, PROJECT)),
        contact=found.contact,
        purposes=in_order(found.purposes or UNDECLARED),
        declared=found.purposes is not None,
        profile=found.profile.value,
        when_silent=found.when_silent.value,
        scrapy=version("scrapy"),
        grants=tuple(_grants(registry, now)),
        objections=found.objections,
        names={one.id: one.name for one in registry.sources},
    )


def _grants(registry: Registry, now: float) -> Iterator[Grant]:
    today = datetime.fromtimestamp(now, UTC).date()
    for source in registry.sources:
        for one in source.permissions:
            standing = permission_standing(one, today)
            yield Grant(source.id, one, standing.value, _STATES[standing])
