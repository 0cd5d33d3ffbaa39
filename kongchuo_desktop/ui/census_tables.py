"""The figures of the opening days: their identity, and tables by grade, by reason, of moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.census import Move
from kongchuo_desktop.domain.census_figures import Figures, Tally, identity
from kongchuo_desktop.domain.census_form import JUNIOR, PRIMARY, Census
from kongchuo_desktop.services import classes
from kongchuo_desktop.services.census_report import EVERYBODY, Book, grade_key
from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.plain import PlainLabel
from kongchuo_desktop.ui.table import Column

Row = dict[str, Any]
BY_ROSTER = "roster-of-"

FIGURES = (
    Column("grade", "年级", 96, kind="strong", sortable=False),
    *(
        Column(key, title, 78, "right", "number", sortable=False)
        for key, title in (
            *((item.value, word) for item, word in words.CENSUS_ITEMS.items()),
            ("expected", "应到"),
            ("arrived", "实到"),
            ("not_arrived", "未到"),
            ("unreported", "未登记"),
        )
    ),
    Column("rate", "到校率", 92, "right", "number", sortable=False),
    Column("carried_over", "结转辍学", 84, "right", "number", sortable=False),
    Column("newly_missing", "新增未到", 84, "right", "number", sortable=False),
    Column("change", "较昨日", 78, "right", "number", sortable=False),
    Column("note", "核对", 100, kind="pill", sortable=False),
)
REASONS = (
    Column("grade", "年级", 96, kind="strong", sortable=False),
    *(
        Column(reason.value, word, 82, "right", "number", sortable=False)
        for reason, word in words.MISSING_REASONS.items()
    ),
    Column("sum", "合计", 64, "right", "number", sortable=False),
)
MOVES = (
    Column("day", "日期", 104, kind="number", sortable=False),
    Column("class", "班级", 96, sortable=False),
    Column("kind", "变动", 120, kind="pill", sortable=False),
    Column("name", "姓名", 160, kind="strong", sortable=False),
    Column("count", "人数", 64, "right", "number", sortable=False),
    Column("place", "花名册", 110, sortable=False),
    Column("note", "说明", 320, sortable=False),
)


class Identity(QFrame):
    """The identity of what is chosen and of everybody; red, with where to look, if it fails."""

    def __init__(self) -> None:
        super().__init__()
        self.chosen = PlainLabel("", "sentence", wrap=True)
        self.whole = PlainLabel("", "sentence", wrap=True)
        self.fault = PlainLabel("", "sentence", wrap=True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.setSpacing(4)
        for line in (self.chosen, self.whole, self.fault):
            inside.addWidget(line)

    def show_group(self, book: Book, group: str, names: Mapping[str, str]) -> None:
        whole, chosen = book.of(EVERYBODY), book.of(group)
        self.whole.setText(_told(names[EVERYBODY], whole))
        self.chosen.setText(_told(names.get(group, ""), chosen))
        self.chosen.setVisible(group in names and group != EVERYBODY)
        fault = "".join(row.fault for row in book.rows) or chosen.where_to_look()
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        look.role(self, "reasons-red" if fault else "reasons-green")


def _told(name: str, found: Tally) -> str:
    return f"{name}　{identity(found.figures)}　到校率{rate(found.figures)}"


def _keys(report: Census) -> list[str]:
    """The group each line of the report stands for."""
    grades = [row.grade for row in report.rows]
    keys = [grade_key(grade) for grade in grades]
    for key, stage in (("primary", PRIMARY), ("junior", JUNIOR)):
        if any(grade in stage for grade in grades):
            keys.append(key)
    return [*keys, EVERYBODY]


def figures(report: Census) -> dict[str, Row]:
    """The main table, by group; below a grade that was set by hand, what the roster gives."""
    rows = {grade_key(row.grade): row for row in report.rows}
    told = {}
    for key, (name, found) in zip(_keys(report), report.lines(), strict=True):
        told[key] = {"grade": name, **_figures(found)}
        if key in rows and found.by_hand:
            told[BY_ROSTER + key] = {"grade": "按花名册", **_numbers(rows[key].computed)}
    return told


def _figures(found: Tally) -> Row:
    f = found.figures
    return _numbers(f) | {"rate": rate(f), "change": f.change_words, "note": _note(found)}


def _numbers(found: Figures) -> Row:
    return {
        key: str(getattr(found, key))
        for key in (
            *(item.value for item in words.CENSUS_ITEMS), "expected", "arrived", "not_arrived",
            "unreported", "carried_over", "newly_missing",
        )
    }  # fmt: skip


def rate(found: Figures) -> str:
    return "—" if found.rate is None else f"{found.rate:.2f}%"


def _note(found: Tally) -> tuple[str, str]:
    if found.broken:
        return f"相差{abs(found.figures.difference)}人", "red"
    return ("手工填数", "amber") if found.by_hand else ("相符", "green")


def reasons(report: Census) -> dict[str, Row]:
    """The cross table, by group; nothing for nought."""
    told = {}
    for key, (name, found) in zip(_keys(report), report.lines(), strict=True):
        counts = {
            reason.value: str(found.reasons.get(reason) or "") for reason in words.MISSING_REASONS
        }
        told[key] = {"grade": name, **counts, "sum": str(sum(found.reasons.values()))}
    return told


def moves(book: Book) -> dict[str, Row]:
    """Who came or left, the latest first."""
    return {each.id: _move(book, each) for each in reversed(book.moves)}


def _move(book: Book, each: Move) -> Row:
    child = book.children.get(each.student)
    return {
        "day": each.day.isoformat(),
        "class": classes.short(book.classes[each.class_id]),
        "kind": (words.CENSUS_MOVES[each.kind], "blue" if each.coming else "grey"),
        "name": child.name if child else each.name,
        "count": str(each.count),
        "place": "在花名册" if child else "不在花名册",
        "note": each.note,
    }
