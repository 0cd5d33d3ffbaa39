"""Nominations on screen: a child to look after, and its dismissal."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain.concerns import Concern
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.services import risk
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.entries.shared import child, draft, why
from kongchuo_desktop.ui.form import Field, check, day, line, text


def fields(desk: Desk) -> list[Field]:
    return [
        child(desk),
        Field("reason", "为什么关注", text("老师看到、听到的情况", 3), required=True),
        Field("intention", "", check("学生或家长说过不想读书")),
        Field("assignee", "包保教师", line()),
        Field("since", "从哪天起", day(desk.ctx.today), required=True),
    ]


def new(desk: Desk, parent: QWidget, student: str = "") -> Editor:
    """列为重点生."""

    def save(values: dict[str, Any]) -> None:
        risk.nominate(desk.ctx, Concern(**values))

    editor = Editor(
        "列为重点生",
        fields(desk),
        save,
        parent,
        "列入",
        {"student": student or None, "since": desk.ctx.today()},
        "老师可以不看分数直接提名。这里写的内容只在校内使用，不打印给家长。",
        draft=draft("concern", student),
    )
    editor.open()
    return editor


def change(desk: Desk, parent: QWidget, student: str) -> Editor:
    """Correct the open nomination of a child."""
    concern = risk.nomination(desk.ctx, student)
    if concern is None:
        raise Refused("这名学生没有被老师提名。可以先“列为重点生”。")

    def save(values: dict[str, Any]) -> None:
        risk.change(desk.ctx, Concern(id=concern.id, **values))

    values = {field.name: getattr(concern, field.name) for field in fields(desk)}
    editor = Editor(
        "修改重点生记录",
        fields(desk),
        save,
        parent,
        "保存",
        values,
        draft=f"concern-{concern.id}",
    )
    editor.open()
    return editor


def dismiss(desk: Desk, parent: QWidget, student: str) -> Editor:
    """解除关注, with the reason."""
    reason = Field("dismissed_why", "理由", text(lines=3), required=True)
    save = partial(risk.dismiss, desk.ctx, student)
    return why(parent, "解除重点关注", reason, save, "解除", draft=f"dismiss-{student}")
