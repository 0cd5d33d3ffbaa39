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

    def found(
        self, text: str, order: str, descending: bool, chip: str
    ) -> tuple[list[str], dict[str, int]]:
        """The ids of the children that match, in order, and how many have each status."""
        where, values = self._where(text, chip)
        direction = "DESC" if descending else "ASC"
        sql = "SELECT f.student, f.status FROM search f"
        if order in ORDERS:
            sql += (
                f" JOIN student s ON s.id = f.student WHERE {where}"
                f" ORDER BY {ORDERS[order]} {direction}, f.rank"
            )
        else:
            direction = direction if order == "class" else "ASC"
            sql += f" WHERE {where} ORDER BY f.rank {direction}"
        ids: list[str] = []
        statuses: dict[str, int] = {}
        for id_, status in proxy.connection().execute(sql, values):
            ids.append(id_)
            statuses[status] = statuses.get(status, 0) + 1
        return ids, statuses

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
