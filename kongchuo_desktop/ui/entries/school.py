"""The school's particulars and the teachers of its classes on screen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.roster import NUMERALS
from kongchuo_desktop.domain.school import School
from kongchuo_desktop.services import classes, schools
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.form import Field, line, several


def fields() -> list[Field]:
    """What is printed at the head of every paper; also asked for at the first start."""
    return [
        Field("name", "学校全称", line("如：石门乡九年一贯制学校", 40), required=True),
        Field("code", "标识码", line("10位学校标识码", 10), required=True),
        Field("township", "乡（镇）", line("如：石门乡", 20)),
        Field("county", "县（区）", line(longest=20)),
        Field("principal", "校长", line(longest=30)),
        Field("phone", "学校电话", line(longest=30)),
    ]


def change(desk: Desk, parent: QWidget) -> Editor:
    """学校信息."""
    held = desk.ctx.school
    more = [
        *fields(),
        Field(
            "bureau",
            "县教育部门",
            line("如：望云县教育体育局", 40),
            hint="不填就写县名加教育局",
        ),
        Field("office", "办理手续处", line("如：教务处", 20), required=True),
    ]

    def save(values: dict[str, Any]) -> None:
        schools.change(desk.ctx, _school(held, values))

    editor = Editor(
        "学校信息",
        more,
        save,
        parent,
        "保存",
        {field.name: getattr(held, field.name) for field in more},
        "印在通知书、责任书等文书上。已经发出的文书不会改变。",
        draft="school",
    )
    editor.open()
    return editor


def _school(held: School, values: dict[str, Any]) -> School:
    return replace(held, **values)


def teachers(desk: Desk, parent: QWidget) -> Editor:
    """班主任 of each class that is seen."""
    every = classes.seen(desk.ctx)
    if not every:
        raise Refused("还没有班级。请先导入花名册，班级会一起建好。")
    by_field = {f"class{number}": found for number, found in enumerate(every.values())}
    grades = sorted({found.grade for found in every.values()})

    def save(values: dict[str, Any]) -> None:
        teachers = {found.id: values[field] for field, found in by_field.items()}
        leaders = {grade: values[f"leader{grade}"] for grade in grades}
        catch_up = frozenset(values["catch_up"])
        classes.arrange(desk.ctx, teachers, catch_up, {g: n for g, n in leaders.items() if n})

    editor = Editor(
        "各班班主任",
        [
            *(Field(field, classes.short(c), line(longest=30)) for field, c in by_field.items()),
            Field(
                "catch_up",
                "补偿班",
                several([(c.id, classes.short(c)) for c in every.values()], 6),
                hint="劝返学生的补偿班：请假由乡（镇）党委政府负责人审批",
            ),
            *(
                Field(
                    f"leader{grade}",
                    f"{NUMERALS[grade]}年级",
                    line(longest=30),
                    section="包级领导（不填就是校长）" if grade == grades[0] else "",
                )
                for grade in grades
            ),
        ],
        save,
        parent,
        "保存",
        {field: found.teacher for field, found in by_field.items()}
        | {"catch_up": tuple(c.id for c in every.values() if c.catch_up)}
        | {f"leader{grade}": name for grade, name in classes.leaders().items()},
        "要做的事、通知书和责任书上写的就是这里的名字。",
        columns=2,
        draft="teachers",
    )
    editor.open()
    return editor
