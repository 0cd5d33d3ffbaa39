"""What one operation touched: told to every listener after it is safely on disk."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Changes:
    """`tables` are words of the domain ("leave"), not names of SQL tables; `op` its number."""

    op: int
    label: str
    tables: frozenset[str]
