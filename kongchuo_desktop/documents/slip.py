"""Slips of several parts on one sheet: what 请假条 and 补假手续单 have in common;
家访记录表 shares their heading and cells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from kongchuo_desktop.documents import grid, marks, typeset, wording
from kongchuo_desktop.documents.breaking import Room, Run
from kongchuo_desktop.documents.grid import Cell, Row, label
from kongchuo_desktop.documents.typeset import MM, PAGE_HEIGHT, PAGE_WIDTH, Press, Setting
from kongchuo_desktop.documents.wording import Value, Wording
from kongchuo_desktop.domain.papers import LeaveSlip

LEFT = 18 * MM
WIDTH = PAGE_WIDTH - 2 * LEFT
SHARES = 174
KINDS = ("病假", "事假", "其他")
LOW, HIGH = 8.5 * MM, 12.5 * MM
SIDE = 64 * MM
NOTE_SIZE = 10.0


class Part(NamedTuple):
    """One part: what it is called, its form, and what is said below it, left and right."""

    name: Value
    rows: tuple[Row, ...]
    note: Value
    note_right: Value = ()


def draw(press: Press, slip: LeaveSlip, title: Value, parts: Sequence[Part]) -> None:
    """All parts of one slip, equally high, one below the other; cut lines carry its number."""
    share = PAGE_HEIGHT / len(parts)
    for at, part in enumerate(parts):
        top = PAGE_HEIGHT - at * share
        if at:
            marks.cut_line(press, top, slip.number)
        head = Heading(slip.school, slip.number, part.name, title)
        setting = Setting(NOTE_SIZE, 13, WIDTH, align="left")
        height = head.height + sum(row.height for row in part.rows)
        height += 1.5 * MM + typeset.line_count(part.note, setting) * setting.leading
        below = top - max(4.5 * MM, (share - height) / 2)
        below = head.draw(press, below)
        below = grid.form(press, part.rows, LEFT, below, WIDTH)
        press.text(part.note, LEFT, below - 1.5 * MM, setting)
        if part.note_right:
            right = setting._replace(align="right")
            press.text(part.note_right, LEFT, below - 1.5 * MM, right)
    press.next_page()


class Heading:
    """School and part at the left, the title in the middle, the number at the right."""

    def __init__(self, school: str | None, number: str | None, part: Value, title: Value) -> None:
        self._school: Value = (Run(school, "hei", whole=True),) if school else (Room(14.0),)
        self._number: Value = (
            (Run(number, "kai"),) if number else (Run("编号：", "kai"), Room(10.0))
        )
        self._part = part
        self._title = tuple(run._replace(role="title") for run in title if isinstance(run, Run))
        size = marks.fitting(self._school, SIDE, (10.5, 10, 9.5, 9))
        self._set = Setting(size, 13, SIDE, align="left")
        lines = typeset.line_count(self._school, self._set)
        self.height = lines * self._set.leading + 18

    def draw(self, press: Press, top: float) -> float:
        below = press.text(self._school, LEFT, top, self._set)
        press.text(self._part, LEFT, below - 1, Setting(10.5, 14, SIDE, align="left"))
        press.text(self._title, LEFT, below + 9, Setting(18, 22, WIDTH, align="center"))
        size = marks.fitting(self._number, SIDE, (10.5, 10, 9.5, 9, 8))
        right = Setting(size, 14, SIDE, align="right")
        press.text(self._number, LEFT + WIDTH - SIDE, below - 1, right)
        return top - self.height


def boxes(chosen: str | None, options: Sequence[str]) -> Value:
    """Every option with its box, the chosen one ticked; an unforeseen one under 其他."""
    shown = []
    for option in options:
        ticked = chosen == option
        extra = ""
        if option == "其他" and chosen and chosen not in options:
            ticked, extra = True, f"（{chosen}）"
        shown.append(f"{'☑' if ticked else '□'}{option}{extra}")
    return (Run(" ".join(shown)),)


def half_day(day: date | None, half: str | None) -> Value:
    return (*wording.day(day), Run(half) if half else Run("□上午□下午"))


def days(half_days: int | None) -> Value:
    """Half days as days: 3 is 1.5."""
    if half_days is None:
        return (Room(3.0),)
    return (Run(f"{half_days / 2:g}"),)


def cell(text: str | None, share: float) -> Cell:
    """A value in its cell; an empty cell is room enough to write."""
    return Cell((Run(text),) if text else (), share)


def name(text: str | None) -> Value:
    return (Run(text, whole=True),) if text else ()


def labelled(text: Wording, key: str, share: float) -> Cell:
    return label(marks.words_of(text(key, {})), share)


def row(text: Wording, values: dict[str, Value], key: str, filled: str) -> Row:
    """One label and one sentence across the form."""
    return Row(LOW, (labelled(text, key, 22), Cell(text(filled, values), SHARES - 22)))


def reason(text: Wording, slip: LeaveSlip) -> Row:
    return Row(HIGH, (labelled(text, "reason", 22), cell(slip.reason, SHARES - 22)))


def who(slip: LeaveSlip, text: Wording, values: dict[str, Value]) -> Row:
    """The child, its class, and what kind of leave it is."""
    return Row(
        LOW,
        (
            labelled(text, "name", 22),
            Cell(name(slip.student_name), 50),
            labelled(text, "class", 14),
            cell(slip.class_name, 36),
            labelled(text, "kind", 14),
            Cell(text("kind_boxes", values), 38, align="center"),
        ),
    )
