"""Bad daily input gets a sentence, changes nothing, and never costs a child its place on the
ladder."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from factory import AM, HOSTILE, PM, TODAY, at, contact, leave, student, visit

from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.leave import LeaveKind
from kongchuo_desktop.domain.roster import SchoolClass, Status
from kongchuo_desktop.domain.visits import Submission, VisitOutcome
from kongchuo_desktop.services import attendance, calendar, risk, roster, today, undo, visits
from kongchuo_desktop.services import leave as leaves
from kongchuo_desktop.store import classes as class_rows
from kongchuo_desktop.store import students

DAY = timedelta(days=1)
UNEXCUSED = MarkKind.UNEXCUSED
WED, THU = TODAY - 2 * DAY, TODAY - DAY
ZHANG = student(id="zhang", name="张三民", sex=None)
NOT_EXPECTED = (
    Status.TRANSFERRED_OUT,
    Status.SUSPENDED,
    Status.PENDING,
    Status.HOME_TUTORING,
    Status.GRADUATED,
)


@pytest.fixture
def unchanged(ctx):
    """Whatever a test does, the journal is as long at its end as at its beginning."""
    before = ctx.last_op()
    yield
    assert ctx.last_op() == before
    assert undo.undoable(ctx) is None


def call(ctx, exceptions=None, day=TODAY, half=AM, class_id="c71", **more):
    attendance.call(ctx, class_id, (day, half), exceptions or {}, **more)


def rungs(ctx, child="wang"):
    """What the ladder asks for; what a dropout case asks for is told in test_case_flow."""
    about = [t.duty.rung for t in today.today(ctx).todos if t.duty.student == child]
    return {rung for rung in about if rung.startswith("L")}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 8, 31), "不在本学期"),
        (date(2025, 11, 20), "不在本学期"),
        (date(2000, 1, 1), "不在本学期"),
        (date(2027, 3, 1), "还没有到"),
        (TODAY + DAY, "还没有到"),
        (date(2026, 11, 14), "不上课"),
        (date(2026, 10, 1), "不上课"),
    ],
)
@pytest.mark.parametrize("stopped", [False, True])
def test_a_roll_call_on_a_day_that_will_not_do(ctx, day, said, stopped):
    with pytest.raises(Refused, match=said) as refused:
        call(ctx, {} if stopped else {"wang": UNEXCUSED}, day, stopped=stopped)

    assert f"{day.month}月{day.day}日" in str(refused.value)


def test_a_day_of_its_own_term_that_the_school_has_moved_out_of_it(ctx):
    calendar.set_term(ctx, date(2026, 9, 7), date(2027, 1, 15))
    with pytest.raises(Refused, match="2026-09-07至2027-01-15"):
        call(ctx, {}, date(2026, 9, 2))


@pytest.mark.parametrize("status", NOT_EXPECTED)
def test_a_child_that_is_not_on_the_roll_that_day_is_not_marked(ctx, status):
    roster.change(ctx, replace(ZHANG, status=status))
    before = ctx.last_op()
    with pytest.raises(Refused, match="整班没有登记"):
        call(ctx, {"wang": UNEXCUSED, "zhang": UNEXCUSED})

    assert ctx.last_op() == before


@pytest.mark.parametrize("status", NOT_EXPECTED)
def test_a_child_that_leaves_owes_nothing_and_owes_it_again_if_that_was_a_mistake(
    ctx, clock, status
):
    clock.set(TODAY, time(18))
    for half in (AM, PM):
        call(ctx, {"zhang": UNEXCUSED}, half=half)
    assert rungs(ctx, "zhang") == {"L1", "L2"}
    roster.change(ctx, replace(ZHANG, status=status))
    assert rungs(ctx, "zhang") == set()
    undo.undo(ctx)

    assert rungs(ctx, "zhang") == {"L1", "L2"}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"last_day": THU}, {"last_day"}),
        ({"first_half": PM, "last_half": AM}, {"last_day"}),
        ({"last_day": date(2000, 1, 1)}, {"last_day"}),
        ({"first_day": TODAY + DAY, "last_day": TODAY + 2 * DAY}, {"first_day"}),
        ({"first_day": date(2027, 1, 25), "last_day": date(2027, 1, 29)}, {"first_day"}),
        ({"first_day": date(2026, 6, 1), "last_day": date(2026, 6, 2)}, {"first_day"}),
        ({"kind": LeaveKind.PERSONAL, "reason": "  "}, {"reason"}),
        ({"kind": LeaveKind.OTHER, "reason": "", "last_day": THU}, {"last_day", "reason"}),
    ],
)
def test_a_slip_at_fault_names_each_field(ctx, changes, fields):
    with pytest.raises(Invalid) as wrong:
        leaves.apply(ctx, leave(**changes))

    assert set(wrong.value.fields) == fields
    assert all(wrong.value.fields.values())


def test_a_slip_over_another_names_it_and_changes_neither(ctx):
    leaves.apply(ctx, leave(), approved=True)
    before = ctx.last_op()
    with pytest.raises(Invalid, match="第1号请假条"):
        leaves.apply(ctx, leave(first_day=THU, last_day=TODAY + 4 * DAY))

    assert ctx.last_op() == before
    assert len(leaves.of_student(ctx, "wang")) == 1


@pytest.mark.parametrize(
    ("back", "field"), [((TODAY + DAY, AM), "back_day"), ((WED, PM), "back_day")]
)
def test_a_return_before_the_leave_or_after_today(ctx, back, field):
    slip = leaves.apply(ctx, leave(first_day=THU), approved=True)
    with pytest.raises(Invalid) as wrong:
        leaves.sign_back(ctx, slip.id, back)

    assert set(wrong.value.fields) == {field}
    assert leaves.get(ctx, slip.id) == slip


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"day": TODAY + DAY}, {"day"}),
        ({"visitors": ()}, {"visitors"}),
        ({"visitors": ("", " ")}, {"visitors"}),
        ({"note": " "}, {"note"}),
        ({"day": TODAY + DAY, "visitors": (), "note": ""}, {"day", "visitors", "note"}),
    ],
)
def test_a_visit_at_fault_names_each_field(ctx, changes, fields):
    with pytest.raises(Invalid) as wrong:
        visits.record(ctx, visit(**changes))

    assert set(wrong.value.fields) == fields


def test_a_visitor_is_named_once_however_often_and_with_whatever_blanks(ctx):
    kept = visits.record(ctx, visit(visitors=("潘老师", " 高校长", "潘老师 ", "")))

    assert kept.visitors == ("潘老师", "高校长")
    assert visits.VisitListing(ctx).foot("", "") == (
        "共1次家访　本学期1位教师家访过，3位没有完成定额"
    )
    visits.change(ctx, replace(kept, visitors=("高校长", "高校长")))
    assert visits.get(ctx, kept.id).visitors == ("高校长",)


@pytest.mark.usefixtures("unchanged")
def test_a_contact_or_report_of_tomorrow(ctx):
    with pytest.raises(Invalid) as wrong:
        visits.record_contact(ctx, contact(at=at(TODAY + DAY)))
    assert set(wrong.value.fields) == {"at"}
    with pytest.raises(Invalid) as wrong:
        visits.submit(ctx, Submission(student="wang", day=TODAY + DAY, whom="教务处"))
    assert set(wrong.value.fields) == {"day"}


@pytest.mark.usefixtures("unchanged")
def test_a_child_nobody_knows(ctx):
    for act in (
        lambda: leaves.apply(ctx, leave(student="nobody")),
        lambda: visits.record(ctx, visit(student="nobody")),
        lambda: visits.record_contact(ctx, contact(student="nobody")),
        lambda: visits.submit(ctx, Submission(student="nobody", day=TODAY, whom="教务处")),
        lambda: call(ctx, {"nobody": UNEXCUSED}),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert "没有" in str(refused.value)


@pytest.mark.parametrize("text", HOSTILE)
def test_any_words_in_notes_and_names_come_back_as_they_were(ctx, text):
    leaves.apply(ctx, leave(reason=text))
    visits.record(ctx, visit(visitors=(text,), note=text, agreed=text))
    visits.record_contact(ctx, contact(note=text, person=text))

    assert leaves.of_student(ctx, "wang")[0].reason == text
    (kept,) = visits.of_student(ctx, "wang")
    assert (kept.visitors, kept.note, kept.agreed) == ((text,), text, text)


@pytest.fixture
def away(ctx, clock):
    """王小花 has been absent since Wednesday morning; 七(2)班 has reported as well."""
    clock.set(TODAY, time(18))
    for day in (WED, THU, TODAY):
        for half in (AM, PM):
            call(ctx, {"wang": UNEXCUSED}, day, half)
            call(ctx, {}, day, half, "c72")
    assert rungs(ctx) == {"L1", "L2", "L3", "L4"}
    return ctx


def new_class(ctx, members):
    """七年级3班, as an import makes it for children whose class is called so now."""
    with ctx.write("导入花名册"):
        class_rows.add(SchoolClass(id="c73", grade=7, number=3, name="七年级3班"))
        every = class_rows.everything()
        moved = [replace(child, class_id="c73") for child in students.of_ids(members).values()]
        students.save([(child, roster.spelling(every, child)) for child in moved])


def test_a_class_that_has_another_name_now_keeps_its_book(away):
    with away.write("改班名"):
        found = class_rows.everything()["c71"]
        class_rows.save(replace(found, name="七年级（攀登）班"))

    assert rungs(away) == {"L1", "L2", "L3", "L4"}
    page = today.today(away)
    assert {t.full_class for t in page.todos if t.duty.student == "wang"} == {"七年级（攀登）班"}


def test_a_class_that_an_import_calls_otherwise_loses_no_absent_child(away):
    new_class(away, ["wang", "zhang", "shan"])

    assert rungs(away) == {"L1", "L2", "L3", "L4"}
    (l4,) = (t.duty for t in today.today(away).todos if t.duty.rung == "L4")
    assert l4.day == WED


def test_a_child_moved_to_another_class_stays_on_the_ladder(away):
    roster.change(away, replace(students.get("wang"), class_id="c72"))

    assert rungs(away) == {"L1", "L2", "L3", "L4"}
    call(away, {}, class_id="c72", half=PM, why="转班后到校")
    assert rungs(away) == {"L1"}


def test_what_the_class_before_reported_is_not_dropped_by_the_new_class_without_a_word(away):
    roster.change(away, replace(students.get("wang"), class_id="c11"))
    with pytest.raises(Invalid):
        call(away, {}, THU, AM, "c11")
    with pytest.raises(Invalid):
        call(away, {}, THU, AM, "c11", stopped=True)
    call(away, {"wang": UNEXCUSED}, WED, AM, "c11")
    assert rungs(away) == {"L1", "L2", "L3", "L4"}
    call(away, {}, THU, AM, "c11", why="那天其实到了")
    (change,) = attendance.changes(away, "c11", THU)
    assert change.before == {"state": "taken", "marks": {"wang": "unexcused"}}
    assert not attendance.changes(away, "c11", WED)


@pytest.mark.parametrize("unreported", [(WED, AM), (THU, PM), (TODAY, PM)])
def test_an_absence_counts_although_the_new_class_did_not_report_that_half_day(away, unreported):
    day, half = unreported
    before = risk.assess(away, "wang").assessment
    with away.write("没有登记", undoable=False):
        away.data.db.execute_sql(
            "DELETE FROM roll WHERE class = 'c72' AND day = ? AND half = ?", (day.isoformat(), half)
        )
    roster.change(away, replace(students.get("wang"), class_id="c72"))

    assert rungs(away) == {"L1", "L2", "L3", "L4"}
    assert risk.assess(away, "wang").assessment == before
    leaves.apply(away, leave(first_day=WED, last_day=TODAY), approved=True)
    assert set(attendance.book(away, WED, TODAY).marks["wang"].values()) == {MarkKind.SICK}


def test_a_child_that_was_back_before_its_class_was_called_otherwise_is_not_absent(away):
    call(away, {}, TODAY, PM)
    assert rungs(away) == {"L1"}
    new_class(away, ["wang", "zhang", "shan"])

    assert rungs(away) == {"L1"}


@pytest.mark.parametrize("members", [["wang"], ["wang", "zhang", "shan"]])
def test_a_child_in_a_new_class_is_away_until_its_own_class_says_otherwise(away, clock, members):
    new_class(away, members)
    monday = TODAY + 3 * DAY
    clock.set(monday)
    call(away, {}, monday, AM, "c72")
    assert {"L1", "L2", "L3", "L4"} <= rungs(away)
    call(away, {}, monday, AM, "c73")

    assert rungs(away) == set()


def test_a_homeroom_teacher_of_the_class_called_otherwise_sees_the_absence_too(away, teacher_of):
    new_class(away, ["wang", "zhang", "shan"])
    teacher_of("c73")

    assert {"L2", "L4"} <= rungs(away)


def test_a_class_called_otherwise_does_not_make_the_term_longer_for_the_points(away):
    before = risk.assess(away, "zhang")
    new_class(away, ["wang", "zhang", "shan"])

    assert risk.assess(away, "zhang").assessment == before.assessment


def test_a_visit_to_a_house_that_has_moved_away_is_a_record(ctx):
    visits.record(ctx, visit(outcome=VisitOutcome.MOVED, note=""))

    assert len(visits.of_student(ctx, "wang")) == 1
