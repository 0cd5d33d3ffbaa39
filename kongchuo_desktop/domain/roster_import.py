"""What importing a roster would do: every row new, changed, the same, refused or doubtful.

Refused is a row that would put something false or unreadable on the roll: no name, a number that
Excel has rounded or that fails GB 11643 or contradicts birth date or sex, an unreadable birth date
or class, a new child without a class. Everything smaller is kept as written and remarked upon.
Doubtful is a row whose child a person must point out; it is left alone until somebody has. Answers
under which one child would have two rows, or one number two children, leave the later row doubtful.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kongchuo_desktop.domain import person_names, roster_match, roster_merge
from kongchuo_desktop.domain.class_names import ClassName
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.roster import ON_ROLL, Student
from kongchuo_desktop.domain.roster_match import ClassBook, Match, Roll, status_doubt
from kongchuo_desktop.domain.roster_merge import Entry, FieldChange
from kongchuo_desktop.domain.roster_repeats import find_repeats

__all__ = ["NEW", "SKIP", "Changed", "Doubt", "Entry", "Fault", "FieldChange", "Plan", "plan"]

NEW = "new"
SKIP = "skip"
Progress = Callable[[int, int], None] | None
_STEP = 2000
_NUMBERS = (("student_no", "学籍号"), ("id_no", "身份证件号"))


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that refuses its row, or (as a remark) one that was read with a reservation."""

    row: int
    sheet: str
    column: str
    value: str
    reason: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """A row that may hold the headings: its number from 1, its titles, how many are known."""

    sheet: str
    row: int
    titles: tuple[str, ...]
    known: int


class NoNames(Refused):
    """No column is known as 姓名; `rows` are those in which a person may point it out."""

    def __init__(self, text: str, rows: tuple[HeadingRow, ...]) -> None:
        super().__init__(text)
        self.rows = rows


@dataclass(frozen=True, slots=True)
class Changed:
    """A child we have, before and after the row; `entry.class_name` tells a class not yet made."""

    entry: Entry
    before: Student
    after: Student
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A row that waits for a person: which of the candidates, if any, is this child?"""

    entry: Entry
    candidates: tuple[Student, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; nothing has been done."""

    added: tuple[Entry, ...]
    changed: tuple[Changed, ...]
    same: tuple[Entry, ...]
    refused: tuple[Fault, ...]
    doubtful: tuple[Doubt, ...]
    # Children on the roll of the classes in the file, whom no row names: to be looked into.
    missing: tuple[Student, ...]
    new_classes: tuple[ClassName, ...]
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Rows by what becomes of them."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "same": len(self.same),
            "refused": len({(fault.sheet, fault.row) for fault in self.refused}),
            "doubtful": len(self.doubtful),
        }


def plan(
    entries: Iterable[Entry],
    existing: Iterable[Student],
    classes: Mapping[str, ClassName],
    *,
    refused: Sequence[Fault] = (),
    decisions: Mapping[tuple[str, int], str] | None = None,
    progress: Progress = None,
) -> Plan:
    """Match every row with the child it is about: by 学籍号, else ID number, else name and birth.

    `classes` maps class ids to names; `refused` are the rows the reader has refused, so that their
    children do not count as missing. `decisions` answers doubts: the sheet and row with a student's
    id, `NEW` or `SKIP`. `progress` may raise Cancelled.
    """
    roll = Roll(list(existing), ClassBook(classes))
    return _Planning(roll, decisions or {}, list(refused)).run(list(entries), progress)


@dataclass(slots=True)
class _Planning:
    """The sheet of paper on which one plan is worked out."""

    roll: Roll
    decisions: Mapping[tuple[str, int], str]
    refused: list[Fault]
    added: list[Entry] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    same: list[Entry] = field(default_factory=list)
    doubtful: list[Doubt] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    claimed: dict[tuple[str, str], Entry] = field(default_factory=dict)  # (field, number)

    def run(self, entries: list[Entry], progress: Progress) -> Plan:
        unnumbered = []
        for number, entry in enumerate(self._settled(entries)):
            if progress is not None and number % _STEP == 0:
                progress(number, len(entries))
            match = roster_match.by_number(self.roll, entry)
            if match is roster_match.NOBODY:
                unnumbered.append(entry)
            else:
                self._take(entry, match)
        for entry in unnumbered:
            self._take(entry, roster_match.by_name(self.roll, entry))
        return Plan(
            added=tuple(self.added),
            changed=tuple(self.changed),
            same=tuple(self.same),
            refused=tuple(self.refused),
            doubtful=tuple(self.doubtful),
            missing=self._missing(entries),
            new_classes=self._new_classes(),
            notes=tuple(self.notes),
        )

    def _settled(self, entries: list[Entry]) -> list[Entry]:
        """The rows left to match, after decisions are carried out and repeats put aside."""
        decided = [e for e in entries if (e.sheet, e.row) in self.decisions]
        for entry in decided:
            self._decide(entry, self.decisions[entry.sheet, entry.row])
        if decided:
            entries = [e for e in entries if (e.sheet, e.row) not in self.decisions]
        repeats = find_repeats(entries)
        for entry, reason in repeats.doubtful:
            self.doubtful.append(Doubt(entry, self.roll.possible(entry), reason))
        for entry, first in repeats.copies:
            self.same.append(entry)
            self.notes.append(f"{_place(entry)}与第{first.row}行完全相同，只算一次")
        return repeats.single

    def _decide(self, entry: Entry, answer: str) -> None:
        if answer == NEW:
            self._add(entry)
        elif answer in self.roll.by_id:
            self._update(entry, self.roll.by_id[answer], with_status=True)
        else:
            self.notes.append(f"{_place(entry)}按您的选择没有导入")

    def _take(self, entry: Entry, match: Match) -> None:
        found = match.found
        if match.candidates:
            self.doubtful.append(Doubt(entry, match.candidates, match.reason))
        elif found is None:
            self._add(entry)
        elif doubt := status_doubt(entry, found):
            self.doubtful.append(Doubt(entry, (found,), doubt))
        else:
            self._update(entry, found)

    def _add(self, entry: Entry) -> None:
        if entry.class_name is None:
            reason = "新学生没有写班级，请补上班级再导入"
            name = entry.student.name
            self.refused.append(Fault(entry.row, entry.sheet, "班级", "", reason, name))
        elif self._is_free(entry, None):
            self.added.append(entry)

    def _is_free(self, entry: Entry, before: Student | None) -> bool:
        """Whether child and numbers are still free; they are the row's now, or it is doubtful."""
        if taken := self._taken(entry, before):
            possible = self.roll.possible(entry)
            others = tuple(student for student in possible if student is not before)
            candidates = (before, *others) if before is not None else possible
            self.doubtful.append(Doubt(entry, candidates, taken))
            return False
        for name, _word in _NUMBERS:
            if number := getattr(entry.student, name):
                self.claimed[name, number] = entry
        return True

    def _taken(self, entry: Entry, before: Student | None) -> str:
        if before is not None and before.id in self.roll.matched:
            return "文件里另有一行也是这个孩子"
        owners = self.roll.numbered(entry.student)
        for (name, word), owner in zip(_NUMBERS, owners, strict=True):
            if owner is not None and owner is not before:
                return f"{word}是本校{owner.name}的，不能再给另一名学生"
            if other := self.claimed.get((name, getattr(entry.student, name))):
                return f"{word}已用在{_place(other)}，只能留一行"
        return ""

    def _update(self, entry: Entry, before: Student, with_status: bool = False) -> None:
        if not self._is_free(entry, before):
            return
        self.roll.matched.add(before.id)
        if before.status not in ON_ROLL and "status" not in entry.said:
            word = roster_merge.shown(before.status)
            self.notes.append(f"{_place(entry)}{before.name}在本校登记的是“{word}”，状态没有改")
        moved = self.roll.classes.moves(before.class_id, entry.class_name)
        if not moved and roster_merge.says_nothing_new(entry, before):
            self.same.append(entry)
            return
        after, changes = roster_merge.merged(before, entry, with_status)
        if moved and entry.class_name is not None:
            old = self.roll.classes.full(before.class_id)
            changes = (FieldChange("class", "班级", old, entry.class_name.full), *changes)
            class_id = self.roll.classes.id_of(entry.class_name) or ""
            after = replace(after, class_id=class_id)
        if changes:
            self.changed.append(Changed(entry, before, after, changes))
        else:
            self.same.append(entry)

    def _missing(self, entries: Iterable[Entry]) -> tuple[Student, ...]:
        named = {entry.class_name for entry in entries}
        classes = {self.roll.classes.id_of(name) for name in named if name}
        seen = self.roll.matched | {s.id for doubt in self.doubtful for s in doubt.candidates}
        unread = {person_names.key(fault.name) for fault in self.refused if fault.name}
        return tuple(
            student
            for student in self.roll.students
            if student.id not in seen
            and student.class_id in classes
            and student.status in ON_ROLL
            and person_names.key(student.name) not in unread
        )

    def _new_classes(self) -> tuple[ClassName, ...]:
        coming = [*self.added, *(changed.entry for changed in self.changed)]
        names = {e.class_name for e in coming if e.class_name}
        new = [name for name in names if self.roll.classes.id_of(name) is None]
        return tuple(sorted(new, key=lambda name: (name.grade, name.number, name.name)))


def _place(entry: Entry) -> str:
    return f"{entry.sheet}第{entry.row}行"
