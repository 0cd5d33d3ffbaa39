"""Exam results: taking in a workbook of them, and what they say of each child."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kongchuo_desktop.domain import exams as rules
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.exams import Exam, ExamKind, Score, Signals
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.services import calendar, lookup, roster
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import classes, exams, students

if TYPE_CHECKING:
    from kongchuo_desktop.domain.exam_import import Plan
    from kongchuo_desktop.spreadsheets.score_table import ScoreTable

Progress = Callable[[int, int], None]
GUESSES = ("期中", "期末")
LONGEST = 40
_WORDS_OF_FILES = re.compile(r"成绩|统计|登记|分析|汇总|表")


@dataclass(frozen=True, slots=True)
class Inspection:
    """A workbook read and compared with the roll; nothing has been written.

    `exam.id` is empty for a new exam; `replaced` counts children whose results would be written
    anew, `full` are full marks given by hand.
    """

    path: Path
    table: ScoreTable
    exam: Exam
    plan: Plan
    replaced: int = 0
    full: Mapping[str, float] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        plan = self.plan
        return {
            "children": len(plan.taken),
            "absent": plan.absent,
            "replaced": self.replaced,
            "refused": len({(fault.sheet, fault.row) for fault in plan.refused}),
            "empty": len(plan.empty),
        }


@dataclass(frozen=True, slots=True)
class Listed:
    """An exam with how many children of the scope have a result in it, in how many subjects."""

    exam: Exam
    children: int
    subjects: int


def read(ctx: Context, path: Path, progress: Progress | None = None) -> ScoreTable:
    """The results in a file, before anything is compared with the roll."""
    from kongchuo_desktop.spreadsheets import reader, score_table

    return score_table.read_table(reader.read(path, progress), roster.year(ctx))


def guess_name(table: ScoreTable) -> str:
    """期中考试 or 期末考试, where the file's name or its titles say so; else the file's name."""
    told = " ".join((table.name, *table.titles))
    stem = _WORDS_OF_FILES.sub("", Path(table.name).stem).strip()
    return next((f"{word}考试" for word in GUESSES if word in told), stem[:LONGEST] or "考试")


def look(
    ctx: Context,
    path: Path,
    name: str,
    day: date,
    full: Mapping[str, float] | None = None,
    kind: ExamKind | None = None,
    *,
    table: ScoreTable | None = None,
    progress: Progress | None = None,
) -> Inspection:
    """What importing a file as this exam would do; `full` overrides full marks, by subject.

    `table` is the file where it has been read already.
    """
    exam = _exam(ctx, name, day, kind)
    found = table or read(ctx, path, progress)
    given = dict(full or {})
    _check_full(given, found)
    plan = _plan(ctx, found, given)
    return Inspection(path, found, exam, plan, len(_replaced(exam, plan)), given)


def _exam(ctx: Context, name: str, day: date, kind: ExamKind | None) -> Exam:
    wrong: dict[str, str] = {}
    called = " ".join(name.split())
    if not called:
        wrong["name"] = "请写考试名称，例如 期中考试"
    elif len(called) > LONGEST:
        wrong["name"] = f"考试名称最多{LONGEST}个字"
    if day > ctx.today():
        wrong["day"] = "考试日期在今天之后，请核对"
    if wrong:
        raise Invalid(**wrong)
    known = exams.called(called, day)
    made = Exam(
        name=called,
        day=day,
        kind=rules.kind_of(called),
        term=calendar.current(day).term.code,
    )
    found = known or made
    return replace(found, kind=kind) if kind else found


def _check_full(given: Mapping[str, float], table: ScoreTable) -> None:
    from kongchuo_desktop.domain.exam_import import MOST

    for subject, full in given.items():
        if subject not in table.subjects:
            held = "、".join(table.subjects)
            raise Invalid(full=f"文件里没有“{subject}”这一科（有{held}），没有导入任何内容。")
        if not 0 < full <= MOST:
            raise Invalid(full=f"{subject}满分要在1到{MOST:g}之间，没有导入任何内容。")


def _plan(ctx: Context, table: ScoreTable, full: Mapping[str, float]) -> Plan:
    from kongchuo_desktop.domain import exam_import

    return exam_import.plan(
        table.rows,
        students.everybody(ctx.scope).values(),
        roster.class_names(classes.everything().values()),
        {**table.full, **full},
    )


def _places(plan: Plan) -> set[tuple[str, str]]:
    """What a file is about: (class, subject)."""
    return {(each.child.class_id, s.subject) for each in plan.taken for s in each.scores}


def _replaced(exam: Exam, plan: Plan) -> set[str]:
    """Children with results that would be written anew, or are no longer in the file."""
    if not exam.id:
        return set()
    places = _places(plan)
    taken = {each.child.id for each in plan.taken}
    held = exams.sittings([exam.id], None).get(exam.id, {})
    return {
        student
        for student, sitting in held.items()
        if student in taken or any((sitting.class_id, s) in places for s in sitting.scores)
    }


def take_in(ctx: Context, inspection: Inspection) -> dict[str, int]:
    """Do what the inspection showed, as one operation; its counts.

    Results of the same classes and subjects in the same exam are replaced; those of other classes,
    which come in other files, stay. Refused when the roll or the exam has changed since.
    """
    if not inspection.plan.taken:
        raise Refused("文件里没有一行可以导入，没有写入任何内容。请按退回的原因改好再导入。")
    plan = inspection.plan
    exam = inspection.exam
    label = f"导入{exam.name}成绩（{len(plan.taken)}人）"
    with ctx.write(label):
        now = exams.called(exam.name, exam.day)
        if (
            _plan(ctx, inspection.table, inspection.full) != plan
            or (now.id if now else "") != exam.id
        ):
            raise Refused(
                "预览以后花名册或这次考试的成绩又有改动，没有写入。请重新选文件再看一遍。"
            )
        if now is None:
            exam = replace(exam, id=new_id())
            exams.add(exam)
        elif now != exam:
            exams.save(exam)
        exams.clear(exam.id, _places(plan))
        exams.put(exam.id, ((each.child.class_id, s) for each in plan.taken for s in each.scores))
    return inspection.counts


def listed(ctx: Context) -> list[Listed]:
    """The exams in which children of the scope have results, the latest first."""
    counts = exams.counts(ctx.scope)
    return [Listed(exam, *counts[exam.id]) for exam in exams.everything() if exam.id in counts]


def of_student(ctx: Context, student: str) -> Sequence[tuple[Exam, Mapping[str, Score]]]:
    """A child's exams with its scores by subject, the latest first."""
    lookup.seen(ctx, student)
    return exams.of_student(student)


def latest(ctx: Context, class_id: str | None = None) -> dict[str, Signals]:
    """What the latest 期中 or 期末 says of every child in scope, or of one class, in one pass.

    A child whose class has sat none in this or the last term is not in it: nothing is known.
    """
    term = ctx.calendar.term.code
    last = rules.term_before(term)
    scope = ctx.scope
    if class_id is not None:
        scope = frozenset({class_id}) & (frozenset({class_id}) if scope is None else scope)
    main = [
        e for e in exams.everything({term, last, rules.term_before(last)}) if e.kind in rules.MAIN
    ]
    sittings = exams.sittings([exam.id for exam in main], scope)
    held = [rules.of(exam, sittings.get(exam.id, {})) for exam in main]
    found: dict[str, Signals] = {}
    for student, now_in in exams.pupils(scope).items():
        told = rules.signals(student, now_in, held)
        if told and told.exam.term in {term, last}:
            found[student] = told
    return found


def line(scores: Mapping[str, Score]) -> str:
    """语文78　数学52, as a list shows one exam of one child."""
    return "　".join(f"{s}{rules.shown(scores[s].points)}" for s in rules.order(scores))


def full_words(plan: Plan) -> dict[str, str]:
    """Full marks by subject as they would be written: 120, or 100、120 where grades differ."""
    return {
        subject: "、".join(f"{each:g}" for each in sorted(full))
        for subject, full in plan.full.items()
    }


def as_json(inspection: Inspection) -> dict[str, Any]:
    """The contract of `exam import --json`."""
    exam, plan = inspection.exam, inspection.plan
    return {
        "exam": exam_json(exam),
        **inspection.counts,
        "full": {subject: sorted(full) for subject, full in plan.full.items()},
        "refused_rows": [
            {"row": f.row, "name": f.name, "column": f.column, "value": f.value, "reason": f.reason}
            for f in plan.refused
        ],
        "notes": list(inspection.table.notes),
    }


def exam_json(exam: Exam) -> dict[str, str]:
    return {
        "name": exam.name,
        "date": exam.day.isoformat(),
        "kind": words.EXAM_KINDS[exam.kind],
        "term": exam.term,
    }
