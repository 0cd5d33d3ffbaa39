"""The day's papers on screen: reports of classes and school, contacts, what is due today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.services import classes, daily_papers
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.form import Field, choice, day
from kongchuo_desktop.ui.issuing import show_pdf

KINDS = (
    ("school", "学校出勤日汇总"),
    ("class", "班级出勤日报"),
    ("contacts", "因故缺课联系记录"),
    ("rate", "近30个教学日到校率图"),
    ("blank_class", "班级出勤日报（空白）"),
    ("blank_contacts", "因故缺课联系记录（空白）"),
)


def choose(desk: Desk, parent: QWidget, class_id: str, when: date) -> None:
    """Which paper of which day; a class where one is wanted."""
    every = [("", "全部班级"), *((c.id, classes.short(c)) for c in classes.seen(desk.ctx).values())]

    def save(values: dict[str, Any]) -> None:
        kind, class_, wanted = values["kind"], values["class_id"], values["day"]
        makers: dict[str, Callable[[Any], bytes]] = {
            "school": lambda _p: daily_papers.school_report(desk.ctx, wanted),
            "class": lambda p: daily_papers.class_reports(
                desk.ctx, wanted, [class_] if class_ else [], p
            ),
            "contacts": lambda _p: daily_papers.contact_log_of_day(desk.ctx, wanted),
            "rate": lambda _p: daily_papers.rate_chart(desk.ctx),
            "blank_class": lambda _p: daily_papers.blank(desk.ctx, "class_daily"),
            "blank_contacts": lambda _p: daily_papers.blank(desk.ctx, "contact_log"),
        }
        show(desk, parent, dict(KINDS)[kind], makers[kind])

    Editor(
        "打印日报",
        [
            Field("kind", "文书", choice(KINDS), required=True),
            Field("day", "日期", day(desk.ctx.today), required=True),
            Field("class_id", "班级", choice(every), hint="只有班级出勤日报分班"),
        ],
        save,
        parent,
        "预览",
        {"kind": "school", "day": when, "class_id": class_id},
        draft="daily",
    ).open()


def duty_sheet(desk: Desk, parent: QWidget) -> None:
    """今日清单, for the morning meeting."""
    show(desk, parent, "今日清单", lambda _p: daily_papers.duty_sheet(desk.ctx))


def show(desk: Desk, parent: QWidget, title: str, make: Callable[[Any], bytes]) -> None:
    desk.run(
        f"正在排版：{title}",
        make,
        parent=parent,
        then=lambda pdf: show_pdf(desk, parent, pdf, title),
    )
