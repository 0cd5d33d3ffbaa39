"""A table's source for rows that were made already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Rows:
    """Rows that were made already, by key: a source for a table without filters."""

    def __init__(self) -> None:
        self.held: dict[str, dict[str, Any]] = {}

    def keys(self, _text: str, _order: str, _descending: bool, _chip: str) -> list[str]:
        return list(self.held)

    def rows(self, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        return {key: self.held[key] for key in keys if key in self.held}

    def chips(self) -> Sequence[Any]:
        return ()

    def foot(self, _text: str, _chip: str) -> str:
        return ""
