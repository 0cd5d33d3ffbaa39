"""The dropout case through the command line: T4, T5, T9, T10, and what is refused."""

import pytest

MON, TUE, WED, THU, FRI = (f"2026-09-{day:02}" for day in range(7, 12))
NEXT_MON = "2026-09-14"


@pytest.fixture
def roll(run):
    def call(*days, away=True):
        absent = ["--absent", "王小花=无故"] if away else []
        for day in days:
            for half in ("上午", "下午"):
                code, told = run("mark", day, half, "--class", "七年级1班", *absent, day=day)
                assert code == 0, told

    return call


@pytest.fixture
def do(run):
    def act(day, *words):
        code, told = run(*words, "--student", "王小花", day=day)
        assert code == 0, told
        return told

    return act


@pytest.fixture
def duties(run):
    def ask(day):
        found = run("today", day=day)[1]["duties"]
        return {
            duty["rung"]: "!" * duty["overdue"] + duty["due"][5:10]
            for duty in found
            if duty["student"] == "王小花"
        }

    return ask


def case(run, day):
    """The one open case; None when there is none."""
    code, told = run("case", "list", day=day)
    assert code == 0
    assert len(told) <= 1
    return told[0] if told else None


def stage(run, day):
    return case(run, day)["stage"]


def visited(do, day, *more):
    do(day, "visit", "add", "--on", day, "--visitors", "潘老师", "--note", "谈了返校", *more)


def test_t4_the_roll_call_of_the_third_day_opens_the_case(run, roll, do, duties):
    roll(MON, TUE)
    assert case(run, TUE) is None
    roll(WED)

    opened = case(run, WED)
    assert (opened["stage"], opened["since"], opened["opened_on"]) == ("立案", MON, WED)
    assert opened["origin"] == "缺课满规定天数"
    visited(do, WED, "--leader")
    assert duties(WED) == {"L4": "09-09", "K1": "09-14", "K2": "09-16"}


def test_a_case_opened_twice_is_one(run, roll):
    roll(MON, TUE, WED, THU, FRI)

    assert len(run("case", "list", "--all", day=FRI)[1]) == 1
    code, told = run("case", "open", "--student", "王小花", "--since", MON, "--why", "又", day=FRI)
    assert (code, "一人一案" in told["error"]) == (1, True)


def test_t5_plan_notice_service_and_expiry_carry_the_case_on(run, roll, do, duties, tmp_path):
    roll(MON, TUE, WED, THU, FRI)
    do(THU, "case", "verify", "--on", THU, "--who", "潘老师", "--cause", "厌学", "--whereabouts",
       "在家")  # fmt: skip
    assert stage(run, FRI) == "核实中"
    do(FRI, "case", "plan", "--on", FRI, "--who", "高校长", "--responsible", "潘老师", "--way",
       "上门", "--timetable", "每周两次", "--support", "补课")  # fmt: skip
    assert stage(run, FRI) == "方案已定"
    visited(do, FRI, "--kind", "劝返", "--leader")
    assert stage(run, FRI) == "劝返中"
    do(FRI, "print", "复学通知书", "--out", tmp_path / "通知.pdf")
    assert duties(NEXT_MON)["K6"] == "09-14"
    do(NEXT_MON, "case", "serve", "--on", NEXT_MON, "--server", "潘老师", "--receiver", "父亲")
    assert "K6" not in duties(NEXT_MON)
    assert stage(run, NEXT_MON) == "已发通知"
    assert stage(run, "2026-09-18") == "已发通知"
    assert stage(run, "2026-09-19") == "逾期未复"
    do("2026-09-21", "report", "--rung", "L8", "--on", "2026-09-21", "--whom", "石桥乡")
    assert stage(run, "2026-09-21") == "已报请处理"


def test_t9_on_the_thirtieth_day_the_principal_is_asked(run, roll, do, duties):
    days = run("calendar", "show", day=MON)[1]["school_days"]
    roll(*[day for day in days if MON <= day <= "2026-10-06"])

    assert "K3" not in duties("2026-10-05")
    assert duties("2026-10-06")["K3"] == "10-08"  # the 30th day; holidays until the 7th
    words = ("case", "confirm", "--on", "2026-10-08", "--student", "王小花")
    code, told = run(*words, day="2026-10-08")
    assert (code, "校领导家访" in told["error"]) == (1, True)
    visited(do, "2026-10-08", "--leader")
    assert run(*words, day="2026-10-08")[0] == 0
    assert "K3" not in duties("2026-10-08")


def returned(run, roll, do):
    """Away for three days, back on Thursday, all that is asked for done but the end of term."""
    roll(MON, TUE, WED)
    roll(THU, away=False)
    assert stage(run, THU) == "已复学"
    do(THU, "case", "verify", "--on", THU, "--who", "潘老师", "--cause", "厌学", "--whereabouts",
       "在家")  # fmt: skip
    do(THU, "case", "plan", "--on", THU, "--who", "高校长", "--responsible", "潘老师", "--way",
       "上门", "--timetable", "每周", "--support", "补课")  # fmt: skip
    do(THU, "case", "return", "--on", THU, "--who", "林老师", "--class", "七年级1班",
       "--placement", "原班")  # fmt: skip
    do(THU, "report", "--rung", "L9", "--on", THU, "--whom", "石桥乡")
    for day in ("2026-10-12", "2026-12-01"):
        visited(do, day, "--kind", "回访")
    do("2026-12-01", "case", "review", "--on", "2026-12-01", "--who", "石桥乡", "--basis", "复核表")


def test_t10_back_followed_twice_and_closed_at_the_end_of_term(run, roll, do, duties):
    roll(MON, TUE, WED)
    roll(THU, away=False)
    assert {"K1", "K2", "K5"} <= set(duties(THU))
    returned(run, roll, do)

    assert stage(run, "2026-12-01") == "跟踪中"
    close = ("case", "close", "--basis", "跟踪一学期")
    code, told = run(*close, "--on", "2026-12-02", "--student", "王小花", day="2026-12-02")
    assert (code, "学期末" in told["error"]) == (1, True)
    assert duties("2027-01-14") == {"K7": "01-20"}
    done = do("2027-01-14", *close, "--on", "2027-01-14")
    assert (done["stage"], done["missing"]) == ("已销号", [])
    assert case(run, "2027-01-14") is None


def test_t10_a_day_missed_after_the_return_reopens_the_case(run, roll, do):
    returned(run, roll, do)
    roll("2026-12-07")

    again = case(run, "2026-12-07")
    assert (again["stage"], again["recurrences"]) == ("再次缺课", 1)
    assert again["since"] == "2026-12-07"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--as", "他处就读", "--basis", "学籍系统截图", "--note", "石门中学"), "他处就读"),
        (("--as", "正当事由", "--grounds", "休学", "--basis", "乡政府批准"), "正当事由"),
        (("--as", "失联", "--note", "举家外出，电话空号"), "失联"),
    ],
)
def test_other_ends(run, roll, do, words, expected):
    roll(MON, TUE, WED)
    told = do(THU, "case", "end", "--on", THU, "--who", "潘老师", *words)

    assert told["stage"] == expected


def test_who_is_not_sixteen_has_not_outgrown_school(run, roll, do):
    roll(MON, TUE, WED)
    words = ("--student", "王小花", "--on", THU, "--who", "林老师", "--basis", "县局确认")
    code, told = run("case", "end", "--as", "超龄离校", *words, day=THU)

    assert (code, "16周岁" in told["error"]) == (1, True)
    assert stage(run, THU) == "立案"


def test_a_step_recorded_in_error_is_corrected(run, roll, do):
    roll(MON, TUE, WED)
    words = ("--as", "正当事由", "--grounds", "死亡", "--basis", "听说")
    do(THU, "case", "end", "--on", THU, "--who", "潘老师", *words)
    told = do(THU, "case", "correct", "--step", "正当事由", "--why", "弄错人了")

    assert told["stage"] == "立案"
    assert run("today", day=THU)[1]["totals"]["expected"] == 6
    again = ("case", "correct", "--step", "正当事由", "--why", "再来", "--student", "王小花")
    assert run(*again, day=THU)[0] == 1


def test_the_ladder_asks_no_more_for_a_child_at_another_school(run, roll, do, duties):
    roll(MON, TUE, WED, THU, FRI)
    assert {"L1", "L2", "L4"} <= set(duties(FRI))
    words = ("--as", "他处就读", "--basis", "在读证明", "--note", "石门中学")
    do(FRI, "case", "end", "--on", FRI, "--who", "潘老师", *words)
    assert duties(FRI) == {}
    do(FRI, "case", "verify", "--on", FRI, "--who", "潘老师", "--cause", "家庭变故",
       "--whereabouts", "在他校")  # fmt: skip
    assert set(duties(FRI)) == {"K9"}
    roll("2026-09-14", "2026-09-15", away=False)

    assert stage(run, "2026-09-15") == "他处就读"


def test_a_roll_call_that_was_wrong_leaves_a_case_to_be_made_void(run, roll, duties):
    roll(MON, TUE, WED)
    words = ("--class", "七年级1班", "--why", "认错人了")
    for day in (MON, TUE, WED):
        for half in ("上午", "下午"):
            assert run("mark", day, half, *words, day=THU)[0] == 0

    assert duties(THU) == {"K8": "09-10"}


def test_a_case_goes_on_over_the_end_of_a_term(run, roll, do):
    days = run("calendar", "show", day="2027-01-18")[1]["school_days"][-4:]
    roll(*days)
    assert stage(run, days[-1]) == "立案"
    do(days[-1], "case", "verify", "--on", days[-1], "--who", "潘老师", "--cause", "厌学",
       "--whereabouts", "在家")  # fmt: skip
    spring = run("calendar", "show", day="2027-03-01")[1]["school_days"][:3]
    roll(*spring)

    held = case(run, spring[-1])
    assert (held["stage"], held["since"], held["recurrences"]) == ("核实中", days[0], 0)


def test_a_lost_child_is_searched_for_every_month(run, roll, do, duties):
    roll(MON, TUE, WED)
    do(THU, "case", "end", "--on", THU, "--who", "潘老师", "--as", "失联", "--note", "空号")

    assert "K4" not in duties("2026-10-09")
    assert duties("2026-10-12")["K4"] == "!10-10"
    do("2026-10-12", "contact", "add", "--at", "2026-10-12 09:00", "--result", "空号")
    assert "K4" not in duties("2026-10-13")


def test_an_open_case_by_hand_is_made_void_with_a_reason(run, do):
    do(WED, "case", "open", "--since", MON, "--why", "家长说要带去广东")
    code, told = run("case", "void", "--student", "王小花", "--on", WED, "--who", "高校长", day=WED)
    assert (code, set(told["fields"])) == (1, {"note"})
    told = do(WED, "case", "void", "--on", WED, "--who", "高校长", "--note", "立错人了")

    assert told["stage"] == "作废"
    assert case(run, WED) is None
    assert len(run("case", "list", "--all", day=WED)[1]) == 1


def test_the_case_is_told_in_words(run, roll, do):
    roll(MON, TUE, WED)
    assert "七(1)班 王小花　立案" in run("case", "list", day=WED, as_json=False)[1]
    told = run("case", "show", "--student", "王小花", day=WED, as_json=False)[1]
    assert "销号还缺：学生还没有返校" in told
