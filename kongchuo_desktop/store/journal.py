"""One changeset for each operation, recorded by SQLite's session extension: undo, redo, history.

Nothing can forget to journal, and there is no diff logic of ours (docs/decisions/001-journal.md).
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

import apsw

from kongchuo_desktop.domain.errors import Refused

KEPT_OUT = frozenset({"op", "paper_copy", "visit_picture", "draft", "sent", "heading"})


@dataclass(frozen=True, slots=True)
class Op:
    """An entry: what was done, when, by whom; `undoes` is the operation it took back."""

    id: int
    label: str
    at: datetime
    who: str
    undoes: int | None


class Recorder:
    """Listens to one operation on one connection; `close()` writes the entry."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._session = apsw.Session(connection, "main")
        self._tables: set[str] = set()
        self._session.table_filter(self._wanted)
        self._session.attach()
        row = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM op").fetchone()
        self.op = int(row[0])

    def _wanted(self, table: str) -> bool:
        """Asked by SQLite when a table is first written to in this operation."""
        if table in KEPT_OUT:
            return False
        self._tables.add(table)
        return True

    @property
    def tables(self) -> frozenset[str]:
        """The SQL tables written to so far."""
        return frozenset(self._tables)

    def finish(self, label: str, at: datetime, who: str, **more: Any) -> frozenset[str]:
        """Write the entry; the SQL tables touched. Nothing touched leaves no entry."""
        recorded = self._session.changeset()
        if not recorded:
            return frozenset()
        changes = zlib.compress(recorded, zlib.Z_BEST_SPEED)
        chained = sha256(
            b"\0".join(
                [
                    head(self._connection).encode(),
                    f"{self.op}\t{label}\t{at.isoformat()}\t{who}".encode(),
                    sha256(changes).digest(),
                ]
            )
        ).hexdigest()
        self._connection.execute(
            "INSERT INTO op (id, label, at, who, undoes, undoable, changes, hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self.op,
                label,
                at.isoformat(),
                who,
                more.get("undoes"),
                int(more.get("undoable", True)),
                changes,
                chained,
            ),
        )
        return frozenset(self._tables)

    def close(self) -> None:
        self._session.close()


def head(connection: apsw.Connection) -> str:
    """The hash of the latest entry, into which all earlier ones are chained."""
    row = connection.execute("SELECT hash FROM op ORDER BY id DESC LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def revert(connection: apsw.Connection, op: int) -> None:
    """Take one operation back, inside a new one; Refused when a later one stands in the way."""
    row = connection.execute("SELECT changes, label FROM op WHERE id = ?", (op,)).fetchone()
    if row is None:
        raise Refused("这一步已经不在记录里，不能撤销。")
    try:
        apsw.Changeset.apply(
            apsw.Changeset.invert(zlib.decompress(row[0])),
            connection,
            conflict=lambda _reason, _change: apsw.SQLITE_CHANGESET_ABORT,
            filter=lambda name: name not in KEPT_OUT,
            # The changeset holds what a cascade deleted; a second cascade would be a conflict.
            flags=apsw.SQLITE_CHANGESETAPPLY_FKNOACTION,
        )
    except (apsw.AbortError, apsw.ConstraintError) as error:
        raise Refused(
            f"不能撤销“{row[1]}”：其中的内容后来又被修改或使用过。请先撤销后面的修改。没有改动。"
        ) from error


def added(connection: apsw.Connection, op: int, table: str) -> list[str]:
    """The ids of a table's records that an operation added: reverting it takes them away."""
    row = connection.execute("SELECT changes FROM op WHERE id = ?", (op,)).fetchone()
    return [
        str(change.new[0])
        for change in apsw.Changeset.iter(zlib.decompress(row[0]))
        if change.name == table and change.opcode == apsw.SQLITE_INSERT and change.new
    ]


def newest(connection: apsw.Connection, after: int) -> tuple[Op | None, Op | None]:
    """What can be undone and what redone, among the operations later than `after`.

    Each carries the label of the operation that was done first, and the id of the one to revert.

    Undoing walks back through operations that are neither undone nor undoings; a new operation
    ends what could be redone. What cannot be undone (an issued paper) is passed over.
    """
    rows: list[Any] = connection.execute(
        "SELECT id, label, at, who, undoes, undoable FROM op WHERE id > ? ORDER BY id", (after,)
    ).fetchall()
    undo: list[Op] = []
    redo: list[Op] = []
    for id_, label, at, who, undoes, undoable in rows:
        op = Op(id_, label, datetime.fromisoformat(at), who, undoes)
        if undoes is None:
            if undoable:
                redo.clear()
                undo.append(op)
        elif undo and undo[-1].id == undoes:
            redo.append(replace(op, label=undo.pop().label))
        elif redo and redo[-1].id == undoes:
            undo.append(replace(op, label=redo.pop().label))
    return (undo[-1] if undo else None), (redo[-1] if redo else None)
