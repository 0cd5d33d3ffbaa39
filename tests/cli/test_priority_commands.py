"""重点生 through the command line: T14, talks, levels by hand, and the contract of risk --json."""

WEEK5 = ["2026-09-28", "2026-09-29", "2026-09-30"]
NAMES = ("王小花", "单雨桐", "小明")


def noted(run, name, day=WEEK5[0], kind="说过不想读书"):
    told = run("talk", "add", "--student", name, "--on", day, "--who", "潘老师", "--kind", kind,
               "--note", "“不想读了”", day=day)  # fmt: skip
    assert told[0] == 0, told
    return told[1]


def test_t14_two_of_three_visited_in_the_fifth_week(run):
    for name in NAMES:
        assert noted(run, name)["code"] == "B1"
    for name, day in zip(NAMES[:2], WEEK5[1:], strict=True):
        who = ("--student", name, "--visitors", "潘老师")
        run("visit", "add", *who, "--on", day, "--kind", "重点", "--note", "谈了", day=day)

    code, told = run("priority", "week", day=WEEK5[2])
    assert (code, told["week"], told["children"], told["visited"]) == (0, 5, 3, 2)
    assert told["rate"] == 66.7
    assert told["missing"] == [{"student": "小明", "class": "一年级1班"}]
    assert "没有访到：小明" in run("priority", "week", day=WEEK5[2], as_json=False)[1]
    duty = next(d for d in run("today", day=WEEK5[2])[1]["duties"] if d["rung"] == "P1")
    assert duty["text"] == "本周还有1名重点生没有家访：小明"


def test_risk_tells_level_reasons_and_what_is_unknown(run):
    noted(run, "王小花")
    (found,) = run("risk", day=WEEK5[1])[1]

    assert set(found) == {"student", "class", "score", "level", "reasons", "unknown"}
    assert (found["student"], found["level"]) == ("王小花", "橙")
    reason = found["reasons"][0]
    assert (reason["code"], reason["points"], reason["date"]) == ("B1", 25, WEEK5[0])
    assert "C1" in found["unknown"]


def test_a_level_set_by_hand_is_told(run):
    words = ("priority", "level", "--student", "王小花", "--level", "红", "--who", "高校长")
    code, told = run(*words, "--why", "家里出事", day=WEEK5[0])
    assert (code, told) == (0, {"level": "红", "until": "2026-10-29"})
    assert [row["level"] for row in run("risk", day=WEEK5[0])[1]] == ["红"]
    assert run(*words, "--why", " ", "--until", "2026-09-01", day=WEEK5[0])[0] == 1


def test_a_class_is_confirmed_and_checked(run):
    noted(run, "王小花")
    who = ("--class", "七年级1班", "--who", "潘老师")
    assert run("priority", "confirm", *who, day=WEEK5[0])[1] == {
        "class": "七年级1班", "period": "2026-1", "count": 1,
    }  # fmt: skip
    assert run("priority", "check", *who, day=WEEK5[0])[1]["period"] == "2026-09"
