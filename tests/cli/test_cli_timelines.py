"""The worked time lines (rules §7) through the command line, day after day on a real folder; the
calendar verbs; and what the daily verbs refuse."""

import pytest
from factory import id_number

from kongchuo_desktop.services import schools, visits

MON, TUE, WED, THU, FRI = (f"2026-09-{day:02}" for day in range(7, 12))
SAT, SUN, NEXT_MON, NEXT_TUE = (f"2026-09-{day}" for day in range(12, 16))
WANG = id_number(order=22)  # ends in X


@pytest.fixture
def roll(run):
    """Call the roll of 七(1)班, the whole day or one half; who is away, as 谁=无故."""

    def call(day, *absent, halves=("上午", "下午"), **more):
        pairs = [word for who in absent for word in ("--absent", who)]
        for half in halves:
            code, told = run("mark", day, half, "--class", "七年级1班", *pairs, day=day, **more)
            assert code == 0, told
        return told

    return call


@pytest.fixture
def duties(run):
    """What the ladder asks for about 王小花 on the evening of a day: rung and kind → due, ! if
    overdue; what her dropout case asks for is told in test_case_commands."""

    def ask(day, name="王小花"):
        code, told = run("today", day=day)
        assert (code, told["date"]) == (0, day)
        return {
            f"{duty['rung']} {duty['kind']}": "!" * duty["overdue"] + duty["due"]
            for duty in told["duties"]
            if duty["student"] == name and duty["rung"].startswith("L")
        }

    return ask


def away(roll, *days):
    for day in days:
        roll(day, "王小花=无故")


def do(run, day, *words):
    code, told = run(*words, "--student", "王小花", day=day)
    assert code == 0, told
    return told


def visited(run, day, *more):
    do(run, day, "visit", "add", "--on", day, "--visitors", "潘老师", "--note", "谈了返校", *more)


def test_t1_half_a_day_asks_for_a_contact_and_for_no_visit(run, roll, duties):
    roll(MON, "王小花=无故", halves=["上午"])
    roll(MON, halves=["下午"])

    assert duties(MON) == {"L1 contact": f"!{MON}T09:30"}
    assert duties(TUE) == {}
    totals = run("today", day=MON)[1]["totals"]
    assert (totals["unexcused"], totals["unmarked_classes"]) == (0, ["一年级1班", "七年级2班"])


def test_t2_a_day_asks_for_a_visit_by_the_end_of_the_next(run, roll, duties):
    away(roll, MON)

    assert duties(MON) == {"L1 contact": f"!{MON}T09:30", "L2 visit": f"{TUE}T24:00"}
    do(run, MON, "contact", "add", "--at", f"{MON} 09:05", "--note", "说明天来")
    assert duties(MON) == {"L2 visit": f"{TUE}T24:00"}
    assert duties(WED) == {"L2 visit": f"!{TUE}T24:00"}
    visited(run, WED)
    assert duties(WED) == {}


def test_t3_on_the_second_day_a_leader_goes(run, roll, duties):
    away(roll, MON, TUE)
    do(run, TUE, "contact", "add", "--at", f"{MON} 09:05", "--result", "无人接听")

    assert duties(TUE) == {
        "L1 contact": f"!{MON}T09:30",
        "L2 visit": f"{TUE}T24:00",
        "L3 leader_visit": f"{TUE}T24:00",
    }
    visited(run, TUE)
    assert duties(WED) == {"L3 leader_visit": f"!{TUE}T24:00"}
    visited(run, WED, "--leader")
    assert duties(WED) == {}


def test_three_contacts_in_vain_in_a_row_send_a_leader(run, roll, duties):
    away(roll, MON)
    visited(run, MON)
    for at, result in (("09:00", "无人接听"), ("09:30", "接通"), ("10:00", "空号")):
        do(run, MON, "contact", "add", "--at", f"{MON} {at}", "--result", result)
    do(run, MON, "contact", "add", "--at", f"{MON} 11:00", "--result", "无人接听")
    assert duties(MON) == {}
    vain = ("visit", "add", "--on", MON, "--visitors", "潘老师", "--outcome", "无人在家")
    made = do(run, MON, *vain)
    assert duties(MON) == {}, "the visit that met somebody may have been the later one"
    run("visit", "void", "--id", made["id"], "--why", "没有去", day=MON)
    do(run, TUE, "contact", "add", "--at", f"{TUE} 08:00", "--result", "无人接听")
    do(run, TUE, "contact", "add", "--at", f"{TUE} 08:10", "--result", "无人接听")
    do(run, TUE, "contact", "add", "--at", f"{TUE} 08:20", "--result", "无人接听")

    assert duties(TUE) == {"LF leader_visit": f"{WED}T24:00"}
    (told,) = [d for d in run("today", day=TUE)[1]["duties"] if d["rung"] == "LF"]
    assert told["text"] == "电话和家访连续3次没有见到人，请校领导亲自家访"
    assert (told["responsible"], told["source"]) == ("校领导", "rules §2；S2c 二.7")
    do(run, WED, *vain[:2], "--on", WED, *vain[4:], "--leader")
    assert duties(WED) == {}


def test_t4_on_the_third_day_the_child_is_reported_before_midnight(run, roll, duties):
    away(roll, MON, TUE, WED)
    visited(run, WED, "--leader")

    assert duties(WED) == {"L4 submit": f"{WED}T24:00"}
    assert duties(THU) == {"L4 submit": f"!{WED}T24:00"}
    do(run, WED, "report", "--rung", "L4", "--on", WED, "--whom", "教务处")
    assert duties(WED) == {}


def test_t5_after_a_week_the_notice_and_the_report_are_due_on_monday_and_show_on_friday(
    run, roll, duties
):
    away(roll, MON, TUE, WED, THU)
    visited(run, WED, "--leader")
    do(run, WED, "report", "--rung", "L4", "--on", WED, "--whom", "教务处")
    assert duties(THU) == {}
    away(roll, FRI)

    both = {"L6 notice": f"{NEXT_MON}T24:00", "L6 submit": f"{NEXT_MON}T24:00"}
    for day in (FRI, SAT, SUN):
        assert duties(day) == both
    away(roll, NEXT_MON)
    assert duties(NEXT_MON) == both
    assert duties(NEXT_TUE) == {kind: "!" + due for kind, due in both.items()}


def test_t5_the_notice_is_printed_the_week_reported_and_the_return_followed_up(
    run, roll, duties, tmp_path
):
    away(roll, MON, TUE, WED, THU, FRI)
    visited(run, WED, "--leader")
    do(run, WED, "report", "--rung", "L4", "--on", WED, "--whom", "教务处")
    do(run, FRI, "report", "--rung", "L6", "--on", FRI, "--whom", "教体局、石桥乡")
    do(run, FRI, "print", "复学通知书", "--out", tmp_path / "通知.pdf")

    assert duties(FRI) == {"L7 submit": "2026-09-16T24:00"}
    assert duties(NEXT_TUE).keys() == {"L7 submit"}
    roll(NEXT_MON)
    assert duties(NEXT_MON) == {
        "L9 submit": "2026-09-17T24:00", "L10 follow_up": "2026-10-12T24:00",
    }  # fmt: skip
    do(run, NEXT_TUE, "report", "--rung", "L9", "--on", NEXT_TUE, "--whom", "石桥乡")
    for day in (NEXT_TUE, "2026-10-12"):
        assert duties(day).keys() == {"L10 follow_up"}
        visited(run, day, "--kind", "回访")
    assert duties("2026-10-12") == {}


def test_a_notice_that_runs_out_and_a_family_that_refuses_go_to_the_township(
    run, roll, duties, tmp_path
):
    away(roll, MON, TUE)
    visited(run, TUE, "--leader", "--refused")
    assert duties(TUE) == {"L5 submit": f"{TUE}T24:00"}
    do(run, TUE, "report", "--rung", "L5", "--on", TUE, "--whom", "石桥乡")
    do(run, TUE, "print", "复学通知书", "--out", tmp_path / "通知.pdf")
    do(run, TUE, "report", "--rung", "L7", "--on", TUE, "--whom", "石桥乡")

    last = "2026-09-15"  # seven days from the day after
    assert "L8 submit" not in duties(last)
    assert duties("2026-09-16")["L8 submit"] == "2026-09-16T24:00"
    do(run, "2026-09-16", "report", "--rung", "L8", "--on", "2026-09-16", "--whom", "石桥乡")
    assert "L8 submit" not in duties("2026-09-16")


def test_t6_a_friday_and_the_next_monday_are_two_days_in_a_row(roll, duties):
    away(roll, FRI)
    assert duties(SUN)["L2 visit"] == f"{NEXT_MON}T24:00"
    roll(NEXT_MON, "王小花=无故", halves=["上午"])

    assert duties(NEXT_MON) == {
        "L1 contact": f"!{FRI}T09:30",
        "L2 visit": f"{NEXT_MON}T24:00",
        "L3 leader_visit": f"{NEXT_MON}T24:00",
    }


def test_t7_overstaying_begins_on_the_first_half_day_after_the_leave(run, roll, duties):
    do(run, MON, "leave", "add", "--kind", "病假", "--from", MON, "--to", WED)
    do(run, MON, "leave", "approve")
    for day in (MON, TUE, WED):
        assert roll(day)["leave"] == 1
        assert duties(day) == {}
    roll(THU, "王小花=无故", halves=["上午"])

    assert duties(THU) == {"L1 contact": f"!{THU}T09:30"}
    (text,) = (d["text"] for d in run("today", day=THU)[1]["duties"] if d["student"])
    assert text.startswith("第1号假条期满")


def test_t8_leave_by_telephone_is_made_up_for_late_and_stays_leave(run, roll, duties):
    words = ("leave", "add", "--kind", "病假", "--from", MON, "--to", TUE, "--phone")
    assert do(run, MON, *words, "--reason", "急性肠胃炎")["state"] == "待批准"
    for day in (MON, TUE):
        assert roll(day)["leave"] == 1
    roll(WED)

    assert duties(WED) == {"LM make_up": f"{WED}T24:00"}
    assert duties(THU) == {"LM make_up": f"!{WED}T24:00"}
    assert roll(MON)["unexcused"] == 0
    assert do(run, THU, "leave", "makeup")["state"] == "已批准"
    assert duties(THU) == {"LV sign_back": f"!{WED}T24:00"}
    assert do(run, THU, "leave", "back", "--at", f"{WED}上午")["state"] == "已销假"
    assert duties(THU) == {}


def test_t13_eighteen_visits_and_ten_calls_are_two_visits_short(run, folder):
    for n in range(18):
        visited(run, TUE if n % 2 else WED)
    for _ in range(10):
        do(run, WED, "contact", "add", "--at", f"{TUE} 09:05", "--note", "电访")

    def quota():
        ctx = schools.open_school(folder)
        (found,) = [each for each in visits.quotas(ctx) if each.teacher == "潘老师"]
        ctx.close()
        return found.done, found.quota

    assert quota() == (18, 20)
    for _ in range(2):
        visited(run, THU)
    assert quota() == (20, 20)


def test_calendar_set_says_the_school_days_of_the_term(run):
    code, told = run("calendar", "set", "--term-start", "2026-08-31", "--term-end", "2026-10-09")

    assert code == 0
    assert (told["term"], told["first"], told["last"]) == ("2026-1", "2026-08-31", "2026-10-09")
    shown = run("calendar", "show", day=MON)[1]
    assert told["school_days"] == len(shown["school_days"])
    assert not {"2026-10-01", "2026-09-06"} & set(shown["school_days"])


def test_calendar_off_and_on_move_the_duties(run, roll, duties):
    away(roll, MON)
    assert run("calendar", "off", TUE, "--why", "赶集日", day=MON) == (
        0, {"date": TUE, "school": False, "why": "赶集日"},
    )  # fmt: skip
    assert duties(MON)["L2 visit"] == f"{WED}T24:00"
    assert run("mark", TUE, "上午", "--class", "七年级1班", day=TUE)[0] == 1
    assert run("calendar", "on", SUN, "--why", "补课", day=MON)[1]["school"] is True
    roll(SUN)
    assert run("calendar", "show", day=MON)[1]["special"] == [
        {"date": TUE, "school": False, "why": "赶集日"},
        {"date": SUN, "school": True, "why": "补课"},
    ]
    run("calendar", "on", TUE, day=MON)
    assert duties(MON)["L2 visit"] == f"{TUE}T24:00"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("set", "--term-start", "2026-09-01", "--term-end", "2026-08-01"), "last"),
        (("set", "--term-start", "2026-09-01", "--term-end", "2027-07-01"), "last"),
        (("off", "2026-08-01"), "day"),
        (("on", "2027-01-25"), "day"),
    ],
)
def test_calendar_refuses_by_field_and_changes_nothing(run, words, field):
    before = run("calendar", "show")
    code, told = run("calendar", *words)

    assert (code, set(told["fields"])) == (1, {field})
    assert run("calendar", "show") == before


def test_the_calendar_is_told_in_words(run):
    words = ("calendar", "set", "--term-start", "2026-08-31", "--term-end", "2027-01-08")
    assert "2026—2027学年上学期：2026-08-31至2027-01-08，共" in run(*words, as_json=False)[1]
    told = run("calendar", "off", TUE, "--why", "停电", as_json=False)
    assert told == (0, "9月8日 星期二不上课\n")
    assert "停电" in run("calendar", "show", as_json=False)[1]


@pytest.mark.parametrize("who", ["王小花", WANG, "G" + WANG, WANG.lower(), f" {WANG} "])
def test_a_child_is_named_by_name_or_number(roll, who):
    assert roll(MON, f"{who}=无故", halves=["上午"])["unexcused"] == 1


def test_an_ambiguous_name_is_refused_everywhere_with_the_choices(run):
    for words in (
        ("leave", "add", "--kind", "病假", "--from", MON, "--to", MON),
        ("leave", "back"),
        ("contact", "add", "--at", f"{MON} 08:00"),
        ("visit", "add", "--on", MON, "--visitors", "潘老师", "--note", "谈话"),
        ("report", "--rung", "L4", "--on", MON, "--whom", "教务处"),
    ):
        code, told = run(*words, "--student", "张三民", day=MON)
        assert code == 1
        assert "七(1)班 张三民" in told["error"]
        assert "七(2)班 张三民" in told["error"]


@pytest.mark.parametrize(
    "absent",
    [
        ["王小花=无故", "王小花=病假"],
        ["王小花=无故", f"{WANG}=迟到"],
        ["王小花=无故", "曾可欣=无故"],
    ],
)
def test_a_roll_call_that_contradicts_itself_is_refused_whole(run, absent):
    pairs = [word for who in absent for word in ("--absent", who)]
    code, told = run("mark", MON, "上午", "--class", "七年级1班", *pairs, day=MON)

    assert code == 1
    assert told["error"]
    assert "七年级1班" in run("today", day=MON)[1]["totals"]["unmarked_classes"]


def test_the_same_child_named_twice_alike_is_no_contradiction(roll):
    assert roll(MON, "王小花=无故", f"{WANG}=无故", halves=["上午"])["unexcused"] == 1


def test_a_stopped_half_day_has_nobody_absent(run):
    words = ("mark", MON, "上午", "--class", "七年级1班", "--stopped", "--absent", "王小花=无故")
    code, told = run(*words, day=MON)

    assert (code, set(told["fields"])) == (1, {"stopped"})
    assert "七年级1班" in run("today", day=MON)[1]["totals"]["unmarked_classes"]


def test_a_report_of_an_earlier_day_is_changed_with_a_reason(run, roll):
    roll(MON, "王小花=无故", halves=["上午"])
    words = ("mark", MON, "上午", "--class", "七年级1班")
    code, told = run(*words, day=TUE)

    assert (code, set(told["fields"])) == (1, {"why"})
    assert run(*words, "--why", "记错人了", day=TUE)[1]["unexcused"] == 0


@pytest.mark.parametrize("day", ["2026-08-25", "2026-07-20", "2027-02-03", "2027-02-20"])
def test_a_day_without_school_asks_for_no_roll_call(run, day):
    code, told = run("today", day=day)

    assert code == 0
    assert told["duties"] == []
    assert told["totals"]["expected"] == 6


def test_signing_back_means_the_leave_that_has_begun(run, roll):
    """Next week's leave is approved already when the child comes back from this week's."""
    for first, last in ((MON, TUE), (NEXT_MON, NEXT_TUE)):
        do(run, MON, "leave", "add", "--kind", "病假", "--from", first, "--to", last)
        do(run, MON, "leave", "approve")

    assert do(run, WED, "leave", "back", "--at", f"{WED}上午")["slip_no"] == 1
    assert run("leave", "back", "--student", "王小花", "--at", WED, day=WED)[0] == 1
    assert do(run, NEXT_TUE, "leave", "back", "--at", f"{NEXT_TUE}下午")["slip_no"] == 2


def test_making_up_means_the_call_that_was_accepted(run):
    phone = ("leave", "add", "--kind", "病假", "--phone")
    do(run, MON, *phone, "--from", MON, "--to", MON)
    do(run, TUE, *phone, "--from", TUE, "--to", TUE)
    do(run, TUE, "leave", "refuse", "--note", "没有生病")

    assert do(run, WED, "leave", "makeup") == {"slip_no": 1, "state": "已批准"}
    code, told = run("leave", "makeup", "--student", "王小花", day=WED)
    assert (code, "没有" in told["error"]) == (1, True)
