"""Which of the children we have a roster's row is about: certainly, perhaps, or none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kongchuo_desktop.domain import codes, person_names, roster_merge
from kongchuo_desktop.domain.class_names import ClassName
from kongchuo_desktop.domain.roster import Student
from kongchuo_desktop.domain.roster_merge import Entry


@dataclass(frozen=True, slots=True)
class Match:
    """The child meant; or, with a reason, the children who may be meant; or neither."""

    found: Student | None = None
    candidates: tuple[Student, ...] = ()
    reason: str = ""


NOBODY = Match()


class ClassBook:
    """Our classes by each name they may be called: grade and number, or a name of their own."""

    def __init__(self, classes: Mapping[str, ClassName]) -> None:
        self._ids: dict[ClassName, str] = {}
        for class_id, name in classes.items():
            if name.number:
                self._ids.setdefault(ClassName(name.grade, name.number), class_id)
            if name.name:
                self._ids.setdefault(ClassName(name.grade, 0, name.name), class_id)
        self._names = dict(classes)

    def id_of(self, name: ClassName | None) -> str | None:
        """The id of the class so called; None if there is none yet."""
        return self._ids.get(name) if name else None

    def full(self, class_id: str) -> str:
        """The class's name on paper; empty for an unknown id."""
        return self._names[class_id].full if class_id in self._names else ""

    def moves(self, class_id: str, name: ClassName | None) -> bool:
        """Whether a roster's class is not the one a child is in; 一年级 covers 一年级1班."""
        if name is None or self._ids.get(name) == class_id:
            return False
        now = self._names.get(class_id)
        return not (name.grade_only and now is not None and now.grade == name.grade)


class Roll:
    """The children we have, found by number and by name; who has been matched is crossed off."""

    def __init__(self, students: Sequence[Student], classes: ClassBook) -> None:
        self.students = students
        self.classes = classes
        self.matched: set[str] = set()
        self.by_id = {s.id: s for s in students if s.id}
        self._by_student_no = {s.student_no: s for s in students if s.student_no}
        self._by_id_no = {s.id_no: s for s in students if s.id_no}
        self._by_name: dict[str, list[Student]] = {}
        for student in students:
            self._by_name.setdefault(person_names.key(student.name), []).append(student)

    def namesakes(self, name: str) -> list[Student]:
        """Children of this name that no row has been matched with."""
        found = self._by_name.get(person_names.key(name), [])
        return [student for student in found if student.id not in self.matched]

    def numbered(self, student: Student) -> tuple[Student | None, Student | None]:
        """Who bears this 学籍号, and who this ID number."""
        return (
            self._by_student_no.get(student.student_no) if student.student_no else None,
            self._by_id_no.get(student.id_no) if student.id_no else None,
        )

    def possible(self, entry: Entry) -> tuple[Student, ...]:
        """Everybody a row may be about, for a person to choose from."""
        numbered = [student for student in self.numbered(entry.student) if student is not None]
        found = numbered or self.namesakes(entry.student.name)
        return tuple({student.id: student for student in found}.values())


def by_number(roll: Roll, entry: Entry) -> Match:
    """Match by 学籍号, else ID number, else the id in a workbook of our own."""
    student = entry.student
    by_student_no, by_id_no = roll.numbered(student)
    if by_student_no and by_id_no and by_student_no is not by_id_no:
        both = (by_student_no, by_id_no)
        return Match(candidates=both, reason="学籍号是一个孩子的，身份证件号是另一个孩子的")
    found = by_student_no or by_id_no
    own = roll.by_id.get(student.id) if student.id else None
    if own is not None and (found is None or found is own):
        return _by_own_id(own, student)
    if found is None:
        return NOBODY
    if person_names.key(found.name) != person_names.key(student.name):
        number = "学籍号" if by_student_no else "身份证件号"
        reason = f"{number}相同，姓名不同（本校登记的是{found.name}）"
        return Match(candidates=(found,), reason=reason)
    return Match(found)


def by_name(roll: Roll, entry: Entry) -> Match:
    """Match by name and birth date, for a row that no number has matched."""
    sure: list[Student] = []
    unsure: list[Student] = []
    reason = ""
    for namesake in roll.namesakes(entry.student.name):
        doubt = _namesake_doubt(roll.classes, entry, namesake)
        if doubt == "":
            sure.append(namesake)
        elif doubt is not None:
            unsure.append(namesake)
            reason = doubt
    if len(sure) == 1:
        return Match(sure[0])
    if sure:
        return Match(candidates=(*sure, *unsure), reason="有几个同名、同一天出生的孩子")
    return Match(candidates=tuple(unsure), reason=reason)


def status_doubt(entry: Entry, found: Student) -> str:
    """Why the row's status must be settled by a person; empty if it leaves ours as it is."""
    read = entry.student.status
    if "status" not in entry.said or codes.status_agrees(found.status, read):
        return ""
    return f"名册写“{roster_merge.shown(read)}”，本校登记的是“{roster_merge.shown(found.status)}”"


def _by_own_id(own: Student, student: Student) -> Match:
    """A row of our own exported workbook: the name may have been mended there."""
    if own.id_no and student.id_no and own.id_no != student.id_no:
        same = own.student_no == student.student_no != ""
    else:
        same = own.birth == student.birth or own.name == student.name
    if same:
        return Match(own)
    return Match(candidates=(own,), reason="系统编号相同，别的都不同，可能排序时错了行")


def _namesake_doubt(classes: ClassBook, entry: Entry, found: Student) -> str | None:
    """Empty if this is the child, None if it is another one, else why it is not certain."""
    student = entry.student
    same_class = classes.id_of(entry.class_name) == found.class_id
    if student.birth is None or found.birth is None:
        agrees = same_class or entry.class_name is None
        if agrees and roster_merge.says_nothing_new(entry, found):
            return ""
        return "姓名相同，但有一边没有出生日期，不能确定是同一个孩子"
    if student.birth != found.birth:
        return "同班同名，出生日期不同" if same_class else None
    if student.id_no and found.id_no and student.id_no != found.id_no:
        return "姓名和出生日期相同，身份证件号不同"
    if student.student_no and found.student_no and student.student_no != found.student_no:
        return "姓名和出生日期相同，学籍号不同"
    return ""
