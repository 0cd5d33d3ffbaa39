"""What importing a sheet of results would do: whose each row is, what is refused and why.

A row whose child is not certain, or with a cell that is no score, is refused whole: half a result
would look like a whole one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kongchuo_desktop.domain import exams
from kongchuo_desktop.domain.census_form import JUNIOR
from kongchuo_desktop.domain.class_names import ClassName
from kongchuo_desktop.domain.exams import CHINESE, ENGLISH, MATHS, Score
from kongchuo_desktop.domain.roster import ON_ROLL, Student
from kongchuo_desktop.domain.roster_import import Fault
from kongchuo_desktop.domain.roster_match import ClassBook, Roll, by_number
from kongchuo_desktop.domain.roster_merge import Entry

FULL = 100.0
JUNIOR_FULL = 120.0
MOST = 300.0  # full marks of one paper


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One row of a sheet: who it says it is about, and its cells that hold something; None is 缺考,
    a text is what cannot be read as a score."""

    row: int  # as the spreadsheet program counts, from 1
    sheet: str
    name: str
    student_no: str = ""
    id_no: str = ""
    seat_no: str = ""
    class_name: ClassName | None = None
    class_fault: str = ""
    cells: Mapping[str, float | str | None]


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that can be imported, and the child it is about."""

    row: ScoreRow
    child: Student
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; nothing has been done."""

    taken: tuple[Taken, ...]
    refused: tuple[Fault, ...]
    empty: tuple[ScoreRow, ...]  # rows of children without any result
    full: Mapping[str, frozenset[float]]  # full marks by subject; several where grades differ

    @property
    def absent(self) -> int:
        """Children who missed at least one subject."""
        return sum(any(s.points is None for s in each.scores) for each in self.taken)


def plan(
    rows: Sequence[ScoreRow],
    children: Iterable[Student],
    classes: Mapping[str, ClassName],
    full: Mapping[str, float] | None = None,
) -> Plan:
    """Match every row with the child it is about: by 学籍号, else ID number, else class and name.

    `full` are full marks by subject where they are known; else 100, and 120 for 语文, 数学 and 英语
    of a junior grade in which anybody has more than 100 in one of them.
    """
    roll = Roll(list(children), ClassBook(classes))
    refused: list[Fault] = []
    empty: list[ScoreRow] = []
    matched: list[tuple[ScoreRow, Student]] = []
    for row in rows:
        found = _child(roll, row)
        if isinstance(found, Fault):
            refused.append(found)
        elif not row.cells:
            empty.append(row)
        else:
            matched.append((row, found))
    marks = _FullMarks(matched, classes, full or {})
    by_child: dict[str, list[ScoreRow]] = {}
    for row, child in matched:
        by_child.setdefault(child.id, []).append(row)
    taken = []
    for row, child in matched:
        faults = [*_doubled(row, by_child[child.id]), *_unreadable(row, marks.of(child))]
        refused += faults
        if not faults:
            taken.append(Taken(row, child, _scores(row, child, marks.of(child))))
    refused.sort(key=lambda fault: (fault.sheet, fault.row))
    return Plan(tuple(taken), tuple(refused), tuple(empty), marks.by_subject())


def _child(roll: Roll, row: ScoreRow) -> Student | Fault:
    """The one child a row is about, or why there is none."""
    told = Student(name=row.name, student_no=row.student_no, id_no=row.id_no)
    numbered = by_number(roll, Entry(row.row, row.sheet, told, row.class_name))
    if numbered.found:
        return numbered.found
    if numbered.reason:
        return _fault(row, "姓名", row.name, numbered.reason)
    if row.class_fault:
        return _fault(row, "班级", "", row.class_fault)
    return _by_class(roll, row)


def _by_class(roll: Roll, row: ScoreRow) -> Student | Fault:
    named = roll.namesakes(row.name)
    found = [child for child in named if not roll.classes.moves(child.class_id, row.class_name)]
    found = [child for child in found if child.status in ON_ROLL] or found
    if row.seat_no and len(found) > 1:
        found = [child for child in found if child.seat_no == row.seat_no] or found
    if len(found) == 1 and _agrees(row, found[0]):
        return found[0]
    where = row.class_name.full if row.class_name else "花名册"
    if len(found) == 1:
        reason = "姓名、班级和花名册相同，学籍号或身份证号不同，请核对是不是同一个孩子"
    elif found:
        reason = f"{where}里有{len(found)}个叫“{row.name}”的，请在表里补上学籍号"
    else:
        others = "、".join(sorted({roll.classes.full(child.class_id) for child in named}))
        hint = f"（{others}有同名的）" if others else ""
        reason = f"{where}里没有“{row.name}”{hint}，请核对姓名和班级，或先更新花名册"
    return _fault(row, "姓名", row.name, reason)


def _agrees(row: ScoreRow, child: Student) -> bool:
    """Whether no number says that a child of the same name is another one."""
    numbers = ((row.student_no, child.student_no), (row.id_no, child.id_no))
    return all(not told or not known or told == known for told, known in numbers)


def _doubled(row: ScoreRow, same: Sequence[ScoreRow]) -> Iterable[Fault]:
    """A child who stands in two rows: neither counts, since nobody can say which is right."""
    other = next((each for each in same if each is not row), None)
    if other:
        where = f"工作表“{other.sheet}”" if other.sheet != row.sheet else ""
        reason = f"和{where}第{other.row}行是同一个孩子，不知道以哪一行为准"
        yield _fault(row, "姓名", row.name, reason)


def _unreadable(row: ScoreRow, full: Mapping[str, float]) -> Iterable[Fault]:
    for subject, points in row.cells.items():
        if isinstance(points, str):
            yield _fault(row, subject, points, "不是分数；缺考请写“缺考”，没有成绩请空着")
        elif points is not None and not 0 <= points <= full[subject]:
            value, most = exams.shown(points), exams.shown(full[subject])
            yield _fault(row, subject, value, f"不在0到满分{most}之间，请核对分数或满分")


def _scores(row: ScoreRow, child: Student, full: Mapping[str, float]) -> tuple[Score, ...]:
    return tuple(
        Score(student=child.id, subject=subject, points=points, full=full[subject])
        for subject in exams.order(row.cells)
        if not isinstance(points := row.cells[subject], str)
    )


class _FullMarks:
    """Full marks of each subject, grade by grade."""

    def __init__(
        self,
        matched: Sequence[tuple[ScoreRow, Student]],
        classes: Mapping[str, ClassName],
        given: Mapping[str, float],
    ) -> None:
        self._grades = {class_id: name.grade for class_id, name in classes.items()}
        best: dict[int, float] = {}
        subjects: dict[int, set[str]] = {}
        for row, child in matched:
            grade = self._grades[child.class_id]
            subjects.setdefault(grade, set()).update(row.cells)
            for subject in (CHINESE, MATHS, ENGLISH):
                points = row.cells.get(subject)
                if isinstance(points, float) and points <= JUNIOR_FULL:
                    best[grade] = max(points, best.get(grade, 0))
        self._full = {
            grade: {s: given.get(s, _usual(s, grade, best.get(grade, 0))) for s in named}
            for grade, named in subjects.items()
        }

    def of(self, child: Student) -> Mapping[str, float]:
        return self._full[self._grades[child.class_id]]

    def by_subject(self) -> dict[str, frozenset[float]]:
        every: dict[str, set[float]] = {}
        for held in self._full.values():
            for subject, full in held.items():
                every.setdefault(subject, set()).add(full)
        return {subject: frozenset(every[subject]) for subject in exams.order(every)}


def _usual(subject: str, grade: int, best: float) -> float:
    long = grade in JUNIOR and best > FULL and subject in (CHINESE, MATHS, ENGLISH)
    return JUNIOR_FULL if long else FULL


def _fault(row: ScoreRow, column: str, value: str, reason: str) -> Fault:
    return Fault(row.row, row.sheet, column, value, reason, row.name)
