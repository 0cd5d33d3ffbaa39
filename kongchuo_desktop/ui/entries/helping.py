"""Help for a child on screen: who it is paired with, the plan, each session."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.helping import HelpPlan, Pairing, PairKind, PlanKind
from kongchuo_desktop.services import helping
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.entries.shared import child, draft, options
from kongchuo_desktop.ui.form import Field, day, line, number, pick, text

USUAL = 30  # minutes


def pair(desk: Desk, parent: QWidget, student: str = "") -> Editor:
    """结对帮扶."""
    editor = Editor(
        "结对帮扶",
        [
            child(desk),
            Field("kind", "形式", pick(options(words.PAIRS))),
            Field("partner", "和谁结对", line("姓名"), required=True),
            Field("since", "从哪天起", day(desk.ctx.today), required=True),
            Field("note", "说明", text(lines=2)),
        ],
        lambda values: helping.pair(desk.ctx, Pairing(**values)),
        parent,
        "结对",
        {"student": student or None, "kind": PairKind.CLASSMATE, "since": desk.ctx.today()},
        draft=draft("pair", student),
    )
    editor.open()
    return editor


def plan(desk: Desk, parent: QWidget, student: str = "") -> Editor:
    """帮扶计划 of a child that falls behind: new, or the one it has."""
    held = helping.open_plan(desk.ctx, student) if student else None
    fields = [
        child(desk),
        Field("kind", "类别", pick(options(words.HELP_PLANS))),
        Field("since", "从哪天起", day(desk.ctx.today), required=True),
        Field("teacher", "帮扶教师", line(), required=True),
        Field("subjects", "薄弱学科", line("如：数学、英语"), required=True),
        Field("goal", "阶段目标", line("如：期末数学及格"), required=True),
        Field("cause", "成因分析", text(lines=2), required=True),
        Field("measures", "帮扶措施", text("分层作业、个别辅导、一对一", 3), required=True),
    ]
    values: dict[str, Any] = {
        "student": student or None,
        "kind": PlanKind.LEARNING,
        "since": desk.ctx.today(),
    }
    if held:
        values |= {field.name: getattr(held, field.name) for field in fields}
    editor = Editor(
        "修改帮扶计划" if held else "帮扶计划",
        fields,
        lambda said: helping.plan(desk.ctx, HelpPlan(id=held.id if held else "", **said)),
        parent,
        "保存" if held else "定计划",
        values,
        columns=2,
        draft=draft("help-plan", student),
    )
    editor.open()
    return editor


def hold(desk: Desk, parent: QWidget, student: str) -> Editor:
    """辅导记录: one session under the plan the child has."""
    held = helping.open_plan(desk.ctx, student)
    if held is None:
        raise Refused("这名学生还没有帮扶计划。请先按“帮扶计划”定计划。")
    editor = Editor(
        "辅导记录",
        [
            Field("day", "日期", day(desk.ctx.today), required=True),
            Field("minutes", "时长", number("分钟", 1, 240), required=True),
            Field("who", "辅导教师", line(), required=True),
            Field("content", "辅导内容", text(lines=2), required=True),
            Field("effect", "效果", text(lines=2)),
        ],
        lambda values: helping.hold(desk.ctx, student, **values),
        parent,
        "登记",
        {"day": desk.ctx.today(), "minutes": USUAL, "who": held.teacher},
        f"帮扶计划：{held.subjects}　{held.goal}",
        draft=draft("help-session", student),
    )
    editor.open()
    return editor


def end(desk: Desk, parent: QWidget, student: str) -> Editor:
    """结束帮扶计划, with what became of it."""
    editor = Editor(
        "结束帮扶计划",
        [Field("result", "转化情况", text("成绩、表现有什么变化", 3), required=True)],
        lambda values: helping.end_plan(desk.ctx, student, values["result"]),
        parent,
        "结束",
        draft=draft("help-end", student),
    )
    editor.open()
    return editor
