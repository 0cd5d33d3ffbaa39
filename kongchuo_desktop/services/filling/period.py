"""What the records say of a stretch of days, by grade and stage: who came to the roll and who left
it, cases opened and children brought back, visits and papers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from kongchuo_desktop.domain import case_state, words
from kongchuo_desktop.domain.attendance import AWAY
from kongchuo_desktop.domain.cases import Grounds, Placement, Stage, Step, StepKind
from kongchuo_desktop.domain.census import MoveKind
from kongchuo_desktop.domain.census_figures import percent
from kongchuo_desktop.domain.census_form import JUNIOR, PRIMARY
from kongchuo_desktop.domain.roster import NUMERALS, ON_ROLL, Sex, Status, Student, Tag
from kongchuo_desktop.domain.visits import Visit, VisitKind
from kongchuo_desktop.services.cases import BEFORE_STATUS, Known
from kongchuo_desktop.services.census import COUNTED
from kongchuo_desktop.services.filling.subjects import OfSchool
from kongchuo_desktop.store import aids, census, papers, students, visits
from kongchuo_desktop.store.papers import Sheet

DAY = timedelta(days=1)
ROLL_ITEMS = (
    "transfer_in", "newly_enrolled", "resumed", "transfer_out", "suspended", "deceased",
    "other_loss",
)  # fmt: skip
ITEM_OF = {
    MoveKind.TRANSFER_IN: "transfer_in",
    MoveKind.NEW: "newly_enrolled",
    MoveKind.RESUMED: "resumed",
    MoveKind.TRANSFER_OUT: "transfer_out",
    MoveKind.SUSPENDED: "suspended",
    MoveKind.DECEASED: "deceased",
}
"""Every other kind of leaving is 其他减少."""
ITEM_OF_GROUNDS = {Grounds.SUSPENDED: "suspended", Grounds.DECEASED: "deceased"}
LOSSES = ("transfer_out", "suspended", "deceased", "other_loss")
LEFT_BEHIND = frozenset({Tag.LEFT_BEHIND_BOTH, Tag.LEFT_BEHIND_ONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """That somebody came to the roll of a grade or left it; without `student`, so many who are not
    in the roster."""

    grade: int
    day: date
    item: str
    student: str = ""
    count: int = 1

    @property
    def coming(self) -> bool:
        return self.item not in LOSSES


def dropped_on(known: Known, dropout_days: int) -> date | None:
    """The day on which a suspected dropout became one: the principal said so, or the child had
    been away for so many days (rules §4.1); None where it was back or accounted for before."""
    since = known.state.since
    line = since + DAY * (dropout_days - 1)
    said = [s.day for s in known.facts.standing(StepKind.CONFIRMED) if s.day >= since]
    ended = [s.day for s in known.facts.standing(*ACCOUNTED)]
    ended += [known.state.back_on] if known.state.back_on else []
    early = any(since <= day <= line for day in ended)
    return min(said if early else [*said, line], default=None)


ACCOUNTED = (StepKind.ELSEWHERE, StepKind.REASONABLE, StepKind.AGED_OUT)


class Period:
    """The days from `first` to `last`, both included; what is known of the roll and of the cases
    is as it is today."""

    def __init__(self, school: OfSchool, first: date, last: date) -> None:
        self.school = school
        self.ctx = school.ctx
        self.first = first
        self.last = last

    def within(self, day: date) -> bool:
        return self.first <= day <= self.last

    def graded(self, count: Callable[[Collection[int]], Mapping[str, Any]]) -> list[dict[str, Any]]:
        """A row for each grade, for each stage and for everybody: `count` is asked what it is of
        the grades of a row."""
        grades = sorted({found.grade for found in self.school.classes.values()})
        rows = [{"row_name": f"{NUMERALS[g]}年级", "is_sum": False, **count({g})} for g in grades]
        for name, stage in (("小学小计", PRIMARY), ("初中小计", JUNIOR)):
            if chosen := {g for g in grades if g in stage}:
                rows.append({"row_name": name, "is_sum": True, **count(chosen)})
        return [*rows, {"row_name": "合计", "is_sum": True, **count(set(grades))}]

    @cached_property
    def everyone(self) -> Collection[int]:
        return {found.grade for found in self.school.classes.values()}

    def grade_of(self, student: str) -> int | None:
        """The grade a child is in now; None for one the person may not see."""
        pupil = self.school.book.pupils.get(student)
        found = self.school.classes.get(pupil.class_id) if pupil else None
        return found.grade if found else None

    # —— the roll ——

    @cached_property
    def changes(self) -> Sequence[Change]:
        """Who came and who left, by day, as far as a day is on record: the moves of the opening
        days and what was decided in dropout cases. The same said twice counts once."""
        grades = {id_: found.grade for id_, found in self.school.classes.items()}
        found = [
            Change(
                grade=grades[move.class_id],
                day=move.day,
                item=ITEM_OF.get(move.kind, "other_loss"),
                student=move.student,
                count=move.count,
            )
            for move in census.moves(self.ctx.calendar.term.code, self.ctx.scope)
            if move.class_id in grades
        ]
        for known in self.school.cases:
            for step in known.facts.standing(*DECIDED):
                if item := _decided(step):
                    found.append(
                        Change(
                            grade=known.found.grade,
                            day=step.day,
                            item=item,
                            student=known.case.student,
                        )
                    )
        latest: dict[str, bool] = {}
        kept = []
        for change in sorted(found, key=lambda each: each.day):
            if change.student and latest.get(change.student) is change.coming:
                continue
            latest[change.student] = change.coming
            kept.append(change)
        return kept

    def roll(self, grades: Collection[int]) -> dict[str, int]:
        """How many were to be at school before the first day and after the last, and every item
        between; counted backwards from the roll of today, as the census counts its base."""
        mine = [change for change in self.changes if change.grade in grades]
        of_child: dict[str, list[Change]] = {}
        for change in mine:
            if change.student:
                of_child.setdefault(change.student, []).append(change)
        before = after = 0
        for id_, pupil in self.school.book.pupils.items():
            if self.grade_of(id_) not in grades:
                continue
            held = of_child.get(id_, [])
            now = pupil.status in COUNTED and not (held and not held[-1].coming)
            before += _there(held, now, self.first - DAY)
            after += _there(held, now, self.last)
        others = [c for c in mine if not c.student and not c.coming]
        before += sum(c.count for c in others if c.day >= self.first)
        after += sum(c.count for c in others if c.day > self.last)
        items = {
            item: sum(c.count for c in mine if c.item == item and self.within(c.day))
            for item in ROLL_ITEMS
        }
        return {"roll_before": before, **items, "roll_after": after}

    def on_roll(self, grades: Collection[int]) -> int:
        """Everybody on the roll today, also those who need not come (休学、送教、延缓)."""
        held = self.school.book.pupils.values()
        return sum(each.status in ON_ROLL and self.grade_of(each.id) in grades for each in held)

    # —— dropout cases ——

    def opened(self, grades: Collection[int]) -> list[Known]:
        """Cases of 疑似辍学 opened in these days."""
        return [k for k in self._of(grades) if self.within(k.case.opened_on)]

    def dropped(self, grades: Collection[int]) -> list[Known]:
        """Suspected dropouts that became dropouts in these days."""
        return [k for k in self._of(grades) if (day := self._dropped(k)) and self.within(day)]

    def returned(self, grades: Collection[int]) -> list[Known]:
        """Children who were brought back in these days, each once for each case."""
        return [k for k in self._of(grades) if any(map(self.within, case_state.returns(k.facts)))]

    def away(self, grades: Collection[int]) -> list[Known]:
        """Children who are still to be brought back, or to be found."""
        return [k for k in self._of(grades) if k.away]

    def lost(self, grades: Collection[int]) -> list[Known]:
        """Those of them who are dropouts by now, not only suspected ones."""
        today = self.ctx.today()
        return [k for k in self.away(grades) if (day := self._dropped(k)) and day <= today]

    def _dropped(self, known: Known) -> date | None:
        return dropped_on(known, self.ctx.rules.dropout_days)

    def _of(self, grades: Collection[int]) -> list[Known]:
        return [
            k for k in self.school.cases if k.found.grade in grades and k.state.stage != Stage.VOID
        ]

    def children(self, held: Iterable[Known]) -> list[Student]:
        found = students.of_ids([known.case.student for known in held])
        return list(found.values())

    def groups(self, held: Sequence[Known]) -> dict[str, int]:
        """How many of these children are boys, girls, and of the groups a report asks for."""
        children = self.children(held)
        return {
            "boys": sum(child.sex is Sex.MALE for child in children),
            "girls": sum(child.sex is Sex.FEMALE for child in children),
            "left_behind": sum(bool(child.tags & LEFT_BEHIND) for child in children),
            "disabled": sum(Tag.DISABLED in child.tags for child in children),
            "monitored": sum(Tag.MONITORED_HOUSEHOLD in child.tags for child in children),
        }

    # —— what was done ——

    @cached_property
    def visits(self) -> Sequence[Visit]:
        """Visits that stand, each one child once."""
        return visits.between(self.first, self.last, self.ctx.scope)

    def visited(self, grades: Collection[int], kind: VisitKind | None = None) -> int:
        return sum(
            self.grade_of(visit.student) in grades and kind in (None, visit.kind)
            for visit in self.visits
        )

    @cached_property
    def sheets(self) -> Sequence[tuple[Sheet, str, date]]:
        """Numbered sheets in force of the children who are seen, and those about nobody."""
        return [
            found
            for found in papers.issued(self.first, self.last)
            if not found[0].student or self.grade_of(found[0].student) is not None
        ]

    def sheets_of(self, kind: str, grades: Collection[int]) -> int:
        return sum(
            found == kind and self.grade_of(sheet.student) in grades
            for sheet, found, _day in self.sheets
        )

    def given(self, kind: str) -> int:
        """Children with such a sheet in force, however often it was printed."""
        return len({sheet.student for sheet, found, _day in self.sheets if found == kind})

    def calls(self) -> int:
        """How often families were sought by telephone and the like, whether or not reached."""
        done = visits.deeds(self.first)
        seen = [each for id_, each in done.items() if self.grade_of(id_) is not None]
        days = [day for each in seen for day in (*each.contacts, *each.attempts)]
        return sum(map(self.within, days))

    @cached_property
    def aids(self) -> Sequence[Any]:
        """The applications of the term for help of every kind."""
        return aids.of_term(self.ctx.calendar.term.code, self.ctx.scope)

    def presence(self, class_ids: Collection[str]) -> tuple[int, int]:
        """Half days of children that were reported in these days: how many, and on how many of
        them the child was there."""
        book = self.school.book
        every = there = 0
        for class_id in class_ids:
            for student in book.members(class_id):
                marks = book.marks.get(student, {})
                halves = [when for when in book.reported(student) if self.within(when[0])]
                every += len(halves)
                there += sum(marks.get(when) not in AWAY for when in halves)
        return every, there


DECIDED = (StepKind.RETURNED, StepKind.REASONABLE, StepKind.AGED_OUT)


def _decided(step: Step) -> str:
    """The item of the roll that a step of a case changed; empty where it changed none."""
    if BEFORE_STATUS not in step.detail:
        return ""
    was_there = Status(step.detail[BEFORE_STATUS]) in COUNTED
    if step.kind is StepKind.RETURNED:
        tutored = step.detail["placement"] == Placement.HOME_TUTORING
        if tutored:
            return "other_loss" if was_there else ""
        return "" if was_there else "resumed"
    if not was_there:
        return ""
    if step.kind is StepKind.AGED_OUT:
        return "other_loss"
    return ITEM_OF_GROUNDS.get(Grounds(step.detail["grounds"]), "other_loss")


def _there(changes: Sequence[Change], now: bool, day: date) -> bool:
    """Whether a child was to be at school at the end of a day, given how it is now."""
    later = next((change for change in changes if change.day > day), None)
    return not later.coming if later else now


def rate(part: int, whole: int) -> str:
    """97.62%, never 100 % of less than all; — where there is nothing to divide by."""
    found = percent(part, whole)
    return "—" if found is None else f"{found:.2f}%"


def reasons(held: Iterable[Known]) -> dict[str, int]:
    """How often each main cause was found; those not looked into yet are 未核实."""
    counted: dict[str, int] = {}
    for known in held:
        word = main_cause(known) or UNVERIFIED
        counted[word] = counted.get(word, 0) + 1
    return counted


UNVERIFIED = "未核实"


def main_cause(known: Known) -> str:
    """The main cause as last looked into; empty where nobody has."""
    found = known.facts.standing(StepKind.VERIFIED)
    causes = {str(cause): word for cause, word in words.CAUSES.items()}
    return causes.get(found[-1].detail.get("cause", ""), "") if found else ""
