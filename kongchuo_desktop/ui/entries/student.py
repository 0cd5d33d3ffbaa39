"""A child's particulars on screen: add, correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.roster import Guardian, Student
from kongchuo_desktop.services import classes, lookup, roster
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.entries.shared import options
from kongchuo_desktop.ui.form import Field, choice, day, line, pick, several

WAYS = ((None, "未填"), (False, "走读"), (True, "住校"))


def _classes(desk: Desk) -> Sequence[tuple[str, str]]:
    return [(c.id, classes.short(c)) for c in classes.seen(desk.ctx).values()]


def fields(desk: Desk) -> list[Field]:
    return [
        Field("name", "姓名", line(longest=50), required=True),
        Field("class_id", "班级", choice(_classes(desk)), required=True),
        Field("sex", "性别", pick(options(words.SEXES))),
        Field("status", "状态", choice(options(words.STATUSES))),
        Field("birth", "出生日期", day(desk.ctx.today)),
        Field("boarding", "就读方式", choice(WAYS)),
        Field("id_no", "身份证号", line(longest=18)),
        Field("student_no", "学籍号", line(longest=19)),
        Field("ethnicity", "民族", line(longest=20)),
        Field("village", "村组", line(longest=60)),
        Field("guardian", "监护人", line(longest=50)),
        Field("relation", "关系", line("如：父亲", 20)),
        Field("phone", "电话", line(longest=40)),
        Field("address", "现住址", line(longest=100)),
        Field("tags", "特殊群体", several(options(words.TAGS), 5)),
    ]


def _values(child: Student) -> dict[str, Any]:
    values = {
        name: getattr(child, name)
        for name in (
            "name", "class_id", "sex", "status", "birth", "boarding", "id_no", "student_no",
            "ethnicity", "village", "address",
        )
    }  # fmt: skip
    first = child.guardians[0] if child.guardians else None
    return values | {
        "guardian": first.name if first else "",
        "relation": first.relation if first else "",
        "phone": (first.phone if first else "") or child.phone,
        "tags": tuple(child.tags),
    }


def _child(values: Mapping[str, Any], before: Student | None) -> Student:
    plain = {
        name: values[name]
        for name in ("name", "class_id", "sex", "status", "birth", "boarding", "ethnicity",
                     "village", "address")
    }  # fmt: skip
    family = before.guardians if before else ()
    if values["guardian"]:
        old = family[0] if family else Guardian(name="")
        first = replace(
            old, name=values["guardian"], relation=values["relation"], phone=values["phone"]
        )
        family = (first, *family[1:])
    elif values["relation"] or values["phone"]:
        raise Invalid(guardian="填了关系或电话，请写上监护人姓名")
    else:
        family = family[1:]
    start = before or Student(name="")
    return replace(
        start,
        **plain,
        id_no=values["id_no"].upper(),
        student_no=values["student_no"].upper(),
        tags=frozenset(values["tags"]),
        guardians=family,
    )


def new(desk: Desk, parent: QWidget) -> Editor:
    """新增学生."""
    if not classes.seen(desk.ctx):
        raise Refused("还没有班级。请先导入花名册，班级会一起建好。")
    editor = Editor(
        "新增学生",
        fields(desk),
        lambda values: roster.add(desk.ctx, _child(values, None)),
        parent,
        "新增",
        {"status": Student(name="").status},
        "整班学生请用“导入花名册”。",
        columns=2,
        draft="student",
    )
    editor.open()
    return editor


def change(desk: Desk, parent: QWidget, student: str) -> Editor:
    child = lookup.seen(desk.ctx, student)
    editor = Editor(
        "修改学生信息",
        fields(desk),
        lambda values: roster.change(desk.ctx, _child(values, child)),
        parent,
        "保存",
        _values(child),
        columns=2,
        draft=f"student-{student}",
    )
    editor.open()
    return editor
