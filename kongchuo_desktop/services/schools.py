"""A new school, the school that is there, and who is at work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from kongchuo_desktop.domain import school as rules
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.domain.school import Person, School
from kongchuo_desktop.services import cases
from kongchuo_desktop.services.context import Context, clock
from kongchuo_desktop.store import db, settings, visit_photos

NOBODY = Person(name="本机")


def create(
    folder: Path, school: School, who: Person = NOBODY, now: Callable[[], datetime] = clock
) -> Context:
    """A new data folder with one school in it; Invalid when its particulars are at fault."""
    checked = rules.checked(school)
    ctx = Context(db.create(folder), who, now)
    with ctx.write("新建学校", undoable=False):
        settings.put("school", asdict(checked))
        settings.put("device", {"id": new_id(), "epoch": 1})
    ctx.started = 1
    return _with_rules(ctx)


def _with_rules(ctx: Context) -> Context:
    """A school at work: what the rules make of its records happens by itself."""
    ctx.follow(cases.FOLLOWS_FROM, cases.open_due)
    return ctx


def open_school(folder: Path, who: Person = NOBODY, now: Callable[[], datetime] = clock) -> Context:
    """The school of a data folder; Refused when making it was cut short before it had a name."""
    ctx = Context(db.open_folder(folder), who, now)
    if settings.get("school") is None:
        ctx.close()
        raise Refused(f"“{folder}”里的学校没有建完，里面没有数据。请换一个空文件夹，重新新建学校。")
    if visit_photos.left_over():
        with ctx.write("清理照片", undoable=False):
            visit_photos.sweep()
    return _with_rules(ctx)


def exists(folder: Path) -> bool:
    return db.holds_school(folder)


def change(ctx: Context, school: School) -> None:
    """The school's particulars as they are from now on."""
    with ctx.write("修改学校信息"):
        settings.put("school", asdict(rules.checked(school)))
