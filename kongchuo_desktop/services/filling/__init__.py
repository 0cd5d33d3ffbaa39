"""What a form is filled with: its fields looked up on what it is about, its lists read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.forms import About, Filled, Form, slots
from kongchuo_desktop.services import forms, lookup
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.filling import grounds
from kongchuo_desktop.services.filling.subjects import OfChild, OfClass, OfSchool, Subject
from kongchuo_desktop.services.letters import Letter

WHOLE_SCHOOL = "您只负责部分班级，“{words}”是全校的，请到教务处打印。没有编号。"
ON_BLANKS = ("school", "school_code", "township", "township_government", "bureau", "office")


def _class(school: OfSchool, class_id: str) -> Subject:
    if class_id not in school.classes:
        raise Refused("这个班不在您负责的班级里（或者已经没有了），没有打印。")
    return OfClass(school, school.classes[class_id])


def _child(school: OfSchool, student: str) -> Subject:
    return OfChild(school, lookup.seen(school.ctx, student))


def _case(school: OfSchool, case_id: str) -> Subject:
    from kongchuo_desktop.services import cases
    from kongchuo_desktop.services.filling.case import OfCase

    return OfCase(school, cases.get(school.ctx, case_id))


def _sheet(school: OfSchool, sheet_id: str) -> Subject:
    from kongchuo_desktop.services.filling.sheet import OfSheet
    from kongchuo_desktop.store import papers

    found = papers.get_sheet(sheet_id)
    if found.state != "issued":
        raise Refused(f"{found.words}已经作废，不用打印它的回证。没有打印。")
    if not found.student:
        raise Refused(f"{found.words}不是给一户家长的，没有送达回证。没有打印。")
    return OfSheet(school, found)


def _leave(school: OfSchool, slip_id: str) -> Subject:
    from kongchuo_desktop.services.filling.leave import OfLeave

    return OfLeave(school, slip_id)


SUBJECTS: Mapping[About, Callable[[OfSchool, str], Subject]] = {
    About.SCHOOL: lambda school, _: school,
    About.CLASS: _class,
    About.CHILD: _child,
    About.CASE: _case,
    About.SHEET: _sheet,
    About.LEAVE: _leave,
}


def letters_of(ctx: Context, form: Form, targets: Sequence[str], purpose: str = "") -> list[Letter]:
    """One letter for each target; a form about the school has one, whatever is named."""
    if form.about is About.SCHOOL and ctx.scope is not None:
        raise Refused(WHOLE_SCHOOL.format(words=form.words))
    school = OfSchool(ctx, purpose)
    wanted = targets if form.about is not About.SCHOOL else [""]
    return [_letter(form, SUBJECTS[form.about](school, target), target) for target in wanted]


def with_ground(ctx: Context, form: Form, targets: Sequence[str]) -> list[str]:
    """Those of many for whom the paper has its ground: of a class, the children who are absent."""
    school = OfSchool(ctx)
    return [
        target
        for target in targets
        if grounds.lacking(form, SUBJECTS[form.about](school, target)) is None
    ]


def _letter(form: Form, subject: Subject, target: str) -> Letter:
    grounds.check(form, subject)
    child = subject if isinstance(subject, OfChild) else subject.up
    of_child = isinstance(child, OfChild)
    return Letter(
        student=child.child.id if isinstance(child, OfChild) else "",
        name=str(subject.value("student") or "") if of_child else "",
        class_name=str(subject.value("class_name") or ""),
        target=target,
        paper=Filled(form=form, values=fill(form, subject)),
    )


def blank(ctx: Context) -> dict[str, Any]:
    """What stands on a sheet to be filled in by hand: whose it is."""
    school = OfSchool(ctx)
    return {field: school.value(field) for field in ON_BLANKS}


def fill(form: Form, subject: Subject) -> dict[str, Any]:
    """The values of every field the form names; None where nothing is known.

    A list becomes rows with the fields its columns name, whatever else its records know.
    """
    from kongchuo_desktop.services.filling.lists import LISTS

    shipped = forms.shipped().get(form.id, form)
    values = {field: subject.value(field) for field in sorted(form.fields | shipped.fields)}
    for listing in form.listings:
        if listing.field in LISTS:
            wanted = sorted({slot for column in listing.columns for slot in slots(column.text)})
            wanted += [listing.strong] if listing.strong else []
            rows: Sequence[Any] = LISTS[listing.field](subject)
            held = [_row(row, wanted) for row in rows]
            values[listing.field] = _joined(values.get(listing.field), held)
    return values


def _row(row: Subject | Mapping[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    if isinstance(row, Subject):
        return {field: row.value(field) for field in wanted if field != "n"}
    return {field: row[field] for field in wanted if field in row}


def _joined(
    before: Sequence[Mapping[str, Any]] | None, rows: Sequence[Mapping[str, Any]]
) -> tuple[Mapping[str, Any], ...]:
    """The same records listed twice, with other columns each time: one row that knows both."""
    if not before:
        return tuple(rows)
    return tuple({**old, **new} for old, new in zip(before, rows, strict=True))
