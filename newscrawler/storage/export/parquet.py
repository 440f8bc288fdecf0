"""How do rows become Parquet? Typed columns, a row group for some megabytes of them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from newscrawler.policy.record import Value
from newscrawler.storage.errors import StoreError
from newscrawler.storage.export.columns import COLUMNS, USES, Row, Type

if TYPE_CHECKING:  # an extra, and slow to load
    from pyarrow import Array, DataType, RecordBatch

GROUP = 8 * 2**20
"""Bytes held in memory, as Arrow has them, until they are a row group: our choice.

What a file's foot says of each group is held too, to the end: of 2,000 rows, a million
articles took 40 MiB of it.
"""

REPEATED = (
    *("inLanguage", "articleSection", "publisher", "copyrightHolder", "copyrightYear"),
    *("license", "agency", "permission", "purpose", "source", "heardAt"),
)
"""Columns whose values come again and again: to look for that in others costs most."""

SOUGHT = ("inLanguage", "source", "datePublished", "dateModified", "keptAt")
"""Columns of which a row group says the least and the most: what a reader skips by."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


class ParquetRows:
    """A Parquet file, compressed by Zstandard; StoreError without pyarrow."""

    def __init__(self, file: Path) -> None:
        try:
            import pyarrow as pa  # noqa: PLC0415  an extra, and slow to load
            import pyarrow.parquet as pq  # noqa: PLC0415
        except ImportError as error:
            words = "pyarrow is not installed; pip install 'newscrawler[parquet]'"
            raise StoreError(words) from error
        self._text = text = pa.string()
        types = {
            Type.TEXT: text,
            Type.TEXTS: pa.list_(text),
            Type.NUMBER: pa.int64(),
            Type.TRUTH: pa.bool_(),
            Type.TIME: pa.timestamp("ms", tz="UTC"),
            Type.USAGE: pa.struct([(use, text) for use in USES]),
            Type.JSON: text,
        }
        self._schema = pa.schema([(name, types[of]) for name, of in COLUMNS.items()])
        self._batch = pa.RecordBatch.from_arrays
        self._table = pa.Table.from_batches
        self._array = pa.array
        self._nulls = pa.nulls
        self._unreadable = pa.ArrowException
        self._writer = pq.ParquetWriter(
            file,
            self._schema,
            compression="zstd",
            use_dictionary=list(REPEATED),
            write_statistics=list(SOUGHT),
        )
        self._waiting: list[RecordBatch] = []
        self._size = 0

    def write(self, rows: Sequence[Row]) -> None:
        """Take some rows; they are written a group at a time."""
        if not rows:
            return
        batch = self._batch(self._columns(rows), schema=self._schema)
        self._waiting.append(batch)
        self._size += batch.nbytes
        if self._size >= GROUP:
            self._write_group()

    def close(self) -> None:
        """Write what waits, and the file's foot."""
        if self._waiting:
            self._write_group()
        self._writer.close()

    def _write_group(self) -> None:
        self._writer.write_table(self._table(self._waiting, schema=self._schema))
        self._waiting, self._size = [], 0

    def _columns(self, rows: Sequence[Row]) -> "list[Array]":
        arrays = []
        present = set[str]().union(*rows)  # most columns are empty, for rows on end
        for column in self._schema:
            name = column.name
            if name not in present:
                arrays.append(self._nulls(len(rows), column.type))
                continue
            values = _values(rows, name)
            arrays.append(self._cells(values, COLUMNS[name], column.type))
        return arrays

    def _cells(self, values: list[Value], of: Type, kind: "DataType") -> "Array":
        """Return a column; times that Arrow reads are those that ``moment`` does."""
        if of is Type.TIME:
            try:
                return self._array(values, type=self._text).cast(kind)
            except self._unreadable:
                return self._array(list(map(moment, values)), type=kind)
        if of is Type.JSON:
            return self._array(list(map(_json, values)), type=kind)
        return self._array(values, type=kind)


def _values(rows: Sequence[Row], name: str) -> list[Value]:
    try:
        return list(map(itemgetter(name), rows))
    except KeyError:
        return [row.get(name) for row in rows]


def _json(value: Value) -> str | None:
    return None if value is None else orjson.dumps(value).decode()


def moment(value: Value) -> int | None:
    """Return a time of an article in epoch milliseconds, None where it is no time.

    In UTC if it does not say.
    """
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(str(value))
        aware = found if found.tzinfo else found.replace(tzinfo=UTC)
        return (aware - _EPOCH) // _MILLISECOND
    except (ValueError, OverflowError):
        return None
