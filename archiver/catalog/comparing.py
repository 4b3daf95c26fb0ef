"""Compare two catalogues row by row."""

from sqlalchemy import Connection, select

from archiver.catalog.tables import METADATA


def differences(one: Connection, other: Connection) -> dict[str, tuple[int, int]]:
    """Give, for each table that differs, how many rows only the one and only the other holds."""
    found = {}
    for table in METADATA.sorted_tables:
        rows, others = (
            {tuple(row) for row in connection.execute(select(table))} for connection in (one, other)
        )
        if rows != others:
            found[table.name] = (len(rows - others), len(others - rows))
    return found
