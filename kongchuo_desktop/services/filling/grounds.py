"""Without which facts a paper has no ground: each Refused, by name, before a number is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.forms import Form
from kongchuo_desktop.services.filling.subjects import WORKING_AGE, Subject


def check(form: Form, subject: Subject) -> None:
    """Refused where what the form is about lacks the fact it needs."""
    if (why := lacking(form, subject)) is not None:
        raise Refused(why)


def lacking(form: Form, subject: Subject) -> str | None:
    """Why there is no ground for the form, as a sentence; None where there is."""
    found = (GROUNDS[ground](form, subject) for ground in form.needs)
    return next((why for why in found if why is not None), None)


def _absent(form: Form, subject: Subject) -> str | None:
    """Absent without leave now (F02, F03)."""
    if subject.value("absent_from") is not None:
        return None
    return (
        f"{subject.value('student')}现在没有无故缺课的记录，不能发{form.words}，没有编号。"
        "请先在“考勤”里登记缺课。"
    )


def _away(form: Form, subject: Subject) -> str | None:
    """The case is about a child that is still to be brought back (F01, F32-5, F32-7, F32-8)."""
    if subject.value("case_outcome") is None:
        return None
    return (
        f"{subject.value('student')}这次缺课已经了结（{subject.value('case_outcome')}），"
        f"不能再发{form.words}，没有编号。"
    )


def _missing(form: Form, subject: Subject) -> str | None:
    """The case is about a child that is not at school and not accounted for; one that is lost is
    still to be found (F12)."""
    if subject.value("missing"):
        return None
    return (
        f"{subject.value('student')}这次缺课已经了结（{subject.value('case_outcome')}），"
        f"不用再报{form.words}，没有编号。"
    )


def _overdue(form: Form, subject: Subject) -> str | None:
    """A notice was given, and its last day has passed (F32-7)."""
    if subject.value("overdue_days") is not None:
        return None
    return (
        f"{subject.value('student')}没有过了期限的复学通知书，不能写{form.words}，没有编号。"
        "请先发通知书，期限过了再报告。"
    )


def _returned(form: Form, subject: Subject) -> str | None:
    """The child is back (F13, F32-9)."""
    if subject.value("return_day") is not None:
        return None
    return (
        f"{subject.value('student')}还没有返校，不能写{form.words}，没有编号。"
        "请先在“劝返”里登记复学，或者等考勤记到返校。"
    )


def _under_age(form: Form, subject: Subject) -> str | None:
    """Nobody of sixteen is a child at work (LAW-TG-3)."""
    age = subject.value("age")
    if age is None or age < WORKING_AGE:
        return None
    return f"{subject.value('student')}已满{WORKING_AGE}周岁，不能按童工线索移送，没有编号。"


def _working(form: Form, subject: Subject) -> str | None:
    """The child was found to be at work (F32-5)."""
    if subject.value("working"):
        return None
    return (
        f"{subject.value('student')}没有核实为在外务工，不能发{form.words}，没有编号。"
        "请先在“劝返”里核实原因和去向。"
    )


def _catch_up(form: Form, subject: Subject) -> str | None:
    """A slip that goes through the township, as leave from a 补偿班 does (F07)."""
    if subject.value("catch_up"):
        return None
    return (
        f"{subject.value('student')}不在补偿班，不用{form.words}，没有编号。"
        "请打印“请假条”；班级设错了的，先在“班主任”里设置补偿班。"
    )


def _no_dropout(form: Form, subject: Subject) -> str | None:
    """A class to be praised (F32-15)."""
    if subject.value("no_dropout_count"):
        return None
    return f"现在没有一个班没有辍学或未返校的学生，{form.words}没有可以表扬的班级，没有编号。"


GROUNDS: Mapping[str, Callable[[Form, Subject], str | None]] = {
    "absent": _absent,
    "away": _away,
    "missing": _missing,
    "overdue": _overdue,
    "returned": _returned,
    "no_dropout": _no_dropout,
    "under_age": _under_age,
    "working": _working,
    "catch_up": _catch_up,
}
