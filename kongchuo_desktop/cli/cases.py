"""Commands of the dropout case: open, verify, plan, serve, return or end, review, close."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

from kongchuo_desktop.cli.answer import Answer
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.cases import Step, StepKind
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.receipts import Receipt
from kongchuo_desktop.services import cases, classes, lookup, receipts
from kongchuo_desktop.services.cases import Known
from kongchuo_desktop.services.context import Context

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
ENDS = {
    words.CASE_STEPS[kind]: kind
    for kind in (StepKind.ELSEWHERE, StepKind.REASONABLE, StepKind.AGED_OUT, StepKind.LOST)
}
STEPS = (
    ("verify", StepKind.VERIFIED, "核实原因和去向"),
    ("plan", StepKind.PLANNED, "定一人一案方案"),
    ("confirm", StepKind.CONFIRMED, "校长认定辍学"),
    ("return", StepKind.RETURNED, "登记复学"),
    ("review", StepKind.REVIEWED, "登记乡（镇）复核"),
    ("close", StepKind.CLOSED, "校长销号"),
    ("void", StepKind.VOIDED, "作废一个案件"),
)
DETAILS: Mapping[StepKind, tuple[tuple[str, str, Mapping[Any, str] | None], ...]] = {
    StepKind.VERIFIED: (
        ("cause", "主要原因", words.CAUSES),
        ("whereabouts", "去向", words.WHEREABOUTS),
        ("place", "地点、单位", None),
    ),
    StepKind.PLANNED: (
        ("responsible", "劝返责任人", None),
        ("way", "劝返方式", None),
        ("timetable", "时间安排", None),
        ("support", "复学后帮扶", None),
    ),
    StepKind.RETURNED: (("placement", "安置", words.PLACEMENTS),),
}
"""What a step asks for beside day, person, basis and note: option, its words, its choices."""


def add_verbs(verbs: Verbs, shared: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    """case list|show|open|verify|plan|confirm|serve|return|end|review|close|void."""
    parser: argparse.ArgumentParser = verbs.add_parser("case", help="劝返案件：一人一案")
    group = parser.add_subparsers(dest="what", required=True, metavar="做什么")

    def verb(name: str, run: object, help_: str, *, child: bool = True) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = group.add_parser(name, parents=[shared], help=help_)
        made.set_defaults(run=run)
        if child:
            made.add_argument("--student", required=True, metavar="谁")
        return made

    every = verb("list", listed, "在办的案件和阶段", child=False)
    every.add_argument("--all", action="store_true", help="包括已销号的")
    verb("show", show, "一个学生的案件")
    one = verb("open", open_, "人工立案")
    one.add_argument("--since", type=day, required=True, metavar="D", help="从哪天起没有到校")
    one.add_argument("--why", default="", help="为什么立案")
    for name, kind, help_ in STEPS:
        _step_options(verb(name, step, help_), kind, day)
    one = verb("end", step, "他处就读、正当事由、超龄离校或失联")
    one.add_argument("--as", dest="end", choices=list(ENDS), required=True)
    one.add_argument("--grounds", choices=list(words.GROUNDS.values()), help="什么正当事由")
    _step_options(one, None, day)
    one = verb("correct", correct, "作废一步登记错了的记录")
    one.add_argument("--step", required=True, choices=list(words.CASE_STEPS.values()))
    one.add_argument("--why", required=True, metavar="理由")
    one = verb("serve", serve, "登记通知书送达")
    one.add_argument("--on", type=day, required=True, metavar="D")
    one.add_argument("--way", choices=list(words.SERVICE_WAYS.values()), default="当面")
    one.add_argument("--refused", action="store_true", help="拒绝签收")
    for name, help_ in (("--server", "送达人"), ("--receiver", "收件人"), ("--witness", "见证人")):
        one.add_argument(name, default="", help=help_)


def _step_options(
    parser: argparse.ArgumentParser, kind: StepKind | None, day: Callable[[str], date]
) -> None:
    parser.set_defaults(kind=kind)
    parser.add_argument("--on", type=day, required=True, metavar="D")
    for name, help_ in (("--who", "经办人"), ("--basis", "依据"), ("--note", "说明")):
        parser.add_argument(name, default="", help=help_)
    if kind is StepKind.RETURNED:
        parser.add_argument("--class", dest="class_name", required=True, metavar="七年级1班")
    for name, help_, choices in DETAILS.get(kind, ()) if kind else ():
        allowed = list(choices.values()) if choices else None
        parser.add_argument(f"--{name}", default="", choices=allowed, help=help_)


def listed(ctx: Context, args: argparse.Namespace) -> Answer:
    found = [known for known in cases.seen(ctx) if args.all or known.state.open]
    lines = [_line(known) for known in found]
    return Answer("\n".join(lines) or "没有在办的劝返案件", [_data(ctx, one) for one in found])


def show(ctx: Context, args: argparse.Namespace) -> Answer:
    found = cases.of_student(ctx, lookup.one(ctx, args.student))
    lines = []
    for known in found:
        lines.append(_line(known))
        lines += [_told(one) for one in known.facts.steps]
        if known.state.open:
            lines += [f"  销号还缺：{lacking}" for lacking in cases.missing(ctx, known)]
    return Answer(
        "\n".join(lines) or "这名学生没有劝返案件", [_data(ctx, known) for known in found]
    )


def open_(ctx: Context, args: argparse.Namespace) -> Answer:
    student = lookup.one(ctx, args.student)
    cases.open_by_hand(ctx, student, args.since, args.why)
    known = cases.current(ctx, student)
    return Answer(f"已立案：{_line(known)}", _data(ctx, known))


def step(ctx: Context, args: argparse.Namespace) -> Answer:
    student = lookup.one(ctx, args.student)
    kind = args.kind or ENDS[args.end]
    known = cases.current(ctx, student)
    principal = kind in cases.PRINCIPALS
    cases.record(
        ctx,
        Step(
            case=known.case.id,
            kind=kind,
            day=args.on,
            who=args.who or (ctx.school.principal if principal else ""),
            basis=args.basis,
            note=args.note,
            detail=_detail(ctx, args, kind),
        ),
    )
    now = cases.get(ctx, known.case.id)
    return Answer(f"已登记{words.CASE_STEPS[kind]}。{_line(now)}", _data(ctx, now))


def correct(ctx: Context, args: argparse.Namespace) -> Answer:
    """The latest step of a kind made void, in the child's latest case."""
    held = cases.of_student(ctx, lookup.one(ctx, args.student))
    kind = words.code(words.CASE_STEPS, args.step, "step")
    steps = held[0].facts.standing(kind) if held else []
    if not steps:
        raise Refused(f"没有“{args.step}”这一步的记录，没有改动。")
    cases.void_step(ctx, steps[-1].id, args.why)
    now = cases.get(ctx, held[0].case.id)
    return Answer(f"已作废{args.step}。{_line(now)}", _data(ctx, now))


def _detail(ctx: Context, args: argparse.Namespace, kind: StepKind) -> dict[str, str]:
    detail = {}
    for name, _words, choices in DETAILS.get(kind, ()):
        said = getattr(args, name)
        detail[name] = words.code(choices, said, name) if choices and said else said
    if kind is StepKind.RETURNED:
        detail["class"] = classes.named(ctx, args.class_name).id
    if kind is StepKind.REASONABLE:
        if not args.grounds:
            raise Invalid(grounds="请用 --grounds 写明是什么正当事由")
        detail["grounds"] = words.code(words.GROUNDS, args.grounds, "grounds")
    return detail


def serve(ctx: Context, args: argparse.Namespace) -> Answer:
    student = lookup.one(ctx, args.student)
    receipts.serve(
        ctx,
        Receipt(
            sheet=receipts.to_serve(ctx, student),
            day=args.on,
            way=words.code(words.SERVICE_WAYS, args.way, "way"),
            server=args.server,
            receiver=args.receiver,
            refused=args.refused,
            witness=args.witness,
        ),
    )
    return Answer(f"已登记{args.on}送达：{args.way}", {"date": args.on.isoformat()})


def _told(one: Step) -> str:
    return f"  {one.day} {words.CASE_STEPS[one.kind]} {one.who} {cases.told(one)}"


def _line(known: Known) -> str:
    again = f"　再辍{known.state.recurrences}次" if known.state.recurrences else ""
    return (
        f"{known.class_name} {known.pupil.name}　{words.STAGES[known.state.stage]}"
        f"　{known.state.since}起{again}"
    )


def _data(ctx: Context, known: Known) -> dict[str, Any]:
    back = known.state.back_on
    return {
        "student": known.pupil.name,
        "class": known.found.name,
        "stage": words.STAGES[known.state.stage],
        "since": known.state.since.isoformat(),
        "opened_on": known.case.opened_on.isoformat(),
        "origin": words.CASE_ORIGINS[known.case.origin],
        "back_on": back.isoformat() if back else None,
        "recurrences": known.state.recurrences,
        "steps": [
            {
                "kind": words.CASE_STEPS[one.kind],
                "date": one.day.isoformat(),
                "who": one.who,
                "void": bool(one.void_why),
            }
            for one in known.facts.steps
        ],
        "missing": cases.missing(ctx, known) if known.state.open else [],
    }
