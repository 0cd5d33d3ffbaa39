"""Every verb on a real folder: what it says, its JSON, its exit code."""

import pytest
from factory import HOSTILE, SCHOOL, id_number, student

from kongchuo_desktop.cli import main
from kongchuo_desktop.domain.roster import SchoolClass
from kongchuo_desktop.services import roster, schools
from kongchuo_desktop.store import classes

DAY = "2026-11-20"


def usage(*words):
    with pytest.raises(SystemExit) as stopped:
        main.run([*map(str, words)])
    return stopped.value.code


def marked(run, *absent, half="上午", day=DAY):
    pairs = [word for who in absent for word in ("--absent", who)]
    return run("mark", day, half, "--class", "七年级1班", *pairs)


def test_init_makes_a_school_once(run, tmp_path):
    new = tmp_path / "新校"
    words = ("init", "--school", SCHOOL.name, "--code", SCHOOL.code, "--principal", "高校长")
    words += ("--bureau", "云上县教育体育局")

    assert run(*words, data=new)[0] == 0
    code, told = run(*words, data=new)
    assert (code, told["fields"]) == (1, {})
    assert "没有覆盖" in told["error"]
    ctx = schools.open_school(new)
    assert (ctx.school.name, ctx.school.principal) == (SCHOOL.name, "高校长")
    assert ctx.school.bureau == "云上县教育体育局"
    ctx.close()


def test_init_names_every_field_at_fault_and_makes_nothing(run, tmp_path):
    code, told = run("init", "--school", " ", "--code", "12", data=tmp_path / "新校")

    assert (code, set(told["fields"])) == (1, {"name", "code"})
    assert not (tmp_path / "新校").exists()


def test_mark_says_the_head_count(run):
    code, told = marked(run, "王小花=无故", "单雨桐=病假")

    assert code == 0
    assert told == {
        "class": "七年级1班", "date": DAY, "half": "上午", "expected": 3, "present": 1,
        "leave": 1, "unexcused": 1, "stopped": False,
    }  # fmt: skip


def test_mark_by_number_tells_namesakes_apart_and_by_name_gives_the_choices(run, folder):
    ctx = schools.open_school(folder)
    roster.add(ctx, student(name="双胞胎", id_no=id_number(order=40)))
    roster.add(ctx, student(name="双胞胎", id_no=id_number(order=42)))
    ctx.close()

    code, told = marked(run, "双胞胎=无故")
    assert code == 1
    assert "有2人" in told["error"]
    assert marked(run, f"{id_number(order=42)}=无故")[1]["unexcused"] == 1


def test_the_class_that_is_called_decides_between_namesakes(run, folder):
    assert marked(run, "张三民=无故")[1]["unexcused"] == 1
    code, told = run("mark", DAY, "上午", "--class", "一年级1班", "--absent", "张三民=无故")
    assert (code, "有2人" in told["error"]) == (1, True)

    ctx = schools.open_school(folder)
    roster.add(ctx, student(name="张三民", id_no=id_number(order=40)))
    ctx.close()
    code, told = marked(run, "张三民=无故", half="下午")
    assert (code, "有2人" in told["error"], "七(2)班" in told["error"]) == (1, True, False)


@pytest.mark.parametrize(
    "name",
    ["七年级2班", "七(2)班", "七（2）班", "七2班", "7.2班", "702", "初一2班", " 七年级（二）班 "],
)
def test_a_class_may_be_named_in_every_form_a_roster_has(run, name):
    assert run("mark", DAY, "上午", "--class", name)[1]["class"] == "七年级2班"


def test_a_class_with_a_name_of_its_own_may_be_written_in_either_width(run, folder):
    ctx = schools.open_school(folder)
    with ctx.write("班级", undoable=False):
        classes.add(SchoolClass(id="c70", grade=7, number=0, name="七年级（攀登）班"))
    ctx.close()
    for name in ("七年级（攀登）班", "七年级(攀登)班"):
        assert run("mark", DAY, "上午", "--class", name)[0] == 0


def test_what_names_no_class_is_refused_with_the_classes(run):
    for name in ("", "2班", "八2班", "七年级", "攀登班"):
        code, told = run("mark", DAY, "上午", "--class", name)
        assert (code, "现有班级：一年级1班、七年级1班、七年级2班" in told["error"]) == (1, True)


@pytest.mark.parametrize(
    ("absent", "said"),
    [
        ("王小花", "谁=无故"),
        ("王小花=旷课", "迟到"),
        ("无此人=无故", "没有“无此人”"),
        ("=无故", "没有“”"),
    ],
)
def test_mark_refuses_what_it_does_not_understand_and_keeps_nothing(run, absent, said):
    code, told = marked(run, absent)

    assert code == 1
    assert said in told["error"] + "".join(told["fields"].values())
    assert "七年级1班" in run("today")[1]["totals"]["unmarked_classes"]


def test_mark_refuses_days_without_school(run):
    assert marked(run, day="2026-11-15")[0] == 1
    assert marked(run, day="2026-11-23")[0] == 1


def test_a_stopped_half_day(run):
    assert run("mark", DAY, "下午", "--class", "七(1)班", "--stopped")[1]["stopped"] is True
    assert run("mark", DAY, "下午", "--class", "八年级9班")[0] == 1


def test_today_keeps_its_contract(run):
    for half in ("上午", "下午"):
        marked(run, "王小花=无故", half=half, day="2026-11-19")
    marked(run, "王小花=无故")
    code, told = run("today")

    assert code == 0
    assert set(told) == {"date", "totals", "duties"}
    assert told["date"] == DAY
    assert told["totals"] == {
        "on_roll": 6, "expected": 6, "present": 0, "leave": 0, "unexcused": 0,
        "unmarked_classes": ["一年级1班", "七年级1班", "七年级2班"],
    }  # fmt: skip
    visit = next(d for d in told["duties"] if d["rung"] == "L2")
    assert visit == {
        "student": "王小花", "class": "七年级1班", "rung": "L2", "kind": "visit",
        "due": "2026-11-20T24:00", "overdue": False, "responsible": "班主任",
        "text": "无故缺课满1天，请班主任家访", "source": "S2c 二.7",
    }  # fmt: skip
    assert {d["rung"] for d in told["duties"]} == {"L0", "L1", "L2", "L3", "P1", "P3"}


def test_any_day_can_be_replayed(run):
    for half in ("上午", "下午"):
        marked(run, "王小花=无故", half=half, day="2026-11-19")

    def rungs(day):
        return {(d["rung"], d["overdue"]) for d in run("today", day=day)[1]["duties"]}

    assert {("L1", True), ("L2", False)} <= rungs("2026-11-19")
    assert ("L2", True) in rungs("2026-11-21")
    assert run("today", day="2026-11-18")[1]["date"] == "2026-11-18"


def test_leave_from_asking_to_coming_back(run):
    code, told = run(
        "leave",
        "add",
        "--student",
        "王小花",
        "--kind",
        "病假",
        "--from",
        DAY,
        "--to",
        "2026-11-24上午",
    )
    assert (code, told) == (0, {"slip_no": 1, "state": "待批准", "approver": "教务处"})
    assert run("leave", "approve", "--student", "王小花")[1]["state"] == "已批准"
    assert marked(run)[1]["leave"] == 1
    assert run("leave", "back", "--student", "王小花", "--at", f"{DAY}下午")[1] == {
        "slip_no": 1, "state": "已销假",
    }  # fmt: skip
    assert marked(run, half="下午")[1]["leave"] == 0


def test_leave_refuses_what_is_wrong_by_field(run):
    words = ("leave", "add", "--student", "王小花", "--kind", "事假")

    code, told = run(*words, "--from", DAY, "--to", "2026-11-18")
    assert (code, set(told["fields"])) == (1, {"last_day", "reason"})
    assert run("leave", "approve", "--student", "王小花")[0] == 1
    assert run("leave", "refuse", "--student", "无此人")[0] == 1


def test_visits_and_contacts_settle_duties(run):
    for half in ("上午", "下午"):
        marked(run, "王小花=无故", half=half, day="2026-11-19")
    assert run("contact", "add", "--student", "王小花", "--at", f"{DAY} 09:05")[0] == 0
    code, told = run(
        "visit", "add", "--student", "王小花", "--on", DAY, "--visitors", "潘老师,高校长",
        "--kind", "缺课", "--note", "谈了返校",
    )  # fmt: skip

    assert (code, told["date"]) == (0, DAY)
    assert not {d["rung"] for d in run("today")[1]["duties"]} & {"L1", "L2"}
    assert run("visit", "add", "--student", "王小花", "--on", DAY, "--visitors", ",")[0] == 1


def test_the_quota_is_told_by_teacher_and_homeroom_teachers_without_a_visit_too(run):
    for who in ("潘老师,林老师", "林老师"):
        run("visit", "add", "--student", "王小花", "--on", DAY, "--visitors", who, "--note", "谈话")

    assert run("visit", "quota") == (
        0,
        [
            {"teacher": "周老师", "role": "班主任", "done": 0, "quota": 20, "short": 20},
            {"teacher": "潘老师", "role": "班主任", "done": 1, "quota": 20, "short": 19},
            {"teacher": "张老师", "role": "班主任", "done": 0, "quota": 20, "short": 20},
            {"teacher": "林老师", "role": "科任", "done": 2, "quota": 15, "short": 13},
        ],
    )
    assert "科任 林老师　2/15人次　还差13" in run("visit", "quota", as_json=False)[1]


def test_a_visit_is_made_void_by_its_id_and_only_once(run):
    made = run(
        "visit", "add", "--student", "王小花", "--on", DAY, "--visitors", "潘老师",
        "--note", "谈话",
    )[1]["id"]  # fmt: skip

    assert run("visit", "void", "--id", made, "--why", " ")[0] == 1
    assert run("visit", "void", "--id", made, "--why", "重复")[1] == {"id": made, "why": "重复"}
    code, told = run("visit", "void", "--id", made, "--why", "又")
    assert (code, "已经作废" in told["error"]) == (1, True)


def test_risk_tells_level_points_and_reasons(demo_copy, run):
    code, told = run("risk", data=demo_copy, day=None)
    worst = told[0]

    assert code == 0
    assert (worst["student"], worst["level"], worst["class"]) == ("岑国轩", "红", "八(1)班")
    assert sum(reason["points"] for reason in worst["reasons"]) == worst["score"]
    assert set(worst["reasons"][0]) == {"code", "points", "text", "date"}
    assert isinstance(worst["unknown"], list)


def test_a_demo_school_wakes_on_its_own_day(demo_copy, run):
    assert run("today", data=demo_copy, day=None)[1]["date"] == DAY
    assert run("today", data=demo_copy, day="2026-11-24")[1]["date"] == "2026-11-24"


def test_people_are_told_in_plain_words(run):
    code, said = run("today", as_json=False)
    assert code == 0
    assert "应到6" in said
    code, said = run("mark", DAY, "上午", "--class", "九年级9班", as_json=False)
    assert code == 1
    assert "现有班级" in said
    assert "Traceback" not in said


def test_a_folder_without_a_school_is_a_fault_of_the_place(run, tmp_path):
    code, told = run("today", data=tmp_path)

    assert code == 3
    assert "没有本程序的数据" in told["error"]


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("nothing",),
        ("mark", "2026-13-01", "上午", "--class", "x"),
        ("mark", DAY, "早上", "--class", "x"),
        ("today", "--date", "0001-01-01"),
        ("today", "--date", "9999-12-31"),
        ("contact", "add", "--student", "x", "--at", "2026-11-20 25:00"),
        ("leave", "add", "--student", "x", "--kind", "病假", "--from", "明天", "--to", "后天"),
        ("print", "F06", "--out", "x.pdf"),
    ],
)
def test_wrong_usage_ends_with_two(words, capsys):
    assert usage(*words) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_can_be_named(run, folder, name):
    ctx = schools.open_school(folder)
    roster.add(ctx, student(name=name))
    ctx.close()

    assert marked(run, f"{name}=无故")[1]["unexcused"] == 1
    told = run(
        "visit", "add", "--student", name, "--on", DAY, "--visitors", "潘老师", "--note", name
    )
    assert told[0] == 0


def test_bytes_that_are_no_text_are_refused(run):
    code, told = marked(run, "王\udcff=无故")
    assert (code, "残缺" in told["error"]) == (1, True)
