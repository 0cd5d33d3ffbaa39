"""Without which facts a paper has no ground: each Refused, by name, before a number is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.forms import Form
from kongchuo_desktop.services.filling.subjects import Subject


def check(form: Form, subject: Subject) -> None:
    """Refused where what the form is about lacks the fact it needs."""
    if (why := lacking(form, subject)) is not None:
        raise Refused(why)


def lacking(form: Form, subject: Subject) -> str | None:
    """Why there is no ground for the form, as a sentence; None where there is."""
    return GROUNDS[form.needs](form, subject) if form.needs else None


def _absent(form: Form, subject: Subject) -> str | None:
    """Absent without leave now (F02, F03)."""
    if subject.value("absent_from") is not None:
        return None
    return (
        f"{subject.value('student')}现在没有无故缺课的记录，不能发{form.words}，没有编号。"
        "请先在“考勤”里登记缺课。"
    )


def _catch_up(form: Form, subject: Subject) -> str | None:
    """A slip that goes through the township, as leave from a 补偿班 does (F07)."""
    if subject.value("catch_up"):
        return None
    return (
        f"{subject.value('student')}不在补偿班，不用{form.words}，没有编号。"
        "请打印“请假条”；班级设错了的，先在“班主任”里设置补偿班。"
    )


GROUNDS: Mapping[str, Callable[[Form, Subject], str | None]] = {
    "absent": _absent,
    "catch_up": _catch_up,
}
