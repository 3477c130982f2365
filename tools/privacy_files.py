"""Taking a person out of the Parquet files of campaigns: who was drawn, who was written to, what was rendered."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from tools.contract import BadInput
from tools.data.profile import literal, quoted
from tools.data.workspace import replacing


def clean_parquet(files: Iterable[Path], texts: list[str]) -> int:
    """Rewrite every file without the rows in which some cell is one of `texts`; returns how many changed.

    Cells are compared whole, letter case aside; rendered messages that name the person go with the row's id. Raises
    BadInput for a file that cannot be read or written: an erasure may not pass over it.
    """
    return sum(_clean(file, texts) for file in files)


def _clean(file: Path, texts: list[str]) -> bool:
    name = literal(file)
    try:
        with duckdb.connect() as connection:
            described = connection.execute(f"SELECT * FROM read_parquet('{name}') LIMIT 0").description or []
            cells = [f"lower({quoted(column[0])}) IN (SELECT lower(unnest($texts)))"
                     for column in described if str(column[1]) == "VARCHAR"]  # fmt: skip
            hit = " OR ".join(cells) or "FALSE"
            rows = f"FROM read_parquet('{name}') WHERE coalesce({hit}, FALSE)"
            if not connection.execute(f"SELECT count(*) {rows}", {"texts": texts}).fetchall()[0][0]:
                return False
            kept = f"SELECT * FROM read_parquet('{name}') WHERE NOT coalesce({hit}, FALSE)"
            with replacing(file) as partial:
                connection.execute(f"COPY ({kept}) TO '{literal(partial)}' (FORMAT parquet)", {"texts": texts})
    except (OSError, duckdb.Error) as error:
        raise BadInput(
            f"{file} cannot be cleaned ({str(error).splitlines()[0]}): remove it, then erase again."
        ) from error
    return True
