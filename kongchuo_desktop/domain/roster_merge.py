"""One child of a roster laid over the child we have: what stays, what changes, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from kongchuo_desktop.domain import codes, words
from kongchuo_desktop.domain.class_names import ClassName
from kongchuo_desktop.domain.roster import Guardian, Sex, Status, Student
from kongchuo_desktop.domain.villages import village_of

PLAIN_LABELS: Mapping[str, str] = {
    "name": "姓名",
    "sex": "性别",
    "birth": "出生日期",
    "id_no": "身份证件号",
    "student_no": "全国学籍号",
    "seat_no": "班内学号",
    "ethnicity": "民族",
    "boarding": "就读方式",
    "address": "现住址",
    "phone": "联系电话",
    "distance_km": "上下学距离",
}
_plain = attrgetter(*PLAIN_LABELS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One child as a roster's row tells it; `class_name` stands where `student.class_id` is empty.

    `said` holds what an empty `Student` cannot tell from silence: every Tag the row says yes or no
    to, "status", "village", and "guardian1" … where it says whether that member is the guardian.
    """

    row: int  # as the spreadsheet program counts, from 1
    sheet: str
    student: Student
    class_name: ClassName | None = None
    said: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a child that an import would change, in the words a teacher reads."""

    field: str
    label: str
    old: str
    new: str


def says_nothing_new(entry: Entry, before: Student) -> bool:
    """Quickly, whether the row agrees with the child in all but the class; False if unsure."""
    student = entry.student
    return (
        _plain(student) == _plain(before)
        and student.tags == before.tags
        and student.guardians == before.guardians
        and (student.more == before.more or student.more.items() <= before.more.items())
        and ("status" not in entry.said or student.status is before.status)
        and ("village" not in entry.said or student.village == before.village)
    )


def merged(
    before: Student, entry: Entry, with_status: bool = False
) -> tuple[Student, tuple[FieldChange, ...]]:
    """The child after the row, and the changes; an empty cell never overwrites, nothing is dropped.

    The class is the caller's business. The status changes only where a person has confirmed it.
    """
    student = entry.student
    changed: dict[str, Any] = _plain_changes(before, student)
    if (tags := (before.tags - entry.said) | student.tags) != before.tags:
        changed["tags"] = tags
    if (guardians := merged_guardians(before, entry)) != before.guardians:
        changed["guardians"] = guardians
    if not student.more.items() <= before.more.items():
        changed["more"] = {**before.more, **student.more}
    if with_status and "status" in entry.said and student.status is not before.status:
        changed["status"] = student.status
    if (village := _merged_village(before, entry)) != before.village:
        changed["village"] = village
    if not changed:
        return before, ()
    after = replace(before, **changed)
    return after, changes_between(before, after)


def merged_guardians(before: Student, entry: Entry) -> tuple[Guardian, ...]:
    """The family after the row: members are told apart by name, then father and mother by word."""
    family = list(before.guardians)
    taken: set[int] = set()
    for number, new in enumerate(entry.student.guardians, start=1):
        place = _place_of(new, family, taken)
        if place is None:
            taken.add(len(family))
            family.append(new)
        else:
            taken.add(place)
            family[place] = _merged_guardian(family[place], new, f"guardian{number}" in entry.said)
    return tuple(family)


def changes_between(before: Student, after: Student) -> tuple[FieldChange, ...]:
    """Every difference of two versions of a child but the class, in words."""
    found = [
        FieldChange(field, label, shown(getattr(before, field)), shown(getattr(after, field)))
        for field, label in _ALL_LABELS.items()
        if getattr(before, field) != getattr(after, field)
    ]
    found += [
        FieldChange(f"more:{key}", key, before.more.get(key, ""), value)
        for key, value in after.more.items()
        if before.more.get(key, "") != value
    ]
    return tuple(found)


def shown(value: object) -> str:
    """A field's value as a teacher reads it."""
    for kind, word in _SHOWN:
        if isinstance(value, kind):
            return word(value)
    return "" if value is None else str(value)


def _plain_changes(before: Student, student: Student) -> dict[str, Any]:
    return {
        field: new
        for field, new, old in zip(PLAIN_LABELS, _plain(student), _plain(before), strict=True)
        if new not in ("", None) and new != old
    }


def _merged_village(before: Student, entry: Entry) -> str:
    """A village the row names counts; one read out of a new address only if ours was, too."""
    village = entry.student.village
    if "village" in entry.said:
        return village
    moved = entry.student.address not in ("", before.address)
    ours_was_read = before.village in ("", village_of(before.address))
    return village if moved and village and ours_was_read else before.village


def _place_of(new: Guardian, family: list[Guardian], taken: set[int]) -> int | None:
    free = [(place, old) for place, old in enumerate(family) if place not in taken]
    for place, old in free:
        if old.name == new.name and (new.name or old.relation == new.relation):
            return place
    for place, old in free:
        if new.relation in _ONLY_ONE and old.relation == new.relation:
            return place
    return None


def _merged_guardian(old: Guardian, new: Guardian, flag_said: bool) -> Guardian:
    return Guardian(
        name=new.name or old.name,
        relation=new.relation or old.relation,
        phone=new.phone or old.phone,
        is_guardian=new.is_guardian if flag_said else old.is_guardian,
        id_no=new.id_no or old.id_no,
        work=new.work or old.work,
    )


def _family(guardians: tuple[Guardian, ...]) -> str:
    return "；".join(" ".join(filter(None, (g.relation, g.name, g.phone))) for g in guardians)


_SHOWN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, codes.BOARDING_WORDS.__getitem__),
    (float, "{:g}公里".format),
    (Sex, words.SEXES.__getitem__),
    (Status, words.STATUSES.__getitem__),
    (frozenset, lambda tags: "、".join(word for tag, word in words.TAGS.items() if tag in tags)),
    (tuple, _family),
)
_ONLY_ONE = frozenset({"父亲", "母亲"})
_ALL_LABELS = {
    **PLAIN_LABELS,
    "village": "村组",
    "status": "学生状态",
    "tags": "特殊群体",
    "guardians": "家庭成员",
}
