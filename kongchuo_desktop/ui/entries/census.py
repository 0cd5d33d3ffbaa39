"""The forms of the opening days: not arrived and why, come or left, a figure set by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.census import HandFigure, Why
from kongchuo_desktop.domain.census_form import GradeRow
from kongchuo_desktop.services import census, classes, lookup
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.entries.shared import draft, options
from kongchuo_desktop.ui.form import Field, check, choice, day, line, number, several


def _called(desk: Desk, ids: Sequence[str]) -> str:
    found = lookup.described(desk.ctx, ids[:3])
    names = "、".join(f"{each.second.split('　')[0]} {each.name}" for each in found)
    return f"{names}等{len(ids)}人" if len(ids) > 3 else names


def _open(editor: Editor) -> Editor:
    editor.open()
    return editor


def absent(desk: Desk, parent: QWidget, ids: Sequence[str], on: date) -> Editor:
    """未到: why these children have not arrived, filled in as it is known of the first."""
    held = census.why(desk.ctx, ids[0])
    values: dict[str, Any] = {"day": on}
    if held:
        values |= {
            "reason": held.reason,
            "side": tuple(held.side),
            "whereabouts": held.whereabouts,
            "measures": held.measures,
            "person": held.person,
            "carried_over": held.carried_over,
        }

    def save(taken: dict[str, Any]) -> None:
        why = Why(
            reason=taken["reason"],
            side=frozenset(taken["side"]),
            whereabouts=taken["whereabouts"],
            measures=taken["measures"],
            person=taken["person"],
            carried_over=taken["carried_over"],
        )
        census.absent(desk.ctx, ids, taken["day"], why)

    fields = [
        Field(
            "reason", "主要原因", choice(options(words.MISSING_REASONS), "请选择"), required=True
        ),
        Field("side", "其他原因", several(options(words.MISSING_REASONS))),
        Field("carried_over", "", check("结转辍学：上学期已经辍学，不是这学期新增")),
        Field("whereabouts", "去向", line("如：随父母在外省某市；原因选其他的写明情况")),
        Field("measures", "已采取措施", line("如：电话联系2次，9月2日家访")),
        Field("person", "责任人", line("不写就是班主任")),
        Field("day", "登记日期", day(desk.ctx.today), required=True),
    ]
    return _open(
        Editor(
            "登记未到",
            fields,
            save,
            parent,
            "登记",
            values,
            f"{_called(desk, ids)}没有来报到。",
            draft=draft("census-absent", "-".join(ids)),
        )
    )


def _kinds() -> Field:
    return Field("kind", "变动", choice(options(words.CENSUS_MOVES), "请选择"), required=True)


def move(desk: Desk, parent: QWidget, ids: Sequence[str], on: date) -> Editor:
    """变动: these children of the roster came in these days, or left."""

    def save(taken: dict[str, Any]) -> None:
        census.move(desk.ctx, ids, taken["kind"], taken["day"], taken["note"])

    fields = [
        _kinds(),
        Field("day", "日期", day(desk.ctx.today), required=True),
        Field("note", "说明", line("如：从哪里转来、转到哪里、批准文号")),
    ]
    said = (
        f"{_called(desk, ids)}。转入、新报到、复学的不再算进基数；转出、休学等从应到里减去。"
        "花名册里的状态不会跟着改，请另外修改。"
    )
    return _open(
        Editor(
            "登记变动",
            fields,
            save,
            parent,
            "登记",
            {"day": on},
            said,
            draft=draft("census-move", "-".join(ids)),
        )
    )


def move_others(desk: Desk, parent: QWidget, on: date) -> Editor:
    """花名册外的变动: so many children of a class who are not in the roster."""

    def save(taken: dict[str, Any]) -> None:
        census.move_others(
            desk.ctx,
            taken["class_id"],
            taken["kind"],
            taken["day"],
            taken["count"],
            taken["name"],
            taken["note"],
        )

    every = [(c.id, classes.short(c)) for c in classes.seen(desk.ctx).values()]
    fields = [
        Field("class_id", "班级", choice(every), required=True),
        _kinds(),
        Field("count", "人数", number("人", 1, 999), required=True),
        Field("name", "姓名", line("知道姓名的写上")),
        Field("day", "日期", day(desk.ctx.today), required=True),
        Field("note", "说明", line("如：转到哪里、批准文号")),
    ]
    return _open(
        Editor(
            "花名册外的变动",
            fields,
            save,
            parent,
            "登记",
            {"day": on, "count": 1},
            "已经不在花名册里的学生（如转走后删掉的），只记人数。"
            "转入、复学的请先加进花名册，再按姓名登记。",
            draft="census-others",
        )
    )


def set_figures(desk: Desk, parent: QWidget, row: GradeRow) -> Editor:
    """手工填数: the figures of a grade as the school counts them, blank for the roster's own."""
    held = {each.item: each for each in row.tally.by_hand}

    def save(taken: dict[str, Any]) -> None:
        changed = [
            HandFigure(grade=row.grade, item=item, number=taken[item], reason=taken["reason"])
            for item in words.CENSUS_ITEMS
            if taken[item] is not None or item in held
        ]
        census.set_figures(desk.ctx, changed)

    fields = [
        Field(
            item,
            word,
            number("人", 0, 99_999),
            hint=f"按花名册是{row.by_roster(item)}，不填就用它",
        )
        for item, word in words.CENSUS_ITEMS.items()
    ]
    fields.append(Field("reason", "理由", line("如：上学期末报表数；按学籍系统")))
    values: dict[str, Any] = {item: each.number for item, each in held.items()}
    values["reason"] = next((each.reason for each in held.values()), "")
    return _open(
        Editor(
            f"手工填数　{row.words}",
            fields,
            save,
            parent,
            "保存",
            values,
            "学校的算法与花名册不同时才填。手工填的数和花名册算出的数会一起印出来。",
            draft=f"census-figures-{row.grade}",
        )
    )
