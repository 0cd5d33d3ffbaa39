"""Home visits, contacts and reports on screen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.domain.visits import (
    Contact,
    ContactResult,
    ContactWay,
    Submission,
    Visit,
    VisitKind,
    VisitOutcome,
)
from kongchuo_desktop.services import visits
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.entries.shared import child, draft, options
from kongchuo_desktop.ui.form import Field, check, choice, day, line, pick, text


def fields(desk: Desk) -> list[Field]:
    return [
        child(desk),
        Field("day", "日期", day(desk.ctx.today), required=True),
        Field("kind", "类型", choice(options(words.VISIT_KINDS))),
        Field("visitors", "家访教师", line("几个人的用顿号隔开"), required=True),
        Field("leader", "", check("有校领导参加")),
        Field("outcome", "结果", choice(options(words.VISIT_OUTCOMES))),
        Field("met", "受访人", line("如：祖母")),
        Field("note", "谈话要点", text("家庭近况、孩子想法、监护人意见", 4)),
        Field("agreed", "约定", line("如：周一送孩子返校")),
        Field("refused", "", check("劝说无效，家里不愿送孩子返校")),
    ]


def _visit(values: Mapping[str, Any], id_: str = "") -> Visit:
    return Visit(
        id=id_,
        student=values["student"],
        day=values["day"],
        kind=values["kind"],
        visitors=tuple(filter(None, re.split("[、,，\\s]+", values["visitors"]))),
        leader=values["leader"],
        outcome=values["outcome"],
        met=values["met"],
        note=values["note"],
        agreed=values["agreed"],
        refused=values["refused"],
    )


def new(
    desk: Desk,
    parent: QWidget,
    student: str = "",
    *,
    kind: VisitKind = VisitKind.ROUTINE,
    visitor: str = "",
    leader: bool = False,
) -> Editor:
    """登记家访, filled in as far as it is known."""
    values = {
        "student": student or None,
        "day": desk.ctx.today(),
        "kind": kind,
        "visitors": visitor,
        "leader": leader,
        "outcome": VisitOutcome.MET_GUARDIAN,
    }
    editor = Editor(
        "登记家访",
        fields(desk),
        lambda values: visits.record(desk.ctx, _visit(values)),
        parent,
        "登记",
        values,
        columns=2,
        draft=draft("visit", student),
    )
    editor.open()
    return editor


def change(desk: Desk, parent: QWidget, visit_id: str) -> Editor:
    visit = visits.changeable(desk.ctx, visit_id)
    values = {
        "student": visit.student,
        "day": visit.day,
        "kind": visit.kind,
        "visitors": "、".join(visit.visitors),
        "leader": visit.leader,
        "outcome": visit.outcome,
        "met": visit.met,
        "note": visit.note,
        "agreed": visit.agreed,
        "refused": visit.refused,
    }
    editor = Editor(
        "修改家访",
        fields(desk),
        lambda values: visits.change(desk.ctx, _visit(values, visit.id)),
        parent,
        "保存",
        values,
        columns=2,
        draft=f"visit-{visit.id}",
    )
    editor.open()
    return editor


def void(desk: Desk, parent: QWidget, visit_id: str) -> Editor:
    """作废, with the reason."""
    visit = visits.changeable(desk.ctx, visit_id)
    editor = Editor(
        "作废这次家访",
        [Field("void_why", "理由", text("如：登记到了同名的学生", 3), required=True)],
        lambda values: visits.void(desk.ctx, visit_id, values["void_why"]),
        parent,
        "作废",
        note="作废的家访不计入任何数字；记录和理由都保留，在“作废”里看得到。",
        draft=f"visit-void-{visit.id}",
    )
    editor.open()
    return editor


def _time(typed: str) -> time:
    found = re.fullmatch(r"\s*(\d{1,2})\s*[:：时.]\s*(\d{1,2})?\s*分?\s*", typed)
    try:
        if found:
            return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        pass
    raise Invalid(at="时间写成 9:05 这样")


def contact(desk: Desk, parent: QWidget, student: str = "") -> Editor:
    """登记联系: an attempt to reach the family, reached or not."""
    now = desk.ctx.now()
    fields_ = [
        child(desk),
        Field("day", "日期", day(desk.ctx.today), required=True),
        Field("at", "时间", line("9:05"), required=True),
        Field("way", "方式", pick(options(words.CONTACT_WAYS))),
        Field("result", "结果", pick(options(words.CONTACT_RESULTS))),
        Field("person", "联系人", line("如：父亲")),
        Field("note", "内容", text("缺课原因、去向、答应什么时候到校", 3)),
    ]
    values = {
        "student": student or None,
        "day": now.date(),
        "at": f"{now:%H:%M}",
        "way": ContactWay.PHONE,
        "result": ContactResult.REACHED,
    }

    def save(values: dict[str, Any]) -> None:
        at = datetime.combine(values["day"], _time(values["at"])).astimezone()
        visits.record_contact(
            desk.ctx,
            Contact(
                student=values["student"],
                at=at,
                way=values["way"],
                result=values["result"],
                person=values["person"],
                note=values["note"],
            ),
        )

    editor = Editor(
        "登记缺课联系",
        fields_,
        save,
        parent,
        "登记",
        values,
        "没有接通的也要登记。",
        draft=draft("contact", student),
    )
    editor.open()
    return editor


def submission(desk: Desk, parent: QWidget, student: str = "", rung: str = "L4") -> Editor:
    """登记上报: what a rung of the ladder asks to be reported."""
    fields_ = [
        child(desk),
        Field("day", "日期", day(desk.ctx.today), required=True),
        Field("whom", FROM_WHOM if rung == "L7" else "报给谁", line(), required=True),
        Field("note", "说明", line("文号、期限" if rung == "L7" else "")),
    ]

    def save(values: dict[str, Any]) -> None:
        visits.submit(desk.ctx, Submission(rung=rung, **values))

    editor = Editor(
        f"登记{words.REPORTS[rung]}",
        fields_,
        save,
        parent,
        "登记",
        {
            "student": student or None,
            "day": desk.ctx.today(),
            "whom": _whom(desk, rung),
        },
        f"{desk.ctx.rules.rungs[rung].rule}。",
        draft=draft(f"submission-{rung}", student),
    )
    editor.open()
    return editor


FROM_WHOM = "谁发的"


def _whom(desk: Desk, rung: str) -> str:
    """To whom a report of this rung usually goes."""
    township = f"{desk.ctx.school.township or '乡（镇）'}人民政府"
    if rung == "L4":
        return f"学校{desk.ctx.school.office}"
    return f"{township}、教体局" if rung == "L6" else township
