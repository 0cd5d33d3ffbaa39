"""The demo school: nine grades, some 400 children, a term of records; nobody in it exists.

What makes it is loaded when it is made: `open_any` stands at every start of the program.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from kongchuo_desktop.domain.calendar import default_term, school_year
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.school import Person, School
from kongchuo_desktop.services import schools
from kongchuo_desktop.services.calendar import of
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.demo.clock import MORNING, Replay
from kongchuo_desktop.store import settings

Progress = Callable[[int, int], None]
DAY = date(2026, 11, 20)
LEAST = 25  # school days the stories of the guide reach back
WHO = Person(name="李老师")


def school() -> School:
    from kongchuo_desktop.services.demo import people

    held = people.names()
    return School(
        **{key: held[key] for key in ("name", "code", "township", "county", "principal", "phone")},
        demo=True,
    )


def check_day(day: date) -> None:
    """Refused for a day that is no school day, or too early in its term for the guide's stories."""
    calendar = of(default_term(day))
    if not calendar.is_school_day(day) or len(calendar.last_school_days(day, LEAST)) < LEAST:
        raise Refused(
            f"示范学校要建在一个上课日，而且开学已满{LEAST}个上课日，{day}不合适，什么也没有建立。"
            f"请换一天，例如 {DAY}。"
        )


def empty(folder: Path, day: date = DAY) -> tuple[Context, Replay]:
    """The demo school without children, on a school day of its term."""
    clock = Replay(day)
    ctx = schools.create(folder, school(), WHO, clock)
    with ctx.write("示范学校", undoable=False):
        settings.put("demo_day", day.isoformat())
    return ctx, clock


def create(folder: Path, day: date = DAY, progress: Progress | None = None) -> Context:
    """The demo school with its term of records up to the morning of a day."""
    from kongchuo_desktop.services import roster_import

    check_day(day)
    ctx, clock = empty(folder, day)
    try:
        with TemporaryDirectory() as place:
            path = Path(place) / "花名册.xlsx"
            roster_workbook(path, day)
            roster_import.take_in(ctx, roster_import.look(ctx, path))
        fill(ctx, clock, day, progress)
        enrol_demo_office(ctx)
    except BaseException:
        ctx.let_go()
        ctx.close()
        rmtree(folder)  # a demo stopped on the way is no demo; nothing in it was anybody's work
        raise
    ctx.started = ctx.last_op()
    return ctx


def roster_workbook(path: Path, day: date = DAY) -> None:
    """The messy workbook the demo school's roster comes from."""
    from kongchuo_desktop.services import saving
    from kongchuo_desktop.services.demo import people, workbook

    children = people.children(school_year(day))
    saving.write(path, workbook.make(children, school().name, school().code))


def fill(ctx: Context, clock: Replay, day: date, progress: Progress | None = None) -> None:
    """Teachers, and the records of the term, as one operation."""
    from kongchuo_desktop.services import classes
    from kongchuo_desktop.services.demo import people
    from kongchuo_desktop.services.demo.term import Term

    classes.set_teachers(ctx, dict(zip(classes.seen(ctx), people.teachers(), strict=True)))
    with ctx.write("示范学校一学期的记录", undoable=False):
        Term(ctx, clock, day).write(progress)
    clock.at(day, MORNING)
    ctx.started = ctx.last_op()


def enrol_demo_office(ctx: Context) -> str:
    """A township office of the demo's own; its secret identity, for whoever looks inside."""
    from kongchuo_desktop.exchange import keys, township_key
    from kongchuo_desktop.services import exchange

    identity = keys.new_township_identity()
    key = township_key.township_key(ctx.school.township_office, identity)
    exchange.enrol_office(ctx, exchange.Office(key.name, key.recipient, key.fingerprint))
    return identity


def open_any(folder: Path, who: Person) -> Context:
    """The school of a data folder; a demo school wakes up on its own day."""
    ctx = schools.open_school(folder, who)
    day = settings.get("demo_day")
    if day:
        ctx.set_clock(Replay(date.fromisoformat(day)))
    return ctx
