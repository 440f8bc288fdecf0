"""How is a source written, so that our own reader reads it back?"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from newscrawler.sources.forms import UNITS
from newscrawler.sources.problem import printable
from newscrawler.sources.source import EVERY, Source

_LISTS = ("feeds", "sitemaps", "sections")


@dataclass(frozen=True, slots=True)
class Remarks:
    """What stands beside a source for a person.

    ``why`` says of a URL how it was found; ``also`` are URLs, by key, that are written
    as comments, for a person to take in.
    """

    why: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def source_toml(source: Source, remarks: Remarks | None = None) -> str:
    """Return a source in TOML, without its permissions and readings.

    Those are evidence that a person files; what a program writes is no permission.
    """
    said = remarks or Remarks()
    lines = [
        *_pair("id", source.id),
        *_pair("name", source.name),
        *_pair("home", source.home),
        f"domains = {_array(source.domains)}",
    ]
    if source.languages:
        lines.append(f"languages = {_array(source.languages)}")
    lines += _pair("timezone", source.timezone)
    for key in _LISTS:
        lines += _urls(key, getattr(source, key), said)
    lines += [*_pair("owner", source.owner), *_pair("agency", source.agency)]
    return "\n".join((*lines, *_times(source), *_select(source))) + "\n"


def _times(source: Source) -> Iterator[str]:
    if source.delay is not None:
        yield f"delay = {source.delay!r}"
    if source.every != EVERY:
        yield f"every = {_text(duration(source.every))}"
    if source.retention is not None:
        yield f"retention = {_text(duration(source.retention))}"


def _select(source: Source) -> Iterator[str]:
    if source.select:
        yield "[select]"
    yield from (f"{key} = {_text(css)}" for key, css in source.select.items())


def duration(seconds: float) -> str:
    """Return seconds as a number and the largest unit that divides them.

    >>> duration(1800.0), duration(730 * 86400.0), duration(90.5)
    ('30 min', '2 year', '90.5 s')
    """
    units = {one: UNITS[one] for one in ("year", "week", "day", "h", "min")}
    for name, length in units.items():
        if seconds >= length and seconds % length == 0:
            return f"{seconds / length:.0f} {name}"
    return f"{seconds:.3f}".rstrip("0").rstrip(".") + " s"


def _pair(key: str, value: str | None) -> list[str]:
    return [] if value is None else [f"{key} = {_text(value)}"]


def _urls(key: str, urls: tuple[str, ...], said: Remarks) -> list[str]:
    also = said.also.get(key, ())
    if not urls and not also:
        return []
    lines = [f"    {_text(url)},{_remark(said, url)}" for url in urls]
    lines += [f"    # {_text(url)},{_remark(said, url)}" for url in also]
    return [f"{key} = [", *lines, "]"]


def _remark(said: Remarks, url: str) -> str:
    return f"  # {printable(said.why[url])}" if url in said.why else ""


def _array(texts: Iterable[str]) -> str:
    return f"[{', '.join(_text(one) for one in texts)}]"


def _text(text: str) -> str:
    # JSON's strings are TOML's basic strings, but for DEL, which TOML wants escaped
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
