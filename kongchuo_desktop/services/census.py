"""The opening-days census: children registered as arrived or not, moves, figures set by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from kongchuo_desktop.domain import census as rules
from kongchuo_desktop.domain.calendar import Term
from kongchuo_desktop.domain.census import Arrival, HandFigure, Move, MoveKind, State, Why
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.domain.roster import EXPECTED, NUMERALS, Status, Student
from kongchuo_desktop.services import calendar, classes, roster
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import census, students
from kongchuo_desktop.store import classes as class_rows

COUNTED = EXPECTED | {Status.PENDING}
"""Who has to arrive: a child that has enrolled and not reported yet (应入学未报到) too."""


def term(ctx: Context) -> Term:
    """The term whose census is held: one about to begin goes before the one that runs out."""
    today = ctx.today()
    coming = [t for t in calendar.terms() if t.first - rules.BEFORE <= today <= t.last]
    return max(coming, key=lambda each: each.first) if coming else ctx.calendar.term


def arrive_class(
    ctx: Context, class_id: str, day: date, exceptions: Mapping[str, Why] | None = None
) -> None:
    """A whole class at once: everybody not registered yet has arrived, except those named.

    A child that is registered as missing stays so, until it is said to have arrived.
    """
    every = classes.seen(ctx)
    if class_id not in every:
        raise Refused("这个班不在您负责的班级里，没有登记。")
    members = students.of_class(class_id)
    missing = exceptions or {}
    if not missing.keys() <= members.keys():
        raise Refused("有学生不在这个班里，整班没有登记。请核对姓名后重新登记。")
    held = census.arrivals(term(ctx).code)
    gone = {move.student for move in _moves(ctx) if not move.coming and move.day <= day}
    arriving = [
        child
        for id_, child in members.items()
        if child.status in COUNTED
        and id_ not in gone
        and id_ not in missing
        and (id_ not in held or held[id_].state(day) is State.UNREPORTED)
    ]
    _check_day(ctx, day)
    where = f"{classes.short(every[class_id])} {day.month}月{day.day}日报到"
    with ctx.write(f"登记 {where}：到{len(arriving)}人，未到{len(missing)}人"):
        _arrive(ctx, arriving, day)
        _miss(ctx, {members[id_].id: why for id_, why in missing.items()}, day)


def arrive(ctx: Context, ids: Sequence[str], day: date) -> None:
    """These children are at school from a day on; those who were there before keep their day."""
    children = _children(ctx, ids)
    _check_day(ctx, day)
    with ctx.write(f"登记 {_who(children)} 报到"):
        _arrive(ctx, children, day)


def absent(ctx: Context, ids: Sequence[str], day: date, why: Why) -> None:
    """These children have not arrived, all for the same reason."""
    children = _children(ctx, ids)
    _check_day(ctx, day)
    with ctx.write(f"登记 {_who(children)} 未到"):
        _miss(ctx, dict.fromkeys((child.id for child in children), why), day)


def clear(ctx: Context, ids: Sequence[str]) -> None:
    """What was registered of these children was a mistake: they are 未登记 again."""
    children = _children(ctx, ids)
    with ctx.write(f"清除 {_who(children)} 的报到登记"):
        census.clear(term(ctx).code, [child.id for child in children])


def move(ctx: Context, ids: Sequence[str], kind: MoveKind, day: date, note: str = "") -> None:
    """These children of the roster came in these days, or left."""
    children = _children(ctx, ids)
    _check_day(ctx, day)
    earlier = _moves(ctx)
    made = [
        rules.move(
            Move(
                id=new_id(),
                term=term(ctx).code,
                class_id=child.class_id,
                kind=kind,
                day=day,
                student=child.id,
                name=child.name,
                note=note,
            ),
            earlier,
        )
        for child in children
    ]
    with ctx.write(f"登记 {_who(children)} 变动"):
        census.add_moves(made)


def move_others(
    ctx: Context,
    class_id: str,
    kind: MoveKind,
    day: date,
    count: int = 1,
    name: str = "",
    note: str = "",
) -> None:
    """So many children of a class who are not in the roster came in these days, or left."""
    every = classes.seen(ctx)
    if class_id not in every:
        raise Refused("这个班不在您负责的班级里，没有登记。")
    _check_day(ctx, day)
    made = rules.move(
        Move(
            id=new_id(),
            term=term(ctx).code,
            class_id=class_id,
            kind=kind,
            day=day,
            count=count,
            name=name,
            note=note,
        ),
        (),
    )
    with ctx.write(f"登记 {classes.short(every[class_id])} {count}人变动"):
        census.add_moves([made])


def remove_moves(ctx: Context, ids: Sequence[str]) -> None:
    """Moves registered by mistake."""
    held = {each.id for each in _moves(ctx)}
    if not ids or not held.issuperset(ids):
        raise Refused("这条变动已经不在（可能刚被撤销或删除），没有改动。")
    with ctx.write(f"删除{len(ids)}条报到变动"):
        census.remove_moves(ids)


def set_figures(ctx: Context, what: Sequence[HandFigure]) -> None:
    """Figures of a grade as the school counts them, with the reason; they stand beside what the
    roster gives. A figure without a number takes the computed one again."""
    if ctx.scope is not None:
        raise Refused("年级的数由能看全校的人手工填，没有改动。")
    held = [replace(each, reason=each.reason.strip()) for each in what]
    for each in held:
        if each.number is not None and each.number < 0:
            raise Invalid(**{each.item.value: "人数不能是负数"})
        if each.number is not None and not each.reason:
            raise Invalid(reason="请写明为什么与花名册算出的不同")
    told = sorted({f"{NUMERALS[each.grade]}年级" for each in held})
    with ctx.write(f"手工填写 {'、'.join(told)} 报到基数和变动数"):
        for each in held:
            census.set_figure(term(ctx).code, each)


def why(ctx: Context, student: str) -> Why | None:
    """What is known of a child that is registered as missing."""
    [child] = _children(ctx, [student])
    held = census.arrivals(term(ctx).code).get(child.id)
    return held.why if held else None


def _moves(ctx: Context) -> list[Move]:
    return census.moves(term(ctx).code, ctx.scope)


def _children(ctx: Context, ids: Sequence[str]) -> list[Student]:
    found = students.of_ids(ids)
    if not ids or found.keys() != set(ids):
        raise Refused("有学生已经不在花名册里（可能刚被撤销），没有改动。")
    if not {child.class_id for child in found.values()} <= classes.seen(ctx).keys():
        raise Refused("有学生不在您负责的班级里，没有改动。")
    return list(found.values())


def _who(children: Sequence[Student]) -> str:
    return children[0].name if len(children) == 1 else f"{len(children)}名学生"


def _check_day(ctx: Context, day: date) -> None:
    rules.check_day(day, term(ctx), ctx.today())


def _arrive(ctx: Context, children: Sequence[Student], day: date) -> None:
    """Reporting at school enrols a child that was to enrol (rules §4.1)."""
    code = term(ctx).code
    held = census.arrivals(code)
    blank = [Arrival(student=child.id, term=code) for child in children]
    census.put(rules.arrive(held.get(each.student, each), day) for each in blank)
    every = class_rows.everything()
    enrolled = [
        replace(child, status=Status.ENROLLED)
        for child in children
        if child.status is Status.PENDING
    ]
    if enrolled:
        students.save([(child, roster.spelling(every, child)) for child in enrolled])


def _miss(ctx: Context, reasons: Mapping[str, Why], day: date) -> None:
    code = term(ctx).code
    held = census.arrivals(code)
    census.put(
        rules.miss(held.get(student, Arrival(student=student, term=code)), day, each)
        for student, each in reasons.items()
    )
