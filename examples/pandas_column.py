"""pandas: which personal data stands in a column, and the column without it; its name is the caption of every cell.

A column of whole numbers in which one is missing is one of broken numbers to pandas (``123456782.0``);
``convert_dtypes`` makes them whole again. Needs ``pip install piiscan pandas``.
"""

from __future__ import annotations

import pandas as pd

import piiscan

CONFIG = piiscan.Config.fast(min_score=0.2)  # what is cut: missing costs more than cutting too much
REDACTOR = piiscan.Redactor(CONFIG)


def entities(column: pd.Series) -> pd.Series:
    """The kinds of personal data in each cell."""
    texts = column.convert_dtypes().astype("string").fillna("")
    found = piiscan.scan_texts(texts, labels=str(column.name))
    return pd.Series([sorted({finding.entity for finding in cell}) for cell in found], column.index)


def redacted(column: pd.Series) -> pd.Series:
    """The column with what is found in a cell replaced."""
    texts = column.convert_dtypes().astype("string").fillna("")
    found = piiscan.scan_texts(texts, labels=str(column.name), config=CONFIG)
    pairs = zip(texts, found, strict=True)
    cells = [REDACTOR.redact_text(text, values=[f.value for f in cell]).text for text, cell in pairs]
    return pd.Series(cells, column.index, name=column.name)


if __name__ == "__main__":
    table = pd.DataFrame({"bsn": [123456782, None], "opmerking": ["mail jan@voorbeeld.nl", "geen"]})
    print(table.apply(entities), table.apply(redacted), sep="\n\n")  # noqa: T201
