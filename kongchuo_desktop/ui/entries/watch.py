"""Looking after the 重点生 on screen: talks and signals, the level by hand, 包保, the checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.observations import Observation, ObservationKind
from kongchuo_desktop.domain.risk import MONTH, Level, Override
from kongchuo_desktop.services import classes, observations, priority, risk, rules
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.entries.shared import child, draft, options
from kongchuo_desktop.ui.form import Field, choice, day, line, number, text

INSIDE_ONLY = "只在校内使用，不打印给家长，不进学籍档案。"


def observe(
    desk: Desk,
    parent: QWidget,
    student: str = "",
    kind: ObservationKind = ObservationKind.TALK,
) -> Editor:
    """记谈话: what was seen or heard of a child."""
    editor = Editor(
        "记谈话、情况",
        [
            child(desk),
            Field("day", "日期", day(desk.ctx.today), required=True),
            Field("kind", "是什么情况", choice(options(words.OBSERVATIONS))),
            Field("who", "记录人", line(), required=True),
            Field("note", "内容", text("孩子的原话、看到听到的情况", 4), required=True),
        ],
        lambda values: observations.record(desk.ctx, Observation(**values)),
        parent,
        "登记",
        {"student": student or None, "day": desk.ctx.today(), "kind": kind},
        f"除“谈话”“进步”外，各类情况都算关注程度的分。{INSIDE_ONLY}",
        columns=2,
        draft=draft("observation", student),
    )
    editor.open()
    return editor


def end_signal(desk: Desk, parent: QWidget, student: str) -> Editor:
    """A signal is over: which one, and how things are now."""
    today = desk.ctx.today()
    held = [
        (each.id, f"{words.OBSERVATIONS[each.kind]}：{each.note}")
        for each in observations.of_student(desk.ctx, student)
        if each.code and each.holds(today)
    ]
    if not held:
        raise Refused("这名学生现在没有谈话、情况记录算出的信号，没有改动。")
    editor = Editor(
        "解除信号",
        [
            Field("which", "哪一条", choice(held), required=True),
            Field("over_on", "从哪天起", day(desk.ctx.today), required=True),
            Field("over_why", "现在怎样了", text(lines=3), required=True),
        ],
        lambda values: observations.end(
            desk.ctx, values["which"], values["over_why"], values["over_on"]
        ),
        parent,
        "解除",
        {"over_on": today},
        note="解除以后不再算分，记录留着。",
        draft=draft("end-signal", student),
    )
    editor.open()
    return editor


def void_note(desk: Desk, parent: QWidget, student: str) -> Editor:
    """作废 a talk or note that was made in error."""
    held = [
        (
            each.id,
            f"{each.day.month}月{each.day.day}日 {words.OBSERVATIONS[each.kind]}：{each.note}",
        )
        for each in observations.of_student(desk.ctx, student)
        if not each.void_why
    ]
    if not held:
        raise Refused("这名学生没有谈话、情况记录，没有改动。")
    editor = Editor(
        "作废谈话记录",
        [
            Field("which", "哪一条", choice(held), required=True),
            Field("void_why", "理由", text(lines=3), required=True),
        ],
        lambda values: observations.void(desk.ctx, values["which"], values["void_why"]),
        parent,
        "作废",
        note="作废以后不再算分，记录和理由都留着。",
        draft=draft("void-note", student),
    )
    editor.open()
    return editor


def set_level(desk: Desk, parent: QWidget, student: str) -> Editor:
    """调整程度, up or down, with reason and expiry."""
    today = desk.ctx.today()
    held = [(None, "按记录算"), *((level, words.LEVELS[level]) for level in Level)]

    def save(values: dict[str, Any]) -> None:
        if values["level"] is None:
            risk.end_level(desk.ctx, student)
        else:
            risk.set_level(desk.ctx, Override(student=student, day=today, **values))

    editor = Editor(
        "调整关注程度",
        [
            Field("level", "调整为", choice(held)),
            Field("until", "到哪一天为止", day(lambda: today + MONTH), required=True),
            Field("who", "由谁调整", line(), required=True),
            Field("why", "理由", text(lines=3)),
        ],
        save,
        parent,
        "调整",
        {"until": today + MONTH, "level": Level.ORANGE},
        "到期自动恢复按记录算；理由和期限都留着。",
        draft=draft("level", student),
    )
    editor.open()
    return editor


def assign(desk: Desk, parent: QWidget, students: Sequence[str]) -> Editor:
    """包保: one teacher for the chosen children."""
    editor = Editor(
        f"{len(students)}名学生的包保教师",
        [Field("teacher", "包保教师", line(), required=True)],
        lambda values: priority.assign(desk.ctx, students, values["teacher"]),
        parent,
        "包保",
        note="还没有列为重点生的，同时列入，理由写“按记录列为重点生”。",
        draft="assign",
    )
    editor.open()
    return editor


def confirm(desk: Desk, parent: QWidget) -> Editor:
    """各班确认重点生, also that there are none."""
    return _check(desk, parent, "确认本学期重点生", priority.confirm, "确认")


def check(desk: Desk, parent: QWidget) -> Editor:
    """包级领导检查帮扶记录 of this month."""
    return _check(desk, parent, "检查重点生帮扶记录", priority.check, "登记")


def _check(desk: Desk, parent: QWidget, title: str, act: Any, verb: str) -> Editor:
    every = classes.seen(desk.ctx)
    held = [("", "全部班级"), *((one.id, classes.short(one)) for one in every.values())]

    def save(values: dict[str, Any]) -> None:
        chosen = [values["class_id"]] if values["class_id"] else list(every)
        with desk.ctx.write(title):
            for class_id in chosen:
                act(desk.ctx, class_id, values["who"], values["note"])

    editor = Editor(
        title,
        [
            Field("class_id", "班级", choice(held if len(every) > 1 else held[1:])),
            Field("who", "由谁" + ("确认" if verb == "确认" else "检查"), line(), required=True),
            Field("note", "意见", text(lines=3)),
        ],
        save,
        parent,
        verb,
        note="程序按记录算出各班重点生人数，一并记下。确实没有的也要确认，不硬凑。",
        draft=f"check-{verb}",
    )
    editor.open()
    return editor


def points(desk: Desk, parent: QWidget) -> Editor:
    """分值: what each signal weighs, and where the levels begin."""
    every = rules.points()

    def save(values: dict[str, Any]) -> None:
        rules.change_points(desk.ctx, values)

    editor = Editor(
        "关注程度的分值",
        [
            Field(each.name, each.words, number("分", 0, rules.HIGHEST), hint=f"默认{each.default}")
            for each in every
        ],
        save,
        parent,
        "保存",
        {each.name: each.value for each in every},
        "分数只用来排先后，不是给孩子下结论；学期末可以对照实际情况调整。",
        columns=2,
        draft="risk-points",
    )
    editor.open()
    return editor
