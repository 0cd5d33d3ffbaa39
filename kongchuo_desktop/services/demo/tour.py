"""The main job, whole, without a window: what `kongchuo demo` does and lists."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kongchuo_desktop.domain.attendance import Half, MarkKind
from kongchuo_desktop.domain.errors import FileTrouble, Refused
from kongchuo_desktop.domain.leave import Leave, LeaveKind
from kongchuo_desktop.services import (
    attendance,
    classes,
    demo,
    exchange,
    leave,
    lookup,
    paper_kinds,
    papers,
    roster_import,
    saving,
    schools,
    today,
)
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import students


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done: in words, and the file it made, if any."""

    words: str
    path: Path | None = None


def run(out: Path, day: date) -> Iterator[Step]:
    """Make the demo school in `out` and do a morning's work; each step as it is done."""
    demo.check_day(day)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileTrouble(f"不能建立文件夹“{out}”，什么也没有做。请换一个位置。") from error
    _clear(out / "数据")
    workbook = out / "花名册.xlsx"
    demo.roster_workbook(workbook, day)
    yield Step("做好一份杂乱的花名册", workbook)
    ctx, clock = demo.empty(out / "数据", day)
    try:
        yield from _roster(ctx, workbook, out)
        demo.fill(ctx, clock, day)
        yield Step(f"补上一学期的考勤、请假、家访、资助记录（到{day}早上）")
        yield from _morning(ctx, day, out)
        yield from _stick(ctx, out)
    finally:
        ctx.close()


def _clear(folder: Path) -> None:
    """An earlier demo gives way; anything else that lies there does not."""
    if not schools.exists(folder):
        return
    ctx = schools.open_school(folder)
    demo_ = ctx.school.demo
    ctx.close()
    if not demo_:
        raise Refused(f"“{folder}”里是一所真实学校的数据，没有动它。请换一个文件夹。")
    shutil.rmtree(folder)


def _roster(ctx: Context, workbook: Path, out: Path) -> Iterator[Step]:
    seen = roster_import.look(ctx, workbook)
    counts = roster_import.take_in(ctx, seen)
    refused = out / "退回的行.xlsx"
    roster_import.refused_rows(seen, refused)
    yield Step(
        f"导入花名册：新增{counts['added']}人，退回{counts['refused']}行（原因写在表里）", refused
    )
    again = roster_import.look(ctx, workbook).counts
    yield Step(f"再导入一遍同一份文件：新增{again['added']}人，更新{again['changed']}人")


def _morning(ctx: Context, day: date, out: Path) -> Iterator[Step]:
    nine = classes.named(ctx, "九年级2班")
    absent = [lookup.one(ctx, "韦堃")]
    attendance.call(ctx, nine.id, (day, Half.AM), dict.fromkeys(absent, MarkKind.UNEXCUSED))
    yield Step("点名：九(2)班上午，无故未到1人")
    child = lookup.one(ctx, "欧阳龑")
    slip = leave.apply(
        ctx,
        Leave(
            student=child,
            kind=LeaveKind.SICK,
            first_day=day,
            first_half=Half.PM,
            last_day=ctx.calendar.next_school_day(day),
            reason="牙疼，去镇卫生院",
        ),
        approved=True,
    )
    yield Step(f"请假：欧阳龑，第{slip.slip_no}号请假条", _paper(ctx, "leave_slip", [slip.id], out))
    page = today.today(ctx)
    yield Step("今日要做的事：\n" + "\n".join(_todo(todo) for todo in page.todos))
    gone = lookup.one(ctx, "王𬱟")
    yield Step("复学（返校）通知书：王𬱟", _paper(ctx, "return_notice", [gone], out))
    pupils = list(students.names_of(classes.named(ctx, "七年级2班").id))
    yield Step(
        f"班主任—家长责任书：七年级2班{len(pupils)}份", _paper(ctx, "home_pledge", pupils, out)
    )
    yield Step("家长承诺书：王𬱟", _paper(ctx, "parent_promise", [gone], out))
    exported = out / "花名册（导出）.xlsx"
    count = roster_import.export(ctx, exported)
    yield Step(f"导出花名册：{count}人", exported)


def _todo(todo: today.Todo) -> str:
    late = "（已逾期）" if todo.duty.overdue else ""
    return f"  {todo.class_name} {todo.name} {todo.duty.text}{late}　{todo.who}　{todo.duty.rule}"


def _paper(ctx: Context, kind: str, targets: list[str], out: Path) -> Path:
    path = out / f"{paper_kinds.every()[kind].words}.pdf"
    papers.issue_to(ctx, kind, targets, path)
    return path


def _stick(ctx: Context, out: Path) -> Iterator[Step]:
    identity = demo.enrol_demo_office(ctx)
    secret = out / "示范中心校的私钥（只供查看示范文件）.txt"
    saving.write(secret, f"{identity}\n".encode())
    folder = out / "U盘"
    folder.mkdir(exist_ok=True)
    done = exchange.export(ctx, folder)
    yield Step(f"写出上报文件（第{done.seq}号，已加密、签名、读回核对）", done.path)
