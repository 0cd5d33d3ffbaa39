"""Leave slips on screen: register, correct, sign back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.attendance import Half
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.leave import Applicant, Leave, LeaveKind, period
from kongchuo_desktop.services import leave
from kongchuo_desktop.ui import boxes
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.entries.shared import child, draft, options
from kongchuo_desktop.ui.form import Field, check, half_day, line, pick


def fields(desk: Desk) -> list[Field]:
    halves = options(words.HALVES)
    return [
        child(desk),
        Field("kind", "类别", pick(options(words.LEAVE_KINDS)), required=True),
        Field("first_day", "从", half_day(desk.ctx.today, halves), required=True),
        Field("last_day", "到", half_day(desk.ctx.today, halves), required=True),
        Field("reason", "事由", line("如：发烧；家中有事")),
        Field("destination", "去向", line("如：镇卫生院；外祖母家")),
        Field("applicant", "申请人", pick(options(words.APPLICANTS))),
        Field("phone", "", check("电话请假（返校后补手续）")),
        Field("approved", "", check("已批准（1天内班主任，3天内教务处，更长校长）")),
    ]


def _values(slip: Leave) -> dict[str, Any]:
    return {
        "student": slip.student,
        "kind": slip.kind,
        "first_day": (slip.first_day, slip.first_half),
        "last_day": (slip.last_day, slip.last_half),
        "reason": slip.reason,
        "destination": slip.destination,
        "applicant": slip.applicant,
        "phone": slip.phone,
    }


def _slip(values: dict[str, Any]) -> Leave:
    first_day, first_half = values["first_day"]
    last_day, last_half = values["last_day"]
    return Leave(
        student=values["student"],
        kind=values["kind"],
        first_day=first_day,
        first_half=first_half,
        last_day=last_day,
        last_half=last_half,
        reason=values["reason"],
        destination=values["destination"],
        applicant=values["applicant"] or Applicant.GUARDIAN,
        phone=values["phone"],
    )


def new(
    desk: Desk,
    parent: QWidget,
    student: str = "",
    then: Callable[[Leave], object] | None = None,
) -> Editor:
    """登记请假, for a child where one is known; `then` is told of the slip that was registered."""
    day = desk.ctx.calendar.on_or_after(desk.ctx.today())
    values = {
        "student": student or None,
        "kind": LeaveKind.SICK,
        "first_day": (day, Half.AM),
        "last_day": (day, Half.PM),
        "applicant": Applicant.GUARDIAN,
        "approved": True,
    }

    def save(values: dict[str, Any]) -> None:
        slip = leave.apply(desk.ctx, _slip(values), approved=values["approved"])
        if then is not None:
            then(slip)

    editor = Editor(
        "登记请假",
        fields(desk),
        save,
        parent,
        "登记",
        values,
        "一人一条，不得代交。",
        draft=draft("leave", student),
    )
    editor.open()
    return editor


def change(desk: Desk, parent: QWidget, slip_id: str) -> Editor:
    """修改请假, keeping the number."""
    slip = leave.get(desk.ctx, slip_id)

    def save(values: dict[str, Any]) -> None:
        asked = _slip(values)
        leave.change(
            desk.ctx,
            replace(
                asked,
                id=slip.id,
                slip_no=slip.slip_no,
                state=slip.state,
                back_day=slip.back_day,
                back_half=slip.back_half,
                note=slip.note,
            ),
        )

    editor = Editor(
        f"修改第{slip.slip_no}号请假条",
        [field for field in fields(desk) if field.name != "approved"],
        save,
        parent,
        "保存",
        _values(slip),
        draft=f"leave-{slip.id}",
    )
    editor.open()
    return editor


def make_up(desk: Desk, parent: QWidget, slip_id: str) -> None:
    """补假: one question, since the paper itself is the record."""
    slip = leave.get(desk.ctx, slip_id)

    def done() -> None:
        try:
            leave.make_up(desk.ctx, slip_id)
        except Refused as refused:
            desk.report(parent, refused)

    boxes.ask(
        parent,
        f"第{slip.slip_no}号电话请假已补办手续？",
        f"{period(slip)}。补假手续单由监护人签名、班主任审核后，教务处备案。",
        "已补办",
        done,
    )


def sign_back(desk: Desk, parent: QWidget, slip_id: str) -> Editor:
    """销假: from which half day on the child is back."""
    slip = leave.get(desk.ctx, slip_id)
    halves = options(words.HALVES)
    fields_ = [Field("back_day", "返校时间", half_day(desk.ctx.today, halves), required=True)]

    def save(values: dict[str, Any]) -> None:
        leave.sign_back(desk.ctx, slip.id, values["back_day"])

    editor = Editor(
        "销假",
        fields_,
        save,
        parent,
        "销假",
        {"back_day": (desk.ctx.today(), Half.AM)},
        f"第{slip.slip_no}号请假条：{period(slip)}。提前返校的，从返校那半天起按到校计。",
        draft=f"back-{slip.id}",
    )
    editor.open()
    return editor
