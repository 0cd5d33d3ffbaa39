"""The dropout case on screen: a form for each step, filled in as far as it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.cases import Placement, Step, StepKind
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.receipts import Receipt, Way
from kongchuo_desktop.services import cases, classes, papers, receipts, visits
from kongchuo_desktop.services.cases import Known
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.entries.shared import child, draft, options
from kongchuo_desktop.ui.form import Field, check, choice, day, line, pick, several, text

OWN = ("day", "who", "basis", "note")


def open_by_hand(desk: Desk, parent: QWidget, student: str = "") -> Editor:
    """立案 before the rules do it."""

    def save(values: dict[str, Any]) -> None:
        cases.open_by_hand(desk.ctx, values["student"], values["begun"], values["why"])

    editor = Editor(
        "立案",
        [
            child(desk),
            Field("begun", "缺课起始日", day(desk.ctx.today), required=True),
            Field("why", "为什么立案", text("老师了解到的情况", 3), required=True),
        ],
        save,
        parent,
        "立案",
        {"student": student or None, "begun": desk.ctx.today()},
        "无故缺课满规定天数的，点名时自动立案；这里给还没有满、但情况已经清楚的学生立案。一人一案。",
        draft=draft("case", student),
    )
    editor.open()
    return editor


def _step(
    desk: Desk,
    parent: QWidget,
    case_id: str,
    kind: StepKind,
    fields: Sequence[Field],
    values: Mapping[str, Any],
    *,
    note: str = "",
    verb: str = "登记",
) -> Editor:
    """A form for one step of a case; fields that are not a step's own are its
    detail."""
    known = cases.get(desk.ctx, case_id)

    def save(said: dict[str, Any]) -> None:
        own = {name: said[name] for name in OWN if name in said}
        detail = {name: _plain(value) for name, value in said.items() if name not in OWN}
        step = cases.record(desk.ctx, Step(case=known.case.id, kind=kind, detail=detail, **own))
        desk.tell(f"已登记 {known.pupil.name} {words.CASE_STEPS[step.kind]}")

    editor = Editor(
        f"{known.pupil.name}　{words.CASE_STEPS[kind]}",
        [
            Field("day", "日期", day(desk.ctx.today), required=True),
            Field("who", "经办人", line(), required=True),
            *fields,
        ],
        save,
        parent,
        verb,
        {"day": desk.ctx.today(), "who": _usual(desk, known, kind), **values},
        note,
        columns=2,
        draft=f"case-{kind}-{known.case.id}",
    )
    editor.open()
    return editor


def open_case(desk: Desk, student: str) -> str:
    """The id of a child's case that is open; Refused when there is none."""
    return cases.current(desk.ctx, student).case.id


def _plain(value: Any) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value or "")


def _usual(desk: Desk, known: Known, kind: StepKind) -> str:
    """Who usually does it: the principal what is his to decide, otherwise the homeroom teacher."""
    if kind in cases.PRINCIPALS or kind in {StepKind.PLANNED, StepKind.VOIDED}:
        return desk.ctx.school.principal
    return "" if kind is StepKind.REVIEWED else known.found.teacher


def _latest(desk: Desk, case_id: str, kind: StepKind) -> Mapping[str, str]:
    """What was said in the latest step of a kind, to start the next one from."""
    held = cases.get(desk.ctx, case_id).facts.standing(kind)
    return held[-1].detail if held else {}


def verify(desk: Desk, parent: QWidget, case_id: str) -> Editor:
    """核实: why the child stays away, and where it is."""
    before = dict(_latest(desk, case_id, StepKind.VERIFIED))
    side = tuple(filter(None, before.pop("side", "").split("、")))
    fields = [
        Field("cause", "主要原因", choice(options(words.CAUSES), "请选择"), required=True),
        Field("whereabouts", "去向", choice(options(words.WHEREABOUTS), "请选择"), required=True),
        Field("side", "其他原因", several(options(words.CAUSES), 4)),
        Field("place", "地点、单位", line("如：广东省某市、姑妈家")),
        Field("basis", "依据", line("如：家访记录、户籍地回函")),
        Field("note", "说明", text("形成经过，怎样核实的", 3)),
    ]
    return _step(desk, parent, case_id, StepKind.VERIFIED, fields, {**before, "side": side})


def plan(desk: Desk, parent: QWidget, case_id: str) -> Editor:
    """一人一案: who goes, how, when, and what help waits after the return (F14)."""
    fields = [
        Field("responsible", "劝返责任人", line("学校、乡镇、村、帮扶人"), required=True),
        Field("way", "劝返方式", line("如：家访、托亲友、村干部同往"), required=True),
        Field("timetable", "时间安排", text("分阶段写：什么时候做什么，谁做", 3), required=True),
        Field("support", "复学后帮扶", text("补课、资助、谈心、安置", 3), required=True),
        Field("note", "说明", text(lines=2)),
    ]
    values = _latest(desk, case_id, StepKind.PLANNED)
    return _step(desk, parent, case_id, StepKind.PLANNED, fields, values, verb="定方案")


def confirm(desk: Desk, parent: QWidget, case_id: str) -> Editor:
    """认定辍学, by the principal."""
    fields = [
        Field("basis", "依据", line("如：家访记录、辍学报告单")),
        Field("note", "说明", text(lines=3)),
    ]
    note = "由校长认定。至少要有一次家访和一次校领导家访的记录。"
    return _step(desk, parent, case_id, StepKind.CONFIRMED, fields, {}, note=note, verb="认定")


def come_back(desk: Desk, parent: QWidget, case_id: str) -> Editor:
    """复学: the day the child is back, and where it learns from now on."""
    known = cases.get(desk.ctx, case_id)
    every = [(found.id, classes.short(found)) for found in classes.seen(desk.ctx).values()]
    fields = [
        Field("class", "编入班级", choice(every), required=True),
        Field("placement", "安置方式", pick(options(words.PLACEMENTS)), required=True),
        Field("basis", "依据", line("如：复学报告书")),
        Field("note", "说明", text("谁送来的，状态怎样", 3)),
    ]
    values: dict[str, Any] = {"class": known.found.id, "placement": Placement.OWN_CLASS}
    if known.state.back_on:
        values["day"] = known.state.back_on
    note = "登记以后，程序会提醒交复学报告书和两次跟踪回访。"
    return _step(desk, parent, case_id, StepKind.RETURNED, fields, values, note=note)


def elsewhere(desk: Desk, parent: QWidget, case_id: str) -> Editor:
    fields = [
        Field("note", "就读学校", line("学校全称"), required=True),
        Field("basis", "证明", line("学籍截图、在读证明"), required=True),
    ]
    return _step(desk, parent, case_id, StepKind.ELSEWHERE, fields, {})


def reasonable(desk: Desk, parent: QWidget, case_id: str) -> Editor:
    fields = [
        Field("grounds", "事由", choice(options(words.GROUNDS), "请选择"), required=True),
        Field("basis", "批准文件或证明", line(), required=True),
        Field("note", "说明", text(lines=3)),
    ]
    note = "登记后，学生的学籍状态随之改变，点名不再算应到。"
    return _step(desk, parent, case_id, StepKind.REASONABLE, fields, {}, note=note)


def aged_out(desk: Desk, parent: QWidget, case_id: str) -> Editor:
    fields = [
        Field("basis", "县局确认文件", line(), required=True),
        Field("note", "说明", text(lines=3)),
    ]
    note = "年满16周岁并超过义务教育年限的，由县局确认；归档，不算复学。"
    return _step(desk, parent, case_id, StepKind.AGED_OUT, fields, {}, note=note)


def lost(desk: Desk, parent: QWidget, case_id: str) -> Editor:
    fields = [Field("note", "最后一次联系", text("什么时候、找过谁、怎么说", 3), required=True)]
    note = "失联的案件不能销号，程序每月提醒继续查找。"
    return _step(desk, parent, case_id, StepKind.LOST, fields, {}, note=note)


def review(desk: Desk, parent: QWidget, case_id: str) -> Editor:
    """乡（镇）复核."""
    fields = [
        Field("basis", "复核意见", line("文件或签收回执"), required=True),
        Field("note", "说明", text(lines=3)),
    ]
    return _step(desk, parent, case_id, StepKind.REVIEWED, fields, {})


def close(desk: Desk, parent: QWidget, case_id: str) -> Editor:
    """销号, by the principal; what is missing stands in the note."""
    known = cases.get(desk.ctx, case_id)
    lacking = cases.missing(desk.ctx, known)
    fields = [
        Field("basis", "销号依据", line("如：跟踪一学期，两次回访正常"), required=True),
        Field("note", "说明", text(lines=3)),
    ]
    note = f"现在还不能销号：{'；'.join(lacking)}。" if lacking else "由校长签字销号。"
    return _step(desk, parent, case_id, StepKind.CLOSED, fields, {}, note=note, verb="销号")


def void(desk: Desk, parent: QWidget, case_id: str) -> Editor:
    """作废 a case that should not have been opened."""
    fields = [Field("note", "理由", text(lines=3), required=True)]
    note = "作废的案件保留在“作废”里，不再计数，不能恢复；刚刚点错的可以用 Ctrl+Z 撤销。"
    return _step(desk, parent, case_id, StepKind.VOIDED, fields, {}, note=note, verb="作废")


def void_step(desk: Desk, parent: QWidget, case_id: str) -> Editor:
    """作废 one step, contact or report that was recorded in error."""
    known = cases.get(desk.ctx, case_id)
    held = [
        (step.id, f"{step.day.month}月{step.day.day}日 {words.CASE_STEPS[step.kind]} {step.who}")
        for step in reversed(known.facts.steps)
        if not step.void_why
    ]
    steps = {step for step, _said in held}
    held += visits.told(desk.ctx, known.case.student)

    def save(values: dict[str, Any]) -> None:
        if values["step"] in steps:
            cases.void_step(desk.ctx, values["step"], values["note"])
        else:
            visits.void_told(desk.ctx, known.case.student, values["step"], values["note"])

    if not held:
        raise Refused("这个案件还没有办理记录，没有改动。立错了的，请“作废”整个案件。")
    editor = Editor(
        f"{known.pupil.name}　更正办理记录",
        [
            Field("step", "作废哪一条", choice(held), required=True),
            Field("note", "理由", text(lines=3), required=True),
        ],
        save,
        parent,
        "作废",
        note="作废的记录和理由都留着，不再计数；它改过的班级、学籍状态一起改回来。",
        draft=f"void-step-{case_id}",
    )
    editor.open()
    return editor


def serve(desk: Desk, parent: QWidget, student: str) -> Editor:
    """送达回证 of the child's latest return notice."""
    return serve_sheet(desk, parent, receipts.to_serve(desk.ctx, student))


def serve_sheet(desk: Desk, parent: QWidget, sheet_id: str) -> Editor:
    """送达回证 of one issued sheet."""
    sheet = papers.sheet(desk.ctx, sheet_id)
    editor = Editor(
        f"{sheet.name}　{sheet.words}　送达",
        [
            Field("day", "送达日期", day(desk.ctx.today), required=True),
            Field("way", "送达方式", choice(options(words.SERVICE_WAYS))),
            Field("server", "送达人", line(), required=True),
            Field("receiver", "收件人", line("姓名、与学生的关系")),
            Field("refused", "", check("拒绝签收")),
            Field("witness", "见证人", line("拒收、留置的要有见证人")),
            Field("note", "说明", text(lines=2)),
        ],
        lambda values: receipts.serve(desk.ctx, Receipt(sheet=sheet_id, **values)),
        parent,
        "登记",
        {"day": desk.ctx.today(), "way": Way.IN_PERSON},
        "按送达回证填写。返校期限从收到的第二天算起。",
        columns=2,
        draft=f"serve-{sheet_id}",
    )
    editor.open()
    return editor
