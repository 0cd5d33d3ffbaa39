"""Exams and their scores, in bulk: a sheet of results is written, replaced and read as a whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from kongchuo_desktop.domain.exams import Exam, ExamKind, Score, Sitting
from kongchuo_desktop.store.models import ExamRow, proxy
from kongchuo_desktop.store.students import scoped


def add(exam: Exam) -> None:
    ExamRow.create(
        id=exam.id, name=exam.name, day=exam.day.isoformat(), kind=exam.kind, term=exam.term
    )


def save(exam: Exam) -> None:
    """The kind of a known exam."""
    ExamRow.update(kind=exam.kind).where(ExamRow.id == exam.id).execute()


def called(name: str, day: date) -> Exam | None:
    """The exam of this name on this day."""
    row = ExamRow.get_or_none((ExamRow.name == name) & (ExamRow.day == day.isoformat()))
    return _exam(row) if row else None


def everything(terms: Collection[str] | None = None) -> Sequence[Exam]:
    """The exams of these terms, or all, the latest first."""
    query = ExamRow.select()
    if terms is not None:
        query = query.where(ExamRow.term.in_(terms))
    return [_exam(row) for row in query.order_by(ExamRow.day.desc(), ExamRow.name)]


def _exam(row: ExamRow) -> Exam:
    return Exam(
        id=row.id,
        name=row.name,
        day=date.fromisoformat(row.day),
        kind=ExamKind(row.kind),
        term=row.term,
    )


def put(exam: str, scores: Iterable[tuple[str, Score]]) -> None:
    """Scores of an exam, each with the class the child is in, in place of what was there."""
    proxy.connection().cursor().executemany(
        "INSERT OR REPLACE INTO exam_score (exam, student, subject, class, points, full_marks)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        ((exam, s.student, s.subject, class_id, s.points, s.full) for class_id, s in scores),
    )


def clear(exam: str, places: Iterable[tuple[str, str]]) -> None:
    """Forget the scores of an exam in (class, subject)."""
    proxy.connection().cursor().executemany(
        "DELETE FROM exam_score WHERE exam = ? AND class = ? AND subject = ?",
        ((exam, class_id, subject) for class_id, subject in places),
    )


def of_student(student: str) -> Sequence[tuple[Exam, Mapping[str, Score]]]:
    """A child's scores by subject, exam by exam, the latest first."""
    held: dict[str, dict[str, Score]] = {}
    for exam, sitting in _sittings("e.student = ?", [student]):
        held[exam] = dict(sitting[student].scores)
    return [(exam, held[exam.id]) for exam in everything() if exam.id in held]


def sittings(exams: Sequence[str], scope: frozenset[str] | None) -> dict[str, dict[str, Sitting]]:
    """Everybody's scores in these exams, by exam and child: of all classes that a child of the
    scope sat one in, since a place in a class needs the whole class."""
    where, values = scoped("s.class", scope)
    chosen = ", ".join("?" * len(exams))
    wanted = f"e.exam IN ({chosen})"
    if scope is not None:
        wanted += (
            " AND e.class IN (SELECT o.class FROM exam_score o JOIN student s ON s.id = o.student"
            f" WHERE {where})"
        )
    return dict(_sittings(wanted, [*exams, *values]))


def _sittings(where: str, values: Sequence[str]) -> Iterator[tuple[str, dict[str, Sitting]]]:
    rows: Iterable[Any] = proxy.connection().execute(
        "SELECT e.exam, e.student, e.class, e.subject, e.points, e.full_marks"
        f" FROM exam_score e WHERE {where}",
        values,
    )
    held: dict[str, dict[str, tuple[str, dict[str, Score]]]] = {}
    for exam, student, class_id, subject, points, full in rows:
        of_exam = held.setdefault(exam, {})
        _class, scores = of_exam.setdefault(student, (class_id, {}))
        scores[subject] = Score(student=student, subject=subject, points=points, full=full)
    for exam, found in held.items():
        yield exam, {student: Sitting(*sitting) for student, sitting in found.items()}


def pupils(scope: frozenset[str] | None) -> dict[str, str]:
    """The children of a scope of classes, whatever their status: id → class."""
    where, values = scoped("class", scope)
    return dict(proxy.connection().execute(f"SELECT id, class FROM student WHERE {where}", values))


def counts(scope: frozenset[str] | None) -> dict[str, tuple[int, int]]:
    """How many children of a scope have a result in each exam, and how many subjects it had."""
    where, values = scoped("s.class", scope)
    rows = proxy.connection().execute(
        "SELECT e.exam, count(DISTINCT e.student), count(DISTINCT e.subject) FROM exam_score e"
        f" JOIN student s ON s.id = e.student WHERE {where} GROUP BY e.exam",
        values,
    )
    return {exam: (children, subjects) for exam, children, subjects in rows}
