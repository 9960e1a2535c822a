"""Spark: a frame without the personal data in its text columns, worked out where its partitions are.

Needs ``pip install piiscan pyspark pandas pyarrow`` on every executor::

    clean = frame.mapInPandas(redacted, schema=frame.schema)

The function itself needs pandas alone.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd


def redacted(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Each frame of a partition with what is found in its texts replaced.

    Columns of numbers stay as they are, since no text fits there: cast one that holds personal data to text first.
    """
    import piiscan  # here, so that the function can be sent to an executor

    config = piiscan.Config.fast(min_score=0.2)
    redactor = piiscan.Redactor(config)
    for frame in frames:
        clean = frame.copy()
        for name in frame.columns:
            texts = frame[name][[isinstance(value, str) for value in frame[name]]]
            found = piiscan.scan_texts(texts, labels=str(name), config=config)
            pairs = zip(texts, found, strict=True)
            clean.loc[texts.index, name] = [
                redactor.redact_text(text, values=[f.value for f in cell]).text for text, cell in pairs
            ]
        yield clean


if __name__ == "__main__":
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.getOrCreate()
    table = spark.createDataFrame([("123456782", "mail jan@voorbeeld.nl"), ("111222333", None)], ["bsn", "opmerking"])
    table.mapInPandas(redacted, schema=table.schema).show(truncate=False)
