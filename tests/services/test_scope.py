"""A homeroom teacher sees one class: in every list, look-up, search, total, record and paper.

The matrix is made from the use cases themselves: each public function that is given a context is
called about another class's child and records, and must refuse or say nothing of them.
"""

import importlib
import inspect
import pkgutil
import re
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from factory import AM, PM, TODAY, aid, concern, contact, leave, student, visit

from kongchuo_desktop import services
from kongchuo_desktop.documents import render
from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.cases import Step, StepKind
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.exams import Exam, ExamKind, Score
from kongchuo_desktop.domain.helping import HelpPlan, Pairing
from kongchuo_desktop.domain.observations import Observation, ObservationKind
from kongchuo_desktop.domain.receipts import Receipt
from kongchuo_desktop.domain.risk import Level, Override
from kongchuo_desktop.domain.school import Person
from kongchuo_desktop.services import aid as aids
from kongchuo_desktop.services import (
    attendance,
    cases,
    exams,
    helping,
    observations,
    outgoing,
    paper_kinds,
    paper_register,
    papers,
    risk,
    roster,
    today,
    visit_photos,
    visits,
)
from kongchuo_desktop.services import leave as leaves
from kongchuo_desktop.store import exams as exam_rows
from kongchuo_desktop.store import students

WORK = ObservationKind.WORK
RANDOM_ID = re.compile(r"\b[0-9a-f]{32}\b")
WITHOUT_CHILDREN = {"demo", "calendar", "rules", "schools", "forms", "faces"}
NOT_ASKED = {
    "paper_kinds.allowed": "no child in it",
    "paper_kinds.blank": "no child in it",
    "papers.save_each": "of what was issued before; asks for each of its sheets",
    "disclosing.record": "counts what was filled before",
    "papers.kind_of": "of a sheet that was looked up before",
    "letters.class_of": "is given a child that was looked up before",
    "exchange.export": "writes the whole school for the office; what goes out is outgoing.tables",
    "exchange.export_for": "the same, and enrol_office",
    "exchange.enrol_office": "no child in it",
    "exchange.own_fingerprint": "no child in it",
    "roster_import.look": "reads a file",
    "roster_import.warnings": "only of what look() showed",
    "roster_import.take_in": "does what was looked at",
    "roster_import.export": "writes a file of students.everybody(scope)",
    "undo.undo": "of one's own run only",
    "undo.redo": "of one's own run only",
    "risk_facts.gather": "is given the book of what is seen",
    "priority.duties": "is given the book of what is seen",
    "exams.read": "reads a file",
    "exams.look": "reads a file of one's own; whose rows it finds, test_exam_flow asks",
    "exams.take_in": "does what was looked at",
    "transitions.compare": "reads files, and the roster as students.everybody(scope)",
    "case_facts.gather": "is given the book of what is seen",
    "cases.duties": "is given a case that was looked up before",
    "cases.missing": "is given a case that was looked up before",
}
JPEG = b"\xff\xd8\xff"
LISTINGS = (
    roster.StudentListing,
    leaves.LeaveListing,
    visits.VisitListing,
    aids.AidListing,
    paper_register.PaperListing,
    risk.RiskListing,
    cases.CaseListing,
)


EXAM = Exam(
    id="exam72", name="期中考试", day=date(2026, 11, 12), kind=ExamKind.MIDTERM, term="2026-1"
)
ZENG = ("namesake", "zeng")


def use_cases():
    for found in pkgutil.iter_modules(services.__path__):
        if found.name in WITHOUT_CHILDREN:
            continue
        module = importlib.import_module(f"kongchuo_desktop.services.{found.name}")
        for name, act in vars(module).items():
            if not inspect.isfunction(act) or act.__module__ != module.__name__:
                continue
            if name[0] != "_" and next(iter(inspect.signature(act).parameters), "") == "ctx":
                yield f"{found.name}.{name}", act


USE_CASES = {name: act for name, act in use_cases() if name not in NOT_ASKED}


@pytest.fixture
def other(ctx, tmp_path):
    """Records about 张三民 of 七(2)班; then the homeroom teacher of 七(1)班 sits down."""
    for class_id in ("c71", "c72"):
        members = dict.fromkeys(students.names_of(class_id), MarkKind.UNEXCUSED)
        for half in (AM, PM):
            attendance.call(ctx, class_id, (TODAY - timedelta(days=1), half), members)
        attendance.call(ctx, class_id, (TODAY, AM), members)
    later = date(2026, 11, 23)
    made = SimpleNamespace(
        path=tmp_path / "文书.pdf",
        slip=leaves.apply(
            ctx, leave(student="namesake", first_day=later, last_day=later), approved=True
        ),
        visit=visits.record(ctx, visit(student="namesake", visitors=("张老师",))),
        aid=aids.apply(ctx, aid(student="namesake")),
        concern=risk.nominate(ctx, concern(student="namesake")),
        paper=papers.issue(ctx, "home_pledge", ["namesake"]).paper,
    )
    visit_photos.add(ctx, made.visit.id, [JPEG])
    (made.photo,) = visit_photos.of_visit(ctx, made.visit.id)
    made.case = cases.open_by_hand(ctx, "namesake", TODAY, "要去广东")
    made.step = cases.record(ctx, case_step(made, StepKind.VERIFIED))
    made.note = observations.record(ctx, observation("namesake"))
    made.pairing = helping.pair(ctx, pairing("namesake"))
    made.plan = helping.plan(ctx, help_plan("namesake"))
    with ctx.write("成绩"):
        exam_rows.add(EXAM)
        scores = [("c72", Score(student=who, subject="语文", points=9)) for who in ZENG]
        exam_rows.put(EXAM.id, scores)
    made.sheet = paper_register.PaperListing(ctx).keys("", "", False, "")[0]
    visits.record_contact(ctx, contact(student="namesake"))
    for _ in range(5):
        aids.advance(ctx, made.aid.id)
    ctx.who = Person(name="潘老师", classes=frozenset({"c71"}))
    ctx.started = ctx.last_op()
    return made


def observation(student):
    return Observation(student=student, day=TODAY, kind=WORK, note="有人来招工", who="张老师")


def pairing(student):
    return Pairing(student=student, partner="张老师", since=TODAY)


def help_plan(student):
    said = {"cause": "基础弱", "teacher": "张老师", "goal": "及格", "measures": "补课"}
    return HelpPlan(student=student, since=TODAY, subjects="数学", **said)


def level(student):
    until = TODAY + timedelta(days=30)
    said = {"level": Level.RED, "why": "急", "who": "张老师"}
    return Override(student=student, day=TODAY, until=until, **said)


def case_step(made, kind):
    return Step(
        case=made.case.id,
        kind=kind,
        day=TODAY,
        who="张老师",
        detail={"cause": "aversion", "whereabouts": "home"},
    )


def strange(made):
    """Words that only the other class has to do with."""
    return [
        "曾可欣", "zeng", "namesake", "c72", "七年级2班", "七(2)班", "张老师", "石门街上",
        made.slip.id, made.visit.id, made.aid.id, made.concern.id, made.paper, made.sheet,
        made.photo.id, made.case.id, made.step.id, made.note.id, made.pairing.id, made.plan.id,
        EXAM.id,
    ]  # fmt: skip


def leaked(made, result):
    """A PDF is read: its bytes could hold any word by chance, as a record's id can a short one."""
    pdf = isinstance(result, bytes) and result.startswith(b"%PDF")
    said = "".join(render.text(result)) if pdf else repr(result)
    shown = RANDOM_ID.sub(lambda found: found[0] if found[0] in strange(made) else "", said)
    return [word for word in strange(made) if word in shown]


def arguments(made):
    """What is passed by the name of a parameter; `asked` depends on the module."""
    return {
        "student": ["namesake"], "class_id": ["c72"], "slip_id": [made.slip.id],
        "photo_id": [made.photo.id], "jpegs": [[JPEG]],
        "visit_id": [made.visit.id], "aid_id": [made.aid.id], "sheet_id": [made.sheet],
        "observation_id": [made.note.id], "teacher": ["潘老师"], "result": ["转化"],
        "minutes": [30], "content": ["分数"], "effect": ["会了"],
        "case_id": [made.case.id], "step_id": [made.step.id], "begun": [TODAY],
        "since": [TODAY - timedelta(days=2)], "names": [{7: "甲"}],
        "slip": [made.slip], "record": [made.slip, made.visit], "path": [made.path],
        "students": [["namesake"]], "targets": [["namesake"]], "ids": [["namesake", "zeng"]],
        "who": ["曾可欣"], "text": ["曾可欣", "zkx"], "name": ["七年级2班"],
        "child": [students.get("namesake")], "kind": ["home_pledge", "contact_log"],
        "what": ["id_no"], "when": [(TODAY, AM)], "back": [(date(2026, 11, 23), PM)],
        "day": [TODAY], "whom": ["教务处"], "note": ["说明"], "why": ["理由"], "reason": ["理由"],
        "approve": [True], "exceptions": [{"namesake": MarkKind.LATE}],
        "teachers": [{"c72": "潘老师"}, {"c71": "甲", "c72": "乙"}],
        "chosen": [frozenset({"c72"})],
        "code": ["校责〔2026〕第 001 号", "F05-4-2026-1"],
        "first": [date(2026, 9, 1)], "last": [TODAY],
    }  # fmt: skip


def asked(made, name):
    """A new record about the other child; the other child's record, as it is or turned over to a
    child of one's own; the other child moved into one's own class."""
    held = {"leave": made.slip, "visits": made.visit, "aid": made.aid, "risk": made.concern}
    module, act = name.split(".")
    if module == "roster":
        child = students.get("namesake")
        moved = [replace(child, class_id="c71"), student(id="wang", class_id="c72")]
        return [student(class_id="c72")] if act == "add" else [child, *moved]
    made_for = {
        "observations.record": observation,
        "helping.pair": pairing,
        "helping.plan": help_plan,
        "risk.set_level": level,
    }
    if name in made_for:
        own = [made.plan, replace(made.plan, student="wang")] if name == "helping.plan" else []
        return [made_for[name]("namesake"), *own]
    if name == "cases.record":
        return [case_step(made, StepKind.VERIFIED)]
    if name == "receipts.serve":
        return [Receipt(sheet=made.sheet, day=TODAY, server="张老师", receiver="父亲")]
    if act == "record_contact":
        return [contact(student="namesake")]
    if act == "change":
        return [held[module], replace(held[module], student="wang")]
    return [held[module]]


def ways_to_call(made, name, act):
    """Every way to call a use case about the other class."""
    values = arguments(made)
    if name == "letters.leave_slips":
        values["targets"] = [[made.slip.id]]
    if name.startswith(("paper_kinds.", "paper_targets.", "filling.")):
        pledge = paper_kinds.every()["home_pledge"]
        values |= {"kind": [pledge], "form": [pledge.form]}
    if name == "paper_kinds.printed":
        values["kind"] = [paper_kinds.every()["contact_log"]]
    ways = [{}]
    for parameter in list(inspect.signature(act).parameters.values())[1:]:
        if parameter.default is not parameter.empty:
            continue
        if parameter.name not in {"asked", *values}:
            pytest.fail(f"teach `arguments` what to pass to {name} for {parameter.name}")
        choices = asked(made, name) if parameter.name == "asked" else values[parameter.name]
        ways = [way | {parameter.name: choice} for way in ways for choice in choices]
    return ways


@pytest.mark.parametrize("name", USE_CASES)
def test_no_use_case_tells_or_touches_another_class(ctx, other, name):
    before = ctx.last_op()
    for way in ways_to_call(other, name, USE_CASES[name]):
        try:
            result = USE_CASES[name](ctx, **way)
        except (Refused, Invalid):
            continue
        assert leaked(other, result) == [], way
        assert ctx.last_op() == before, way


def test_the_matrix_finds_a_leak(ctx, other):
    """The same calls by somebody who may see the class do tell."""
    ctx.who = Person(name="校长")
    telling = [
        name
        for name in ("lookup.find", "classes.seen", "leave.get", "outgoing.tables", "today.today")
        for way in ways_to_call(other, name, USE_CASES[name])[:1]
        if leaked(other, USE_CASES[name](ctx, **way))
    ]
    assert len(telling) == 5


def foreign_keys(made):
    return ["namesake", "zeng", made.slip.id, made.visit.id, made.aid.id, made.sheet]


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda each: each.__name__)
def test_no_list_shows_another_class(ctx, other, listing):
    found = listing(ctx)
    for text in ("", "曾可欣", "namesake", "zkx", "七年级2班"):
        for chip in ("", "all", "c72"):
            keys = found.keys(text, "", False, chip)
            assert leaked(other, (keys, found.rows(keys), found.foot(text, chip))) == []
    assert found.rows(foreign_keys(other)) == {}
    assert leaked(other, found.chips()) == []


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda each: each.__name__)
def test_every_list_counts_what_it_shows(ctx, other, listing):
    found = listing(ctx)
    for chip in found.chips():
        assert chip.count == len(found.keys("", "", False, chip.key)), chip.key


def test_the_feet_add_up_ones_own_class_only(ctx, other):
    assert aids.AidListing(ctx).foot("", "") == "共0份申请　本学期已落实0.00元"
    assert "0位教师家访过" in visits.VisitListing(ctx).foot("", "")
    assert roster.StudentListing(ctx).foot("", "") == "共3人　在校3"
    assert paper_register.PaperListing(ctx).foot("", "").startswith("共0号")


def test_the_day_is_ones_own_class(ctx, other):
    page = today.today(ctx)

    assert (page.totals.on_roll, page.totals.unexcused) == (3, 3)
    assert (page.yesterday.on_roll, page.yesterday.unexcused) == (3, 3)
    assert [row.found.id for row in page.classes] == ["c71"]
    assert {todo.full_class for todo in page.todos} == {"七年级1班"}
    assert page.chart[-1] == (TODAY, 0.0)
    assert len(page.chart) == 2


def test_signals_are_of_ones_own_class(ctx, other):
    assert exams.latest(ctx, "c72") == exams.latest(ctx) == {}
    ctx.who = Person(name="校长")
    assert set(exams.latest(ctx)) == set(exams.latest(ctx, "c72")) == set(ZENG)


def test_the_book_holds_ones_own_class(ctx, other):
    book = attendance.book(ctx, date(2026, 9, 1), TODAY)

    assert {class_id for class_id, *_ in book.rolls} == {"c71"}
    assert set(book.marks) == set(book.pupils) == {"wang", "zhang", "shan"}
    assert not book.leaves


def test_what_goes_out_is_ones_own_class(ctx, other):
    found = outgoing.tables(ctx)

    assert {row["class"] for row in found["attendance"]} == {"c71"}
    assert {row["student"] for row in found["absence"]} == {"wang", "zhang", "shan"}
    assert [found[kind] for kind in ("visit", "paper", "aid")] == [[], [], []]
    ctx.who = Person(name="校长")
    assert [len(outgoing.tables(ctx)[kind]) for kind in ("visit", "paper", "aid")] == [1, 1, 1]


def test_somebody_without_a_class_sees_nothing(ctx, other):
    ctx.who = Person(name="新老师", classes=frozenset())

    assert roster.StudentListing(ctx).keys("", "", False, "") == []
    assert today.today(ctx).totals.on_roll == 0
    assert outgoing.tables(ctx)["student"] == []
