"""How do rows become Parquet? Typed columns, a row group for some thousand rows."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from newscrawler.policy.record import Value
from newscrawler.storage.errors import StoreError
from newscrawler.storage.export.columns import COLUMNS, USES, Row, Type

GROUP = 2000
"""Rows held in memory until they are a row group: our choice, some 10 MB."""


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
        arrays = []
        for column in self._schema:
            convert = _CONVERT.get(COLUMNS[column.name], _same)
            values = (row.get(column.name) for row in self._rows)
            cells = [None if one is None else convert(one) for one in values]
            arrays.append(self._array(cells, type=column.type))
        self._writer.write_batch(self._batch(arrays, schema=self._schema))
        self._rows = []


def _same(value: Value) -> Value:
    return value


def _json(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False)


def moment(value: Value) -> datetime | None:
    """Return a time of an article, None where it is no time; UTC if it does not say."""
    try:
        found = datetime.fromisoformat(str(value))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


_CONVERT: dict[Type, Callable[[Value], object]] = {Type.JSON: _json, Type.TIME: moment}
