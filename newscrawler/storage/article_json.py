"""How is an article written down? As JSON that reads back equal.

Read off the types in ``items``, so that a new field there is stored without a word
here. What the page does not say is left out.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import TypeAlias, TypeVar, get_args, get_origin, get_type_hints

from newscrawler.items import Article
from newscrawler.policy.record import Value

T = TypeVar("T")
Reader: TypeAlias = Callable[[Value], object]


def article_record(article: Article) -> dict[str, Value]:
    """Return an article as a JSON object under schema.org's names."""
    return _object(article)


def read_article(record: Mapping[str, Value]) -> Article:
    """Return the article of a record; ValueError where the record is not one."""
    return _built(Article, record)


def _object(item: object) -> dict[str, Value]:
    kind: Callable[..., object] = type(item)
    names, values_of = _fields(kind)
    return {
        name: value if type(value) is str else _value(value)
        for name, value in zip(names, values_of(item), strict=True)
        if value is not None
    }


@cache
def _fields(
    kind: Callable[..., object],
) -> tuple[tuple[str, ...], Callable[[object], Iterable[object]]]:
    """Return the names of an item's fields, and what gets them all at once."""
    if not is_dataclass(kind):
        raise TypeError(f"{kind!r} is no item")
    names = tuple(one.name for one in fields(kind))
    if len(names) > 1:
        return names, attrgetter(*names)
    return names, lambda item: [getattr(item, name) for name in names]


def _value(value: object) -> Value:
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, tuple | list):
        return [_value(one) for one in value]
    if isinstance(value, Mapping):
        return {str(key): _value(one) for key, one in value.items()}
    return _object(value)


def _built(kind: Callable[..., T], record: Mapping[str, Value]) -> T:
    readers, required = _field_readers(kind), _required(kind)
    if unknown := record.keys() - readers.keys():
        raise ValueError(f"{min(unknown)!r} is no field of an article")
    said = dict.fromkeys(required) | dict(record)
    return kind(**{name: readers[name](value) for name, value in said.items()})


@cache
def _field_readers(kind: Callable[..., object]) -> dict[str, Reader]:
    return {name: _reader(hint) for name, hint in get_type_hints(kind).items()}


@cache
def _required(kind: object) -> tuple[str, ...]:
    """Return the fields that have no default: left out, they were None."""
    assert is_dataclass(kind)
    return tuple(
        one.name
        for one in fields(kind)
        if one.default is MISSING and one.default_factory is MISSING
    )


def _reader(hint: object) -> Reader:
    """Return what reads a value of a type: those that items are made of."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is UnionType:
        (said,) = (one for one in inner if one is not NoneType)
        return _optional_reader(_reader(said))
    if origin is tuple:
        return _tuple_reader(_reader(inner[0]))
    if origin is Mapping:
        return _mapping_reader(_reader(inner[1]))
    if not isinstance(hint, type):
        raise TypeError(f"{hint} is no type of an item's field")
    if is_dataclass(hint):
        return _item_reader(hint)
    return hint if issubclass(hint, Enum) else _scalar_reader(hint)


def _optional_reader(inner: Reader) -> Reader:
    return lambda value: None if value is None else inner(value)


def _tuple_reader(inner: Reader) -> Reader:
    def read(value: Value) -> object:
        if not isinstance(value, list):
            raise ValueError(f"{value!r} is no list")
        return tuple(map(inner, value))

    return read


def _mapping_reader(inner: Reader) -> Reader:
    def read(value: Value) -> object:
        return {key: inner(one) for key, one in _mapping(value).items()}

    return read


def _item_reader(kind: Callable[..., object]) -> Reader:
    def read(value: Value) -> object:
        return _built(kind, _mapping(value))

    return read


def _scalar_reader(kind: type) -> Reader:
    def read(value: Value) -> object:
        if kind is float and type(value) is int:
            return float(value)  # RFC 8785 writes 1.0 as 1
        if type(value) is not kind:
            raise ValueError(f"{value!r} is no {kind.__name__}")
        return value

    return read


def _mapping(value: Value) -> Mapping[str, Value]:
    if not isinstance(value, dict):
        raise ValueError(f"{value!r} is no object")
    return value
