"""Without which facts a paper has no ground: each Refused, by name, before a number is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kongchuo_desktop.domain.attendance import absences
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.forms import Form
from kongchuo_desktop.services.filling.subjects import OfChild, Subject


def check(form: Form, subject: Subject) -> None:
    """Refused where what the form is about lacks the fact it needs."""
    if form.needs:
        GROUNDS[form.needs](form, subject)


def _child_of(subject: Subject) -> OfChild:
    while not isinstance(subject, OfChild):
        assert subject.up is not None
        subject = subject.up
    return subject


def _absent(form: Form, subject: Subject) -> None:
    """Absent without leave now (F02, F03)."""
    child = _child_of(subject)
    book, id_ = child.school.book, child.child.id
    runs = absences(book.reported(id_), book.marks.get(id_, {})) if id_ in book.pupils else []
    if not runs or not runs[-1].open:
        raise Refused(
            f"{child.student}现在没有无故缺课的记录，不能发{form.words}，没有编号。"
            "请先在“考勤”里登记缺课。"
        )


GROUNDS: Mapping[str, Callable[[Form, Subject], None]] = {"absent": _absent}
