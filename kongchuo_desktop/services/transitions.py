"""衔接核对: a leaving list against an arriving list, or against the own roster (S2a 五)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kongchuo_desktop.domain import transitions as rules
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.roster import NUMERALS
from kongchuo_desktop.domain.transitions import Listed, Transition
from kongchuo_desktop.services import classes, roster, saving
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import students

HEADINGS = ("情况", "姓名", "性别", "出生日期", "学籍号", "原班级", "现班级", "监护人", "电话")


def compare(
    ctx: Context, leaving: Path, arriving: Path | None = None, grade: int | None = None
) -> Transition:
    """Who is on the leaving list and not on the arriving one; without a file, not on the roster of
    this school, or of one grade of it. Files are only read; Refused as an import would be."""
    left = _read(ctx, leaving)
    came = _read(ctx, arriving) if arriving else _own(ctx, grade)
    return rules.compare(left, came)


def _read(ctx: Context, path: Path) -> list[Listed]:
    from kongchuo_desktop.spreadsheets import reader, roster_table

    table = roster_table.read_table(reader.read(path), None, roster.year(ctx))
    return [
        Listed(entry.student, entry.class_name.full if entry.class_name else "")
        for entry in table.entries
    ]


def _own(ctx: Context, grade: int | None) -> list[Listed]:
    every = classes.seen(ctx)
    return [
        Listed(child, every[child.class_id].name)
        for child in students.everybody(ctx.scope).values()
        if grade in (None, every[child.class_id].grade)
    ]


def told(found: Transition) -> str:
    """The outcome in a sentence."""
    return (
        f"离开{len(found.arrived) + len(found.between) + len(found.doubtful)}人："
        f"已到{len(found.arrived)}人，没有到{len(found.between)}人，"
        f"同名待核对{len(found.doubtful)}人；另有新到{len(found.new)}人"
    )


def save(found: Transition, path: Path) -> None:
    """The names as a workbook: who has not arrived first. ID numbers stay out of it (LAW P5)."""
    from kongchuo_desktop.spreadsheets import writer

    rows = [_row("没有到", each) for each in found.between]
    rows += [
        _row("同名待核对", each, "、".join(map(_who, maybe))) for each, maybe in found.doubtful
    ]
    rows += [_row("已到", each, here.class_name) for each, here in found.arrived]
    rows += [_row("新到", each, each.class_name, own=False) for each in found.new]
    saving.write(path, writer.table("衔接核对", HEADINGS, rows, heading=True))


def _row(what: str, each: Listed, now: str = "", *, own: bool = True) -> Sequence[str]:
    child = each.child
    whom = child.guardians[0] if child.guardians else None
    return [
        what,
        child.name,
        words.SEXES[child.sex] if child.sex else "",
        child.birth.isoformat() if child.birth else "",
        child.student_no,
        each.class_name if own else "",
        now,
        whom.name if whom else "",
        (whom.phone if whom else "") or child.phone,
    ]


def _who(each: Listed) -> str:
    return "　".join(filter(None, [each.class_name, str(each.child.birth or "")]))


def grades() -> Sequence[tuple[int | None, str]]:
    """Against which grade of this school a list can be held."""
    return [(None, "全校"), *((grade, f"{NUMERALS[grade]}年级") for grade in range(1, 10))]
