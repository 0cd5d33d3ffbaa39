"""Results from a real file into the school's own, replaced, undone, and what they say."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from factory import HOSTILE, TODAY, student

from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.exams import ExamKind
from kongchuo_desktop.services import dossier, exams, outgoing, roster, undo
from kongchuo_desktop.store import classes, students

DAY = date(2026, 11, 12)
LAST_TERM = date(2026, 6, 30)
HEAD = ["姓名", "班级", "语文", "数学"]


@pytest.fixture
def book(tmp_path):
    def make(*rows, head=HEAD, name="期中成绩.xlsx") -> Path:
        with xlsxwriter.Workbook(str(tmp_path / name), {"strings_to_formulas": False}) as made:
            sheet = made.add_worksheet()
            for at, cells in enumerate([head, *rows]):
                sheet.write_row(at, 0, cells)
        return tmp_path / name

    return make


@pytest.fixture
def take(ctx, book):
    def take_in(*rows, name="期中考试", day=DAY, **more):
        seen = exams.look(ctx, book(*rows, **more), name, day)
        return exams.take_in(ctx, seen)

    return take_in


@pytest.fixture
def enrol(ctx):
    """Put children on the roll, outside of what can be undone."""

    def put(found):
        with ctx.write("准备", undoable=False):
            every = classes.everything()
            students.add([(child, roster.spelling(every, child)) for child in found])

    return put


@pytest.fixture
def class_of_twenty(enrol):
    """甲0 … 甲19 in 七年级2班, beside the two who are there."""
    enrol([student(id=f"j{n}", name=f"甲{n}", class_id="c72") for n in range(20)])


def ranked(points):
    return [[f"甲{n}", "七年级2班", each, 70] for n, each in enumerate(points)]


def held(ctx, who="wang"):
    return [
        (exam.name, {s: score.points for s, score in scores.items()})
        for exam, scores in exams.of_student(ctx, who)
    ]


WANG = ["王小花", "七年级1班", 78, 52.5]
ZHANG = ["张三民", "七年级1班", "缺考", 61]
NAMESAKE = ["张三民", "七年级2班", 90, 91]


def test_looking_writes_nothing(ctx, book):
    before = ctx.last_op()
    seen = exams.look(ctx, book(WANG, ZHANG, ["李四", "七年级1班", 1, 1]), "期中考试", DAY)
    assert seen.counts == {"children": 2, "absent": 1, "replaced": 0, "refused": 1, "empty": 0}
    assert (seen.exam.kind, seen.exam.term) == (ExamKind.MIDTERM, "2026-1")
    assert ctx.last_op() == before
    assert exams.listed(ctx) == []


def test_taking_in_is_one_step_that_can_be_undone(ctx, take):
    before = ctx.last_op()
    take(WANG, ZHANG)
    assert ctx.last_op() == before + 1
    assert held(ctx) == [("期中考试", {"语文": 78.0, "数学": 52.5})]
    assert held(ctx, "zhang") == [("期中考试", {"语文": None, "数学": 61.0})]
    undo.undo(ctx)
    assert (held(ctx), exams.listed(ctx)) == ([], [])
    undo.redo(ctx)
    assert len(held(ctx)) == 1


def test_the_same_exam_again_replaces_its_results(ctx, take, book):
    take(WANG, ZHANG)
    again = exams.look(ctx, book(["王小花", "七年级1班", 80, 55]), "期中考试", DAY)
    assert again.counts["replaced"] == 2
    exams.take_in(ctx, again)
    assert held(ctx) == [("期中考试", {"语文": 80.0, "数学": 55.0})]
    assert held(ctx, "zhang") == []
    undo.undo(ctx)
    assert held(ctx)[0][1]["语文"] == 78
    assert held(ctx, "zhang") != []


def test_another_class_or_subject_of_the_same_exam_is_added(ctx, take):
    take(WANG)
    assert take(NAMESAKE)["replaced"] == 0
    take(["王小花", "七年级1班", 66], head=["姓名", "班级", "英语"])
    assert held(ctx) == [("期中考试", {"语文": 78.0, "数学": 52.5, "英语": 66.0})]
    assert held(ctx, "namesake") != []
    (only,) = exams.listed(ctx)
    assert (only.children, only.subjects) == (2, 3)


def test_another_name_or_day_is_another_exam(ctx, take):
    take(WANG)
    take(WANG, name="期末考试")
    take(WANG, day=TODAY)
    assert len(exams.listed(ctx)) == 3


def test_a_child_that_changed_class_has_one_result_in_an_exam(ctx, take):
    take(WANG)
    roster.change(ctx, replace(students.get("wang"), class_id="c72"))
    take(["王小花", "七年级2班", 10, 11])
    assert held(ctx) == [("期中考试", {"语文": 10.0, "数学": 11.0})]


@pytest.mark.parametrize(
    ("name", "day", "field"),
    [("  ", DAY, "name"), ("长" * 41, DAY, "name"), ("期中考试", date(2026, 11, 21), "day")],
)
def test_an_exam_without_a_name_or_in_the_future_is_refused(ctx, book, name, day, field):
    with pytest.raises(Invalid) as wrong:
        exams.look(ctx, book(WANG), name, day)
    assert set(wrong.value.fields) == {field}


@pytest.mark.parametrize("full", [{"体育": 60}, {"语文": 0}, {"语文": 1000}])
def test_full_marks_that_make_no_sense_are_refused(ctx, book, full):
    with pytest.raises(Invalid) as wrong:
        exams.look(ctx, book(WANG), "期中考试", DAY, full)
    assert "full" in wrong.value.fields


def test_a_file_of_refused_rows_only_writes_nothing(ctx, book):
    seen = exams.look(ctx, book(["李四", "七年级1班", 1, 1]), "期中考试", DAY)
    with pytest.raises(Refused, match="没有写入任何内容"):
        exams.take_in(ctx, seen)
    assert exams.listed(ctx) == []


def test_a_roll_changed_since_the_preview_stops_the_import(ctx, book):
    seen = exams.look(ctx, book(["单雨桐", "七年级1班", 1, 1]), "期中考试", DAY)
    roster.remove(ctx, "shan")
    with pytest.raises(Refused, match="重新选文件"):
        exams.take_in(ctx, seen)
    assert exams.listed(ctx) == []


def test_a_file_that_is_no_workbook_is_refused(ctx, tmp_path):
    wrong = tmp_path / "成绩.xlsx"
    wrong.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(Refused, match="没有导入任何内容"):
        exams.look(ctx, wrong, "期中考试", DAY)


def test_names_go_through_unharmed(ctx, book, enrol):
    enrol([student(id=f"h{n}", name=name) for n, name in enumerate(HOSTILE)])
    seen = exams.look(ctx, book(*([n, "七年级1班", 60, 60] for n in HOSTILE)), "期中", DAY)
    assert {each.child.name for each in seen.plan.taken} == set(HOSTILE)


def test_a_child_with_results_stays_on_the_roll(ctx, take):
    take(["单雨桐", "七年级1班", 60, 60])
    with pytest.raises(Refused):
        roster.remove(ctx, "shan")


def test_a_homeroom_teacher_takes_in_one_class_only(teacher_of, book):
    ctx = teacher_of("c71")
    seen = exams.look(ctx, book(WANG, NAMESAKE), "期中考试", DAY)
    assert [each.child.id for each in seen.plan.taken] == ["wang"]
    assert "七年级2班里没有" in seen.plan.refused[0].reason


def test_signals_of_everybody_in_one_pass(ctx, take, class_of_twenty):
    take(*ranked(range(40, 80, 2)), name="期末考试", day=LAST_TERM)
    now = list(range(40, 80, 2))
    now[19], now[0] = now[0], now[19]
    take(*ranked(now))
    found = exams.latest(ctx)
    assert found["j19"].failed == {"语文": True, "数学": False}
    assert (found["j19"].bottom, found["j19"].dropped) == (True, True)
    assert (found["j0"].bottom, found["j0"].dropped) == (False, False)
    assert found["zeng"].failed == {"语文": None, "数学": None}
    assert (found["zeng"].bottom, found["zeng"].dropped) == (None, None)
    assert "wang" not in found
    assert exams.latest(ctx, "c72") == found
    assert exams.latest(ctx, "c71") == {}


def test_one_s_own_child_is_placed_in_the_whole_class_it_sat_with(ctx, take, class_of_twenty):
    take(*ranked(range(40, 80, 2)))
    every = exams.latest(ctx)
    roster.change(ctx, replace(students.get("j0"), class_id="c71"))
    assert exams.latest(ctx, "c71")["j0"].bottom == every["j0"].bottom is True


def test_results_of_long_ago_say_nothing(ctx, take):
    take(WANG, day=date(2025, 11, 12))
    assert exams.latest(ctx) == {}


def test_the_time_line_shows_an_exam_as_one_entry(ctx, take):
    take(WANG)
    (entry,) = [h for h in dossier.of(ctx, "wang").happenings if h.kind == "exam_score"]
    assert (entry.title, entry.second) == ("期中考试　语文78　数学52.5", "数学不及格")
    assert entry.day == DAY


def test_results_do_not_go_to_the_township(ctx, take):
    before = outgoing.tables(ctx)
    take(WANG)
    assert outgoing.tables(ctx) == before


@pytest.mark.parametrize(
    ("name", "guess"),
    [
        ("七上期中.xlsx", "期中考试"),
        ("成绩表.xlsx", "考试"),
        ("九月月考成绩.xlsx", "九月月考"),
        ("期末.xlsx", "期末考试"),
    ],
)
def test_the_file_tells_what_exam_it_is(ctx, book, name, guess):
    assert exams.guess_name(exams.read(ctx, book(WANG, name=name))) == guess


def test_the_demo_school_has_a_child_falling_behind(demo_ctx):
    assert [each.exam.name for each in exams.listed(demo_ctx)] == ["期中考试", "第一次月考"]
    by_name = {child.name: id_ for id_, child in students.everybody(None).items()}
    found = exams.latest(demo_ctx)
    zeng = found[by_name["曾可欣"]]
    assert zeng.failed == {"语文": True, "数学": True}
    assert zeng.bottom is True
    away = found[by_name["韦堃"]]
    assert (away.failed, away.bottom) == ({"语文": None, "数学": None}, None)
    assert 0.02 < sum(told.bottom is True for told in found.values()) / len(found) < 0.1
