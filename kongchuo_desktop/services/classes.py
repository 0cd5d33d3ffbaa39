"""Classes: their names, teachers and pupils, within what a person may see."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace

from kongchuo_desktop.domain import class_names, person_names
from kongchuo_desktop.domain.calendar import school_year
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.roster import SchoolClass, class_name, short_name
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import classes, settings, students

LEADERS = "grade_leaders"


def seen(ctx: Context) -> dict[str, SchoolClass]:
    """The classes the person at work may see, in order."""
    every = classes.everything()
    if ctx.scope is None:
        return every
    return {id_: found for id_, found in every.items() if id_ in ctx.scope}


def named(ctx: Context, name: str) -> SchoolClass:
    """A class by its name in any form a roster has; Refused, naming the classes there are."""
    every = seen(ctx)
    read = class_names.parse(name, school_year=school_year(ctx.today()))
    wanted = {_bare(name), _bare(read.full if read else "")}
    for found in every.values():
        if _bare(found.name) in wanted:
            return found
    names = "、".join(found.name for found in every.values()) or "还没有班级，请先导入花名册"
    raise Refused(f"没有“{name}”这个班。现有班级：{names}")


def _bare(name: str) -> str:
    """Without width and outer spaces: 七年级（攀登）班 is 七年级(攀登)班."""
    return unicodedata.normalize("NFKC", name).strip()


def short(found: SchoolClass) -> str:
    """七(1)班, or the class's own name where it has one (复式班)."""
    usual = found.name == class_name(found.grade, found.number)
    return short_name(found.grade, found.number) if usual else found.name


def set_catch_up(ctx: Context, chosen: frozenset[str]) -> None:
    """Which classes are 补偿班, by class id; leave there goes through the township (S2a)."""
    every = seen(ctx)
    with ctx.write("设置补偿班"):
        for found in every.values():
            if found.catch_up != (found.id in chosen):
                classes.save(replace(found, catch_up=found.id in chosen))


def set_teachers(ctx: Context, teachers: Mapping[str, str]) -> None:
    """Who is homeroom teacher from now on, by class id."""
    every = seen(ctx)
    if not teachers.keys() <= every.keys():
        raise Refused("有的班不在您负责的班级里，没有改动。")
    with ctx.write("设置班主任"):
        for class_id, teacher in teachers.items():
            name = person_names.seen(teacher)
            if every[class_id].teacher != name:
                classes.save(replace(every[class_id], teacher=name))


def leaders() -> dict[int, str]:
    """包级领导: who of the school's leaders answers for each grade (三包)."""
    return {int(grade): name for grade, name in (settings.get(LEADERS) or {}).items()}


def set_leaders(ctx: Context, names: Mapping[int, str]) -> None:
    """Who answers for a grade from now on, by grade; an empty name is nobody but the principal."""
    if ctx.scope is not None:
        raise Refused("包级领导由教务处或校长设置，没有改动。")
    kept = {str(grade): person_names.seen(name) for grade, name in names.items()}
    with ctx.write("设置包级领导"):
        settings.put(LEADERS, {grade: name for grade, name in kept.items() if name})


def arrange(
    ctx: Context,
    teachers: Mapping[str, str],
    chosen: frozenset[str],
    names: Mapping[int, str] | None = None,
) -> None:
    """Homeroom teachers, 补偿班 and 包级领导 in one step."""
    with ctx.write("设置班主任"):
        set_teachers(ctx, teachers)
        set_catch_up(ctx, chosen)
        if names is not None and names != leaders():
            set_leaders(ctx, names)


def members(ctx: Context, class_id: str) -> dict[str, str]:
    """The children on the roll of a class: id → name, in the order of lists."""
    if class_id not in seen(ctx):
        raise Refused("这个班不在您负责的班级里。")
    return students.names_of(class_id)
