"""The rows of the 花名册 tab: which children, in which order, how many of what status."""

from __future__ import annotations

from dataclasses import dataclass

from kongchuo_desktop.store.models import proxy
from kongchuo_desktop.store.students import scoped

ORDERS = {
    "name": "s.sort",
    "sex": "s.sex",
    "birth": "s.birth",
    "village": "s.village",
    "status": "s.status",
    "tags": "s.tags",
}
GROUPS = {
    "all": "1",
    "left_behind": "instr(f.tags, ' left_behind')",
    "boarding": "f.student IN (SELECT id FROM student WHERE boarding = 1)",
}


@dataclass(frozen=True, slots=True)
class RosterList:
    """The rows of the 花名册 tab: the narrow search table alone finds and orders them."""

    scope: frozenset[str] | None

    def keys(self, text: str, order: str, descending: bool, chip: str) -> list[str]:
        where, values = self._where(text, chip)
        direction = "DESC" if descending else "ASC"
        if order in ORDERS:
            sql = (
                "SELECT f.student FROM search f JOIN student s ON s.id = f.student"
                f" WHERE {where} ORDER BY {ORDERS[order]} {direction}, f.rank"
            )
        else:
            direction = direction if order == "class" else "ASC"
            sql = f"SELECT f.student FROM search f WHERE {where} ORDER BY f.rank {direction}"
        return [row[0] for row in proxy.connection().execute(sql, values)]

    def counts(self) -> dict[str, int]:
        """Children of each class, and of each group."""
        where, values = self._where("", "all")
        rows = proxy.connection().execute(
            f"SELECT f.class, count(*) FROM search f WHERE {where} GROUP BY f.class", values
        )
        found = dict(rows)
        for group in GROUPS:
            where, values = self._where("", group)
            found[group] = (
                proxy.connection()
                .execute(f"SELECT count(*) FROM search f WHERE {where}", values)
                .fetchone()[0]
            )
        return found

    def by_status(self, text: str, chip: str) -> dict[str, int]:
        where, values = self._where(text, chip)
        rows = proxy.connection().execute(
            f"SELECT f.status, count(*) FROM search f WHERE {where} GROUP BY f.status", values
        )
        return dict(rows)

    def _where(self, text: str, chip: str) -> tuple[str, list[str]]:
        where, values = scoped("f.class", self.scope)
        if text:
            where += " AND instr(f.text, ?)"
            values = [*values, text]
        if chip in GROUPS:
            where += f" AND {GROUPS[chip]}"
        elif chip:
            where += " AND f.class = ?"
            values = [*values, chip]
        return where, values
