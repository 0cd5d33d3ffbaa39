"""The screen's half of the store, written once: keys in order and pages of rows for a tab."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kongchuo_desktop.store.models import proxy
from kongchuo_desktop.store.students import scoped


@dataclass(frozen=True, slots=True)
class ChipQuery:
    """A filter the user may choose: its words, and the condition in SQL with its values."""

    key: str
    label: str
    where: str
    values: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class ChipCount:
    """A filter with the number of records behind it."""

    key: str
    label: str
    count: int


class RecordList:
    """Records of one table, each about one child, within the classes a person may see.

    `columns` maps the key of a column to SQL over r (record), s (child), c (class), f (search);
    a list is ordered by `orders[key]` where given, else by the column itself.
    """

    joins = "JOIN student s ON s.id = r.student JOIN class c ON c.id = s.class"
    whose = "s.class"
    """The class by which it is decided who may see a record."""

    def __init__(
        self,
        table: str,
        columns: Mapping[str, str],
        *,
        order: str,
        orders: Mapping[str, str] | None = None,
        chips: Sequence[ChipQuery] = (),
        search: str = "f.text",
    ) -> None:
        self._table = table
        self._columns = columns
        self._orders = {**columns, **(orders or {})}
        self._order = order
        self._chips = {chip.key: chip for chip in chips}
        self._search = search

    def keys(
        self, scope: frozenset[str] | None, text: str, order: str, descending: bool, chip: str
    ) -> list[str]:
        where, values = self._where(scope, text, chip)
        direction = "DESC" if descending else "ASC"
        by = self._orders.get(order)
        first = f"{by} {direction}, " if by else ""
        sql = f"SELECT r.id {self._from()} WHERE {where} ORDER BY {first}{self._order}"
        return [row[0] for row in proxy.connection().execute(sql, values)]

    def rows(self, scope: frozenset[str] | None, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        if not keys:
            return {}
        names = list(self._columns)
        chosen = ", ".join(["r.id", *self._columns.values()])
        marks = ", ".join("?" * len(keys))
        where, values = scoped(self.whose, scope)
        sql = f"SELECT {chosen} {self._from()} WHERE r.id IN ({marks}) AND {where}"
        return {
            row[0]: dict(zip(names, row[1:], strict=True))
            for row in proxy.connection().execute(sql, [*keys, *values])
        }

    def count(self, scope: frozenset[str] | None, text: str, chip: str) -> int:
        where, values = self._where(scope, text, chip)
        row = (
            proxy.connection()
            .execute(f"SELECT count(*) {self._from()} WHERE {where}", values)
            .fetchone()
        )
        return int(row[0])

    def chips(self, scope: frozenset[str] | None) -> list[ChipCount]:
        return [
            ChipCount(chip.key, chip.label, self.count(scope, "", chip.key))
            for chip in self._chips.values()
        ]

    def _from(self) -> str:
        return f"FROM {self._table} r {self.joins} JOIN search f ON f.student = s.id"

    def _where(self, scope: frozenset[str] | None, text: str, chip: str) -> tuple[str, list[Any]]:
        where, values = scoped(self.whose, scope)
        parts, all_values = [where], list[Any](values)
        if text:
            parts.append(f"instr(lower(replace({self._search}, ' ', '')), ?)")
            all_values.append(text)
        if chip in self._chips:
            parts.append(f"({self._chips[chip].where})")
            all_values.extend(self._chips[chip].values)
        return " AND ".join(parts), all_values
