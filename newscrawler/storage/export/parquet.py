"""How do rows become Parquet? Typed columns, a row group for some thousand rows."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from newscrawler.policy.record import Value
from newscrawler.storage.errors import StoreError
from newscrawler.storage.export.columns import COLUMNS, USES, Row, Type

GROUP = 2000
"""Rows held in memory until they are a row group: our choice, some 10 MB."""

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
            raise StoreError(f"{file}: {words}") from error
        text = pa.string()
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
        self._array = pa.array
        self._nulls = pa.nulls
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[Row] = []

    def write(self, rows: Sequence[Row]) -> None:
        """Take some rows; they are written a group at a time."""
        self._rows += rows
        if len(self._rows) >= GROUP:
            self._write_group()

    def close(self) -> None:
        """Write what waits, and the file's foot."""
        if self._rows:
            self._write_group()
        self._writer.close()

    def _write_group(self) -> None:
        rows, arrays = self._rows, []
        present = set[str]().union(*rows)  # most columns are empty, for rows on end
        for column in self._schema:
            name = column.name
            if name not in present:
                arrays.append(self._nulls(len(rows), column.type))
                continue
            values = [row.get(name) for row in rows]
            convert = _CONVERT.get(COLUMNS[name])
            cells = list(map(convert, values)) if convert is not None else values
            arrays.append(self._array(cells, type=column.type))
        self._writer.write_batch(self._batch(arrays, schema=self._schema))
        self._rows = []


def _json(value: Value) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


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


_CONVERT: dict[Type, Callable[[Value], object]] = {Type.JSON: _json, Type.TIME: moment}
