"""The words of the command line: verbs, their options, and reading dates and half days."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from kongchuo_desktop import __version__
from kongchuo_desktop.cli import (
    calendar,
    cases,
    census,
    daily,
    exams,
    forms,
    papers,
    priority,
    school,
    visits,
)
from kongchuo_desktop.cli.usage import Reader
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.attendance import Half
from kongchuo_desktop.domain.school import EDITIONS

HALVES = {word: half for half, word in words.HALVES.items()}


def day(text: str) -> date:
    """2026-11-20"""
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，应写成 2026-11-20") from error
    return _of_our_time(found)


def _of_our_time(found: date) -> date:
    """A year that no calendar arithmetic runs out of."""
    if not 2000 <= found.year <= 2100:
        raise argparse.ArgumentTypeError(f"{found.year}年不在2000年至2100年之间")
    return found


def half_day(text: str) -> tuple[date, Half | None]:
    """2026-11-20, 2026-11-20上午 or 2026-11-20下午"""
    for word, half in HALVES.items():
        if text.endswith(word):
            return day(text.removesuffix(word).strip()), half
    return day(text), None


def moment(text: str) -> datetime:
    """2026-11-20 09:05, in the time zone of this computer."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}”不是时间，应写成 2026-11-20 09:05") from error
    _of_our_time(found)
    return found.astimezone()


def build() -> argparse.ArgumentParser:
    """The parser; each verb's namespace has `run(ctx, args) -> Answer`."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", metavar="DIR", help="数据文件夹")
    shared.add_argument("--date", type=day, metavar="D", help="用这一天代替今天，如 2026-11-20")
    shared.add_argument("--json", action="store_true", help="输出一个 JSON 对象")
    parser: argparse.ArgumentParser = Reader(
        prog="kongchuo", description="控辍保学台账。不带命令时打开窗口。"
    )
    parser.add_argument(
        "--version", action="version", version=f"控辍保学台账 {__version__}", help="显示版本"
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="命令")
    _school(verbs, shared)
    _roster(verbs, shared)
    _transition(verbs, shared)
    _calendar(verbs, shared)
    _attendance(verbs, shared)
    census.add_verbs(verbs, shared, day)
    _leave(verbs, shared)
    visits.add_verbs(verbs, shared, day)
    _contacts(verbs, shared)
    cases.add_verbs(verbs, shared, day)
    priority.add_verbs(verbs, shared, day)
    exams.add_verbs(verbs, shared, day)
    _papers(verbs, shared)
    return parser


Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _verb(
    verbs: Verbs, name: str, shared: argparse.ArgumentParser, run: object, help_: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = verbs.add_parser(name, parents=[shared], help=help_)
    parser.set_defaults(run=run)
    return parser


def _group(verbs: Verbs, name: str, help_: str) -> Verbs:
    group: argparse.ArgumentParser = verbs.add_parser(name, help=help_)
    return group.add_subparsers(dest="what", required=True, metavar="做什么")


def _school(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    demo = _verb(verbs, "demo", shared, school.demo, "用示范学校走一遍全部主要工作")
    demo.add_argument("--out", type=Path, required=True, metavar="DIR")
    demo.set_defaults(opens=False)
    init = _verb(verbs, "init", shared, school.init, "新建学校")
    init.add_argument("--school", required=True, metavar="NAME", help="学校全称")
    init.add_argument("--code", required=True, help="10位学校标识码")
    init.add_argument(
        "--edition", default="school", choices=EDITIONS, help="谁使用：学校、乡（镇）、县局"
    )
    for name in ("--township", "--county", "--principal", "--phone"):
        init.add_argument(name, default="", metavar="NAME")
    init.add_argument(
        "--bureau", default="", metavar="NAME", help="县教育部门全称，不填就写县名加教育局"
    )
    init.set_defaults(opens=False)


def _roster(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    group = _group(verbs, "roster", "花名册：导入、导出")
    take = _verb(group, "import", shared, school.roster_import, "导入花名册文件")
    take.add_argument("file", type=Path)
    take.add_argument("--dry-run", action="store_true", help="只预览，不写入")
    take.add_argument("--map", action="append", default=[], metavar="列=字段")
    take.add_argument("--failed-out", type=Path, metavar="FILE.xlsx", help="退回的行写到这里")
    give = _verb(group, "export", shared, school.roster_export, "导出花名册")
    give.add_argument("file", type=Path)


def _transition(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    held = _verb(verbs, "transition", shared, school.transition, "衔接核对：离开的学生到了没有")
    held.add_argument("leaving", type=Path, metavar="离开名单.xlsx")
    held.add_argument("--arriving", type=Path, metavar="FILE", help="到校名单；不写就和花名册比")
    held.add_argument("--grade", type=int, choices=range(1, 10), help="只和本校这个年级比")
    held.add_argument("--out", type=Path, metavar="FILE.xlsx", help="核对结果写到这里")


def _attendance(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    mark = _verb(verbs, "mark", shared, daily.mark, "登记一个班半天的出勤")
    mark.add_argument("day", type=day, metavar="D")
    mark.add_argument("half", choices=list(HALVES), metavar="上午|下午")
    mark.add_argument("--class", dest="class_name", required=True, metavar="七年级1班")
    mark.add_argument("--absent", action="append", default=[], metavar="谁=无故")
    mark.add_argument("--stopped", action="store_true", help="停课")
    mark.add_argument("--why", default="", help="改动以前的登记时写明原因")
    _verb(verbs, "today", shared, daily.today, "今天要做的事")
    _verb(verbs, "risk", shared, daily.risk, "重点学生和理由")


LEAVE_VERBS = (
    ("approve", "批准"),
    ("refuse", "不批准"),
    ("makeup", "补办电话请假的手续"),
    ("back", "销假"),
)


def _calendar(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    group = _group(verbs, "calendar", "校历：学期、放假、上课")
    term = _verb(group, "set", shared, calendar.set_term, "设置学期起止")
    term.add_argument("--term-start", type=day, required=True, metavar="D")
    term.add_argument("--term-end", type=day, required=True, metavar="D")
    for name, run, help_ in (
        ("off", calendar.day_off, "这天不上课"),
        ("on", calendar.day_on, "这天上课"),
    ):
        verb = _verb(group, name, shared, run, help_)
        verb.add_argument("day", type=day, metavar="D")
        verb.add_argument("--why", default="", help="原因，如：赶集日、停电、补课")
    _verb(group, "show", shared, calendar.show, "本学期的教学日")


def _leave(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    group = _group(verbs, "leave", "请假")
    add = _verb(group, "add", shared, daily.leave_add, "登记请假")
    add.add_argument("--student", required=True, metavar="谁")
    add.add_argument("--kind", required=True, choices=list(words.LEAVE_KINDS.values()))
    add.add_argument("--from", dest="first", type=half_day, required=True, metavar="D[上午|下午]")
    add.add_argument("--to", dest="last", type=half_day, required=True, metavar="D[上午|下午]")
    add.add_argument("--by", choices=list(words.APPLICANTS.values()), default="监护人")
    add.add_argument("--reason", default="")
    add.add_argument("--phone", action="store_true", help="电话请假")
    for name, help_ in LEAVE_VERBS:
        verb = _verb(group, name, shared, daily.leave_decide, help_)
        verb.add_argument("--student", required=True, metavar="谁")
        verb.add_argument("--at", type=half_day, metavar="D[上午|下午]")
        verb.add_argument("--note", default="")


def _contacts(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    report = _verb(verbs, "report", shared, daily.report, "登记一次上报")
    report.add_argument("--student", required=True, metavar="谁")
    report.add_argument("--rung", required=True, choices=list(words.REPORTS), help="哪一级")
    report.add_argument("--on", type=day, required=True, metavar="D")
    report.add_argument("--whom", required=True, metavar="报给谁")
    report.add_argument("--note", default="")
    group = _group(verbs, "contact", "缺课联系")
    add = _verb(group, "add", shared, daily.contact_add, "登记一次联系")
    add.add_argument("--student", required=True, metavar="谁")
    add.add_argument("--at", type=moment, required=True, metavar='"D HH:MM"')
    add.add_argument("--how", choices=list(words.CONTACT_WAYS.values()), default="电话")
    add.add_argument("--result", choices=list(words.CONTACT_RESULTS.values()), default="接通")
    add.add_argument("--note", default="")


def _papers(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    form = _verb(verbs, "print", shared, papers.print_form, "打印文书为 PDF")
    form.add_argument("form", metavar="文书", help="编号（F12）或名称，全部名称见 paper list")
    whom = form.add_mutually_exclusive_group()
    whom.add_argument(
        "--student", action="append", default=[], metavar="谁", help="几名学生就写几次"
    )
    whom.add_argument("--class", dest="class_name", metavar="七年级1班")
    whom.add_argument("--all", action="store_true", help="所有班级")
    whom.add_argument("--blank", action="store_true", help="空白表")
    form.add_argument("--out", type=Path, required=True, metavar="FILE.pdf|.xlsx")
    form.add_argument("--each", type=Path, metavar="DIR", help="同时逐份保存到文件夹")
    form.add_argument("--purpose", default="", metavar="用途", help="印完整身份证号的报送用途")
    papers.add_faces(form)
    form.set_defaults(check=papers.whom)
    _paper(_group(verbs, "paper", "该备的文书、按编号查找、文书用语"), shared)
    out = _verb(verbs, "export", shared, papers.export, "写上报文件到U盘或文件夹")
    out.add_argument("--to", type=Path, required=True, metavar="DIR")
    out.add_argument("--key", type=Path, metavar="FILE.kckey", help="先登记这个乡镇公钥")
    out.add_argument(
        "--fingerprint", default="", metavar="30位指纹", help="与中心校核对过的指纹；更换公钥时要写"
    )
    out.set_defaults(check=papers.key_wanted)


def _paper(verbs: Verbs, shared: argparse.ArgumentParser) -> None:
    ready = _verb(verbs, "due", shared, forms.due, "该备的文书")
    ready.add_argument("--student", metavar="谁")
    found = _verb(verbs, "find", shared, forms.find, "按编号查找已发的文书")
    found.add_argument("code", metavar="F02-2026-003")
    found.add_argument("--out", type=Path, metavar="FILE.pdf", help="把存档写成文件")
    listed = _verb(verbs, "list", shared, forms.kinds, "可以打印的文书")
    listed.add_argument("text", nargs="?", default="", metavar="名称、编号或拼音首字母")
    said = _verb(verbs, "word", shared, forms.word, "看或改一种文书的段落")
    said.add_argument("form", metavar="文书")
    said.add_argument("--key", default="", metavar="段落")
    change = said.add_mutually_exclusive_group()
    change.add_argument("--text", metavar="文字", help="学校自己的说法，要和 --key 一起用")
    change.add_argument("--reset", action="store_true", help="恢复原文")
    said.add_argument("--second", action="store_true", help="第二种语言")
    said.set_defaults(check=forms.key_wanted)
