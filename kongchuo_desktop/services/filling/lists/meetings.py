"""What the weekly meeting looks at, and who answers for what (三包)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.attendance import MarkKind, absences
from kongchuo_desktop.domain.ladder import Deeds, Due
from kongchuo_desktop.domain.risk import ORDER, PRIORITY, Level
from kongchuo_desktop.domain.roster import EXPECTED, NUMERALS
from kongchuo_desktop.services import classes
from kongchuo_desktop.services.filling.subjects import OfSchool
from kongchuo_desktop.store import levels

Table = Sequence[Mapping[str, Any]]
REASONS = 3  # of a child, told in one line


def risen(school: OfSchool) -> Table:
    """Children who are orange or red now and were lower at the end of last week."""
    before = levels.last_changes()
    rows = []
    for id_, found in school.this_week.assessed.items():
        level = found.assessment.level
        then = before[id_][0][1] if before.get(id_) else Level.GREEN
        if level not in PRIORITY or ORDER.index(level) <= ORDER.index(then):
            continue
        told = "；".join(reason.text for reason in found.assessment.reasons[:REASONS])
        rows.append(
            {
                "student": found.pupil.name,
                "class_short": found.class_name,
                "level": words.LEVELS[level],
                "level_reasons": told or (found.concern.reason if found.concern else ""),
                "in_charge": (found.concern.assignee if found.concern else "") or None,
            }
        )
    return rows


def week_absences(school: OfSchool) -> Table:
    """Absences without leave of a day or more that reach into this week."""
    monday = school.this_week.monday
    rows = []
    for id_, marks in school.book.marks.items():
        pupil = school.book.pupils.get(id_)
        if pupil is None or pupil.status not in EXPECTED:
            continue
        if MarkKind.UNEXCUSED not in marks.values():
            continue
        for run in absences(school.book.reported(id_), marks):
            if run.last[0] >= monday and run.full_days >= 1:
                done = school.deeds.get(id_, Deeds())
                rows.append(
                    {
                        "student": pupil.name,
                        "class_short": classes.short(school.classes[pupil.class_id]),
                        "absent_from": run.first[0],
                        "full_days": run.full_days,
                        "done_told": _done(done, run.first[0]),
                        "now_told": "未到校" if run.open else "已到校",
                    }
                )
    return rows


def _done(deeds: Deeds, since: date) -> str:
    counted = (
        ("联系", [*deeds.contacts, *deeds.attempts]),
        ("家访", deeds.visits),
        ("校领导家访", deeds.leader_visits),
    )
    told = [f"{what}{n}次" for what, days in counted if (n := sum(d >= since for d in days))]
    return "，".join(told) or "还没有记录"


def unvisited(school: OfSchool) -> Table:
    """重点生 whom nobody has visited this week, class by class."""
    return [
        {
            "class_short": each.class_name,
            "teacher": each.teacher or None,
            "unvisited_count": len(each.week.missing),
            "unvisited_names": "、".join(each.names[id_] for id_ in each.week.missing),
        }
        for each in school.this_week.class_weeks
        if each.week.missing
    ]


def overdue(school: OfSchool) -> Table:
    """What had to be done and is late, as the page 今日 lists it."""
    return [
        {
            "student": todo.name or "—",
            "class_short": todo.class_name,
            "duty": todo.duty.text,
            "due_told": _due(todo.duty.due),
            "in_charge": todo.who,
        }
        for todo in school.this_week.today.todos
        if todo.duty.overdue
    ]


def _due(due: Due) -> str:
    return f"{due.day.month}月{due.day.day}日" + (f" {due.at:%H:%M}" if due.at else "")


CARES = {
    "包校": "全面负责控辍保学，签责任书，每周主持碰头会，亲自劝返",
    "包级": "每周查点名和家访，每月查帮扶记录，有困难的家庭亲自去",
    "包班": "每天清点人数，缺课当天联系、家访，管好请假",
    "包学生": "一对一关心，每周家访一次，辅导功课，谈心",
}


def board(school: OfSchool) -> Table:
    """三包: the principal answers for the school, a leader for each grade, the homeroom teacher for
    the class, a teacher for children; these by number only, for the list is posted."""
    return [{**row, "care": CARES[row["tier"]]} for row in _tiers(school)]


def _tiers(school: OfSchool) -> Iterator[dict[str, Any]]:
    ctx = school.ctx
    whole = ctx.scope is None
    if whole:
        yield _tier("包校", ctx.school.principal, "校长", "全校", ctx.school.phone)
    grades = sorted({found.grade for found in school.classes.values()})
    leaders = classes.leaders()
    for grade in grades if whole else ():
        yield _tier("包级", leaders.get(grade, ""), "校领导", f"{NUMERALS[grade]}年级")
    for found in school.classes.values():
        yield _tier("包班", found.teacher, "班主任", found.name)
    cared: dict[str, dict[str, int]] = {}
    for each in school.this_week.looked_after.values():
        if each.concern and each.concern.assignee:
            counted = cared.setdefault(each.concern.assignee, {})
            name = school.classes[each.pupil.class_id].name
            counted[name] = counted.get(name, 0) + 1
    for teacher, counted in cared.items():
        told = "、".join(f"{name}{count}名学生" for name, count in counted.items())
        yield _tier("包学生", teacher, "包保教师", told)


def _tier(tier: str, who: str, post: str, charge: str, phone: str = "") -> dict[str, Any]:
    return {
        "tier": tier,
        "person": who or None,
        "post": post,
        "charge": charge,
        "person_phone": phone or None,
    }


LISTS: Mapping[str, Callable[[OfSchool], Table]] = {
    "risen": risen,
    "week_absences": week_absences,
    "unvisited": unvisited,
    "overdue": overdue,
    "board": board,
}
