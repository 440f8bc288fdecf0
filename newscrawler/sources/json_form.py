"""What do a source, a concern and a problem look like as JSON?"""

from newscrawler.policy.permission import Permission, Reading
from newscrawler.purpose import in_order
from newscrawler.sources.problem import Problem
from newscrawler.sources.source import Source
from newscrawler.sources.standing import Concern


def source_json(source: Source) -> dict[str, object]:
    """Return a source with its permissions; durations are in seconds."""
    return {
        "id": source.id,
        "name": source.name,
        "home": source.home,
        "domains": source.domains,
        "languages": source.languages,
        "timezone": source.timezone,
        "feeds": source.feeds,
        "sitemaps": source.sitemaps,
        "sections": source.sections,
        "owner": source.owner,
        "agency": source.agency,
        "delay": source.delay,
        "every": source.every,
        "retention": source.retention,
        "select": source.select,
        "permissions": [_permission_json(one) for one in source.permissions],
        "readings": [_reading_json(one) for one in source.readings],
    }


def _permission_json(permission: Permission) -> dict[str, object]:
    return {
        "id": permission.id,
        "grantor": permission.grantor,
        "contact": permission.contact,
        "scope": permission.scope,
        "purposes": [one.value for one in in_order(permission.purposes)],
        "valid_from": permission.valid_from.isoformat(),
        "valid_until": permission.valid_until.isoformat(),
        "document": permission.document,
        "sha256": permission.sha256,
        "problem": permission.problem,
    }


def _reading_json(reading: Reading) -> dict[str, object]:
    return {
        "quote_sha256": reading.quote_sha256,
        "reason": reading.reason,
        "who": reading.who,
        "until": reading.until.isoformat(),
    }


def concern_json(concern: Concern) -> dict[str, object]:
    """Return a permission or reading that a person should look at."""
    return {
        "source": concern.source,
        "kind": concern.kind,
        "id": concern.id,
        "standing": concern.standing.value,
        "reason": concern.reason,
    }


def problem_json(problem: Problem) -> dict[str, object]:
    """Return a mistake in the registry; ``line`` is null where the file is meant."""
    return {
        "file": problem.file,
        "line": problem.line,
        "key": problem.key,
        "problem": problem.what,
    }
