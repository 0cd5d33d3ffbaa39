"""The roster: one child added or changed, and the rows of the 花名册 tab."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kongchuo_desktop.domain import ids, person_names
from kongchuo_desktop.domain.calendar import school_year
from kongchuo_desktop.domain.class_names import ClassName
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.domain.roster import SchoolClass, Status, Student
from kongchuo_desktop.services import classes, lookup, searching
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.searching import folded
from kongchuo_desktop.store import classes as class_rows
from kongchuo_desktop.store import students
from kongchuo_desktop.store.lists import ChipCount
from kongchuo_desktop.store.roster_list import RosterList


def checked(ctx: Context, child: Student) -> Student:
    """The child as it may be kept, or Invalid naming each field at fault (GB 11643)."""
    wrong: dict[str, str] = {}
    name, note = person_names.clean(child.name)
    if not name:
        wrong["name"] = "请填写姓名"
    elif len(child.name) > person_names.LONGEST:
        wrong["name"] = f"姓名最多{person_names.LONGEST}个字"
    if child.class_id not in classes.seen(ctx):
        wrong["class_id"] = "请选择班级"
    if child.birth and child.birth > ctx.today():
        wrong["birth"] = "出生日期在今天之后"
    if fault := ids.student_number_fault(child.student_no) if child.student_no else None:
        wrong["student_no"] = fault
    wrong |= _id_faults(child)
    if wrong:
        raise Invalid(**wrong)
    more = {**child.more, "姓名备注": note} if note else child.more
    family = tuple(replace(each, name=person_names.seen(each.name)) for each in child.guardians)
    return replace(child, name=name, more=more, guardians=family)


def _id_faults(child: Student) -> dict[str, str]:
    if not child.id_no:
        return {}
    if fault := ids.id_number_fault(child.id_no):
        return {"id_no": fault}
    if child.birth and ids.birth_of(child.id_no) != child.birth:
        return {"id_no": "身份证号里的出生日期与填写的出生日期不一致"}
    if child.sex and ids.sex_of(child.id_no) is not child.sex:
        return {"id_no": "身份证号里的性别与填写的性别不一致"}
    return {}


def add(ctx: Context, asked: Student) -> Student:
    """A child that came outside an import."""
    child = replace(checked(ctx, asked), id=new_id())
    _unique(child)
    with ctx.write(f"新增学生 {child.name}"):
        students.add([(child, spelling(class_rows.everything(), child))])
    return child


def change(ctx: Context, asked: Student) -> Student:
    """A child's particulars as they are from now on."""
    lookup.seen(ctx, asked.id)
    child = checked(ctx, asked)
    _unique(child)
    with ctx.write(f"修改 {child.name} 的信息"):
        students.save([(child, spelling(class_rows.everything(), child))])
    return child


def remove(ctx: Context, student: str) -> None:
    """A child entered by mistake; refused once there are records about it."""
    child = lookup.seen(ctx, student)
    if students.referred_to(student):
        raise Refused(
            f"{child.name}已有考勤、请假或家访等记录，不能删除，没有改动。"
            "转走、休学的学生请修改“状态”。"
        )
    with ctx.write(f"删除学生 {child.name}"):
        students.remove(student)


def _unique(child: Student) -> None:
    """No two children with one number: the other one is named, in whatever class it is."""
    for field, number in (("id_no", child.id_no), ("student_no", child.student_no)):
        others = [id_ for id_ in students.named(number, None) if id_ != child.id] if number else []
        if others:
            other = students.get(others[0])
            where = classes.short(class_rows.everything()[other.class_id])
            raise Invalid(**{field: f"这个号已经是{where}{other.name}的，请核对"})


def spelling(every: Mapping[str, SchoolClass], child: Student) -> students.Spelling:
    return searching.spelling(child, every[child.class_id])


def class_names(every: Iterable[SchoolClass]) -> dict[str, ClassName]:
    """The classes as the import rules compare them."""
    return {c.id: ClassName(c.grade, c.number, c.name if not c.number else "") for c in every}


def year(ctx: Context) -> int:
    """The autumn of the school year, from which 2024级 is counted."""
    return school_year(ctx.today())


class StudentListing:
    """The rows of the 花名册 tab."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self._chips: tuple[object, list[ChipCount]] = (None, [])
        self._statuses: tuple[object, dict[str, int]] = (None, {})

    def _list(self) -> RosterList:
        return RosterList(self.ctx.scope)

    def keys(self, text: str, order: str, descending: bool, chip: str) -> list[str]:
        keys, statuses = self._list().found(folded(text), order, descending, chip)
        self._statuses = ((text, chip, *self._now()), statuses)
        return keys

    def _now(self) -> tuple[object, ...]:
        """What has been counted holds as long as this stays."""
        return self.ctx.last_op(), self.ctx.scope

    def rows(self, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        every = classes.seen(self.ctx)
        return {
            id_: {
                "student": id_,
                "name": child.name,
                "sex": child.sex,
                "birth": child.birth,
                "class": classes.short(every[child.class_id]),
                "status": child.status,
                "tags": child.tags,
                "boarding": child.boarding,
                "village": child.village,
                "guardians": child.guardians,
                "phone": child.phone,
            }
            for id_, child in students.of_ids(keys).items()
            if child.class_id in every
        }

    def chips(self) -> list[ChipCount]:
        """Everybody, the groups looked after most, and each class.

        Asked for at every keystroke, counted again only after a change.
        """
        now = self._now()
        if self._chips[0] != now:
            self._chips = (now, self._counted())
        return self._chips[1]

    def _counted(self) -> list[ChipCount]:
        counted = self._list().counts()
        every = classes.seen(self.ctx).values()
        return [
            *(ChipCount(key, words, counted.get(key, 0)) for key, words in GROUPS),
            *(ChipCount(c.id, classes.short(c), counted.get(c.id, 0)) for c in every),
        ]

    def foot(self, text: str, chip: str) -> str:
        if self._statuses[0] != (text, chip, *self._now()):
            self.keys(text, "", False, chip)
        found = self._statuses[1]
        total = sum(found.values())
        words = "　".join(
            f"{name}{found[status]}" for status, name in STATUS_WORDS if found.get(status)
        )
        return f"共{total}人　{words}"


GROUPS = (("all", "全部"), ("left_behind", "留守"), ("boarding", "住宿"))
STATUS_WORDS = (
    (Status.ENROLLED, "在校"),
    (Status.SUSPENDED, "休学"),
    (Status.HOME_TUTORING, "送教上门"),
    (Status.TRANSFERRING_OUT, "转出办理中"),
    (Status.TRANSFERRED_OUT, "已转出"),
    (Status.GRADUATED, "毕业"),
)
