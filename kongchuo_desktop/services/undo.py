"""Undo and redo of the operations of this run, by their changesets."""

from __future__ import annotations

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import journal, papers


def undoable(ctx: Context) -> str | None:
    """What would be undone now, in words; None when there is nothing."""
    op, _ = journal.newest(ctx.data.db.connection(), ctx.started)
    return op.label if op else None


def redoable(ctx: Context) -> str | None:
    _, op = journal.newest(ctx.data.db.connection(), ctx.started)
    return op.label if op else None


def undo(ctx: Context) -> str:
    """Take the latest operation back; its label. Refused when a later change stands in the way."""
    op, _ = journal.newest(ctx.data.db.connection(), ctx.started)
    if op is None:
        raise Refused("没有可以撤销的操作。本次打开程序以后的操作才能撤销。")
    _revert(ctx, op.id, f"撤销：{op.label}")
    return op.label


def redo(ctx: Context) -> str:
    """Do again what was just undone: undoing the undo."""
    _, op = journal.newest(ctx.data.db.connection(), ctx.started)
    if op is None:
        raise Refused("没有可以恢复的操作。")
    _revert(ctx, op.id, f"恢复：{op.label}")
    return op.label


def _revert(ctx: Context, op: int, label: str) -> None:
    """Take an operation back; what was printed about a leave slip that goes with it becomes void,
    as when the slip is deleted. Reverting this in turn puts slip and paper in force together."""
    connection = ctx.data.db.connection()
    slips = journal.added(connection, op, "leave")
    sheets = [sheet for slip in slips for sheet in papers.sheets_about(slip)]
    if sheets:
        label += f"（{'、'.join(sheet.words for sheet in sheets)}已作废）"
    void = papers.void_ids()
    with ctx.write(label, undoes=op):
        journal.revert(connection, op)
        for old, new in papers.revived(void):
            raise Refused(f"{old}作废以后，已经另发了{new}，不能再恢复原来的。没有改动。")
        for sheet in sheets:
            papers.void(sheet.id, "请假条的登记已撤销")
