"""DuckDB: ``redact(value, 'caption')`` in SQL.

Needs ``pip install piiscan duckdb``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import piiscan

if TYPE_CHECKING:
    import duckdb

CONFIG = piiscan.Config.fast(min_score=0.2)  # what is cut: missing costs more than cutting too much
REDACTOR = piiscan.Redactor(CONFIG)


def redact(text: str, caption: str) -> str:
    """A value with the personal data in it replaced; the caption is what it stands under."""
    found = piiscan.scan_text(text, label=caption, config=CONFIG)
    return REDACTOR.redact_text(text, values=[finding.value for finding in found]).text


def connect(path: str = ":memory:") -> duckdb.DuckDBPyConnection:
    """A connection that knows the function; NULL stays NULL."""
    import duckdb

    connection = duckdb.connect(path)
    connection.create_function("redact", redact, ["VARCHAR", "VARCHAR"], "VARCHAR")
    return connection


if __name__ == "__main__":
    table = "(VALUES ('123456782', 'mail jan@voorbeeld.nl'), ('111222333', NULL)) AS klanten(bsn, opmerking)"
    query = f"SELECT redact(bsn, 'bsn') AS bsn, redact(opmerking, 'opmerking') AS opmerking FROM {table}"  # noqa: S608
    print(connect().sql(query))  # noqa: T201
