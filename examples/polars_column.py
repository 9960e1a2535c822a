"""polars: which personal data stands in a column, and the column without it; its name is the caption of every cell.

Needs ``pip install piiscan polars``.
"""

from __future__ import annotations

import polars as pl

import piiscan

CONFIG = piiscan.Config.fast(min_score=0.2)  # what is cut: missing costs more than cutting too much
REDACTOR = piiscan.Redactor(CONFIG)


def entities(column: pl.Series) -> pl.Series:
    """The kinds of personal data in each cell."""
    texts = column.cast(pl.String).fill_null("")
    found = piiscan.scan_texts(texts, labels=column.name)
    return pl.Series(column.name, [sorted({finding.entity for finding in cell}) for cell in found], pl.List(pl.String))


def redacted(column: pl.Series) -> pl.Series:
    """The column with what is found in a cell replaced."""
    texts = column.cast(pl.String).fill_null("")
    found = piiscan.scan_texts(texts, labels=column.name, config=CONFIG)
    pairs = zip(texts, found, strict=True)
    cells = [REDACTOR.redact_text(text, values=[f.value for f in cell]).text for text, cell in pairs]
    return pl.Series(column.name, cells, pl.String)


if __name__ == "__main__":
    table = pl.DataFrame({"bsn": [123456782, None], "opmerking": ["mail jan@voorbeeld.nl", "geen"]})
    print(table.select(pl.all().map_batches(entities)), table.select(pl.all().map_batches(redacted)))  # noqa: T201
