"""Whose each row of a sheet of results is, which full marks hold, and what is refused."""

import factory
import pytest

from kongchuo_desktop.domain import exam_import
from kongchuo_desktop.domain.class_names import ClassName
from kongchuo_desktop.domain.exam_import import ScoreRow
from kongchuo_desktop.domain.roster import Status

CLASSES = {"c11": ClassName(1, 1), "c71": ClassName(7, 1), "c72": ClassName(7, 2)}
SEVEN_ONE = ClassName(7, 1)


def row(name="王小花", number=2, **more):
    held = {"class_name": SEVEN_ONE, "cells": {"语文": 78.0}, **more}
    return ScoreRow(row=number, sheet="表1", name=name, **held)


def plan(*rows, children=factory.PUPILS, full=None):
    return exam_import.plan(rows, children, CLASSES, full)


def taken(found):
    return [each.child.id for each in found.taken]


def reasons(found):
    return [fault.reason for fault in found.refused]


def test_class_and_name():
    found = plan(row("张三民"), row("张三民", 3, class_name=ClassName(7, 2)))
    assert taken(found) == ["zhang", "namesake"]


def test_a_name_that_only_one_child_has_needs_no_class():
    assert taken(plan(row("曾可欣", class_name=None))) == ["zeng"]


def test_a_namesake_without_a_class_is_refused():
    (reason,) = reasons(plan(row("张三民", class_name=None)))
    assert "2个叫“张三民”" in reason
    assert "学籍号" in reason


def test_a_number_tells_whatever_the_class_says():
    wang = factory.PUPILS[0]
    for told in ({"student_no": wang.student_no}, {"id_no": wang.id_no}):
        assert taken(plan(row(class_name=ClassName(7, 2), **told))) == ["wang"]


def test_a_number_of_somebody_of_another_name_is_refused():
    (reason,) = reasons(plan(row("张三民", id_no=factory.PUPILS[0].id_no)))
    assert "姓名不同" in reason


def test_a_child_of_the_same_name_with_another_number_is_not_meant():
    (reason,) = reasons(plan(row(id_no=factory.id_number(order=44))))
    assert "不同" in reason


def test_an_unknown_name_is_refused_and_namesakes_elsewhere_are_told():
    assert reasons(plan(row("李四"))) == ["七年级1班里没有“李四”，请核对姓名和班级，或先更新花名册"]
    (reason,) = reasons(plan(row("曾可欣")))
    assert "七年级2班有同名的" in reason


def test_two_of_a_name_in_a_class_are_told_apart_by_seat():
    twins = [
        factory.student(id="one", seat_no="3"),
        factory.student(id="two", seat_no="14"),
    ]
    found = plan(row(seat_no="14"), row(number=3), children=twins)
    assert taken(found) == ["two"]
    assert "2个叫" in reasons(found)[0]


def test_a_child_who_has_left_gives_way_to_one_on_the_roll():
    left = factory.student(id="left", status=Status.TRANSFERRED_OUT)
    assert taken(plan(row(), children=[left, *factory.PUPILS])) == ["wang"]
    assert taken(plan(row(), children=[left])) == ["left"]


def test_a_child_in_two_rows_is_refused_twice():
    found = plan(row(), row(number=9), row("单雨桐", 4))
    assert taken(found) == ["shan"]
    assert [(f.row, "不知道以哪一行为准" in f.reason) for f in found.refused] == [
        (2, True),
        (9, True),
    ]


@pytest.mark.parametrize("cell", ["八十", "#N/A", -1.0, 120.5])
def test_a_cell_that_is_no_score_refuses_its_row(cell):
    found = plan(row(cells={"语文": cell, "数学": 50.0}), row("单雨桐", 3))
    assert taken(found) == ["shan"]
    (fault,) = found.refused
    assert (fault.column, fault.row, fault.name) == ("语文", 2, "王小花")


def test_a_row_without_any_cell_is_empty_and_not_refused():
    found = plan(row(cells={}))
    assert (taken(found), len(found.empty), found.refused) == ([], 1, ())


def test_absent_counts_children():
    found = plan(row(cells={"语文": None, "数学": None}), row("单雨桐", 3))
    assert found.absent == 1
    assert [score.points for score in found.taken[0].scores] == [None, None]


@pytest.mark.parametrize(("points", "full"), [(100.0, 100), (100.5, 120), (120.0, 120)])
def test_junior_main_subjects_have_120_once_anybody_has_more_than_100(points, full):
    cells = {"数学": points, "语文": 50.0, "物理": 60.0}
    found = plan(row(cells=cells), row("小明", 3, class_name=ClassName(1, 1)))
    assert {s.subject: s.full for s in found.taken[0].scores} == {
        "语文": full, "数学": full, "物理": 100,
    }  # fmt: skip
    assert [s.full for s in found.taken[1].scores] == [100]


def test_primary_scores_above_100_are_refused():
    found = plan(row("小明", class_name=ClassName(1, 1), cells={"语文": 110.0}))
    assert "满分100" in reasons(found)[0]


def test_full_marks_by_hand_hold_for_every_grade():
    found = plan(row(cells={"语文": 140.0, "物理": 70.0}), full={"语文": 150, "物理": 80})
    assert found.full == {"语文": {150}, "物理": {80}}
    assert taken(found) == ["wang"]
    assert "满分60" in reasons(plan(row(cells={"物理": 70.0}), full={"物理": 60}))[0]
