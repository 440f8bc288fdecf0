"""How does a log read that machines read? One JSON object a line: NEWSCRAWLER_LOG_JSON.

In the place of Scrapy's own log handler, from the first line on, by the same settings:
LOG_FILE, LOG_FILE_APPEND, LOG_ENCODING, LOG_LEVEL, LOG_ENABLED.
"""

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from scrapy.settings import BaseSettings

from newscrawler.configuring.withheld import Secrets
from newscrawler.policy import Decision
from newscrawler.policy.record import Value
from newscrawler.report.outcome import Reason
from newscrawler.watching.safe_log import is_heard

NAME = "NEWSCRAWLER_LOG_JSON"

NONE = Secrets()

_installed: logging.Handler | None = None

logger = logging.getLogger("newscrawler.summary")


def is_json(settings: BaseSettings) -> bool:
    """Tell whether logs are JSON; ValueError where the switch is neither on nor off."""
    try:
        return settings.getbool(NAME)
    except ValueError:
        raise ValueError(
            f"{NAME}: {settings[NAME]!r} is neither True nor False"
        ) from None


def install(settings: BaseSettings) -> None:
    """Take over Scrapy's log if the settings ask for it; else let go of it."""
    global _installed  # noqa: PLW0603  the root logger is the process's, and so is this
    if _installed is not None:
        logging.root.removeHandler(_installed)
        _installed.close()
        _installed = None
    if not is_json(settings) or not settings.getbool("LOG_ENABLED"):
        return
    _installed = _handler(settings)
    logging.root.addHandler(_installed)
    settings.set("LOG_ENABLED", False, "cmdline")  # Scrapy's own would be a second one


def _handler(settings: BaseSettings) -> logging.Handler:
    file = settings["LOG_FILE"]
    handler: logging.Handler = logging.StreamHandler()
    if file:
        mode = "a" if settings.getbool("LOG_FILE_APPEND") else "w"
        handler = logging.FileHandler(file, mode, settings["LOG_ENCODING"])
    handler.setFormatter(JsonFormatter(Secrets.of(settings)))
    least = logging.getLevelName(settings["LOG_LEVEL"])
    level = least if isinstance(least, int) else int(settings["LOG_LEVEL"])
    handler.setLevel(level)
    return handler


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON, without secrets.

    Nothing in it is obeyed by a terminal: all but printable ASCII is escaped.
    """

    def __init__(self, secrets: Secrets = NONE) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told: dict[str, Value] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(_sound(told, self._secrets)).replace("\x7f", "\\u007f")


def _sound(value: Value, secrets: Secrets) -> Value:
    """Return JSON without secrets, however deep they are in it."""
    if isinstance(value, str):
        return secrets.without(value)
    if isinstance(value, list):
        return [_sound(one, secrets) for one in value]
    if isinstance(value, dict):
        return {name: _sound(one, secrets) for name, one in value.items()}
    return value


def log_decision(log: logging.Logger, decision: Decision, why: Reason | None) -> None:
    """Say what was decided; what allows, only where somebody listens for it."""
    if why is None and not is_heard(log, logging.DEBUG):
        return
    told = {
        "url": decision.url,
        "verdict": decision.verdict.value,
        "signal": why.signal if why is not None else None,
        "source": decision.source,
    }
    what = why.outcome.value if why is not None else decision.verdict.value
    words = why.words if why is not None else "nothing forbids it"
    log.debug("%s %s: %s", what, decision.url, words, extra={"told": told})


def log_summary(summary: Mapping[str, Value]) -> None:
    """Write the summary of a crawl, whatever the log's level is."""
    if _installed is not None:
        of = (logging.INFO, __file__, 0, "summary", (), None)
        record = logger.makeRecord(
            logger.name, *of, extra={"told": {"summary": summary}}
        )
        _installed.handle(record)  # not by the logger: it asks for the level
