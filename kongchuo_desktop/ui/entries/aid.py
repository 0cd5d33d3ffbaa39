"""Applications for assistance on screen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.aid import Aid, AidKind, AidState
from kongchuo_desktop.services import aid
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.entries.shared import child, draft, options, why
from kongchuo_desktop.ui.form import Field, choice, day, line, money, text


def fields(desk: Desk) -> list[Field]:
    return [
        child(desk),
        Field("kind", "种类", choice(options(words.AID_KINDS))),
        Field("item", "项目", line("如：2026年秋季学期")),
        Field("amount", "金额", money(), hint="结对帮扶可不填"),
        Field("applied_on", "申请日期", day(desk.ctx.today), required=True),
        Field("evidence", "证明", line("如：镇民政办证明")),
        Field("reason", "困难情况", text(lines=3), required=True),
    ]


def _aid(values: Mapping[str, Any], **kept: Any) -> Aid:
    return Aid(
        student=values["student"],
        kind=values["kind"],
        item=values["item"],
        amount=values["amount"] or 0,
        applied_on=values["applied_on"],
        evidence=values["evidence"],
        reason=values["reason"],
        **kept,
    )


def new(desk: Desk, parent: QWidget, student: str = "") -> Editor:
    """登记申请."""
    editor = Editor(
        "登记资助申请",
        fields(desk),
        lambda values: aid.apply(desk.ctx, _aid(values)),
        parent,
        "登记",
        {
            "student": student or None,
            "kind": AidKind.LIVING_SUBSIDY,
            "applied_on": desk.ctx.today(),
        },
        draft=draft("aid", student),
    )
    editor.open()
    return editor


def change(desk: Desk, parent: QWidget, aid_id: str) -> Editor:
    held = aid.get(desk.ctx, aid_id)
    values = {field.name: getattr(held, field.name) for field in fields(desk)}
    kept = {
        "id": held.id,
        "term": held.term,
        "state": held.state,
        "decided_on": held.decided_on,
        "note": held.note,
    }
    editor = Editor(
        "修改资助申请",
        fields(desk),
        lambda values: aid.change(desk.ctx, _aid(values, **kept)),
        parent,
        "保存",
        values,
        draft=f"aid-{held.id}",
    )
    editor.open()
    return editor


def reject(desk: Desk, parent: QWidget, aid_id: str) -> Editor:
    """不予批准, with the reason."""
    reason = Field("note", "理由", text(lines=3), required=True)
    save = partial(aid.reject, desk.ctx, aid_id)
    return why(parent, "不予批准", reason, save, "不予批准", draft=f"reject-{aid_id}")


TONES = {
    AidState.APPLIED: "grey",
    AidState.CLASS_REVIEW: "blue",
    AidState.SCHOOL_REVIEW: "blue",
    AidState.PUBLICIZED: "amber",
    AidState.APPROVED: "green",
    AidState.CARRIED_OUT: "green",
    AidState.REJECTED: "red",
}
