"""衔接核对: who is in between, matched by numbers, else by name and birth date, each once."""

from datetime import date

import pytest
from factory import id_number, student
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain.transitions import Listed, compare

OTHER = date(2014, 1, 2)
WANG = id_number(order=22)


def listed(name="王小花", **changes):
    return Listed(student(name=name, **changes), "六年级1班")


@pytest.mark.parametrize(
    ("left", "came"),
    [
        (listed(student_no="G1", id_no=""), listed("王晓花", student_no="g1", birth=OTHER)),
        (listed(id_no=WANG), listed("王晓花", id_no=WANG.lower(), birth=OTHER)),
        (listed(), listed()),
    ],
)
def test_a_child_that_has_arrived_is_found_by_the_surest_thing_both_lists_have(left, came):
    found = compare([left], [came])

    assert [(a.child.name, b.child.name) for a, b in found.arrived] == [("王小花", came.child.name)]
    assert not (found.between or found.doubtful or found.new)


def test_who_did_not_arrive_is_named_and_who_is_new():
    found = compare([listed(), listed("单雨桐")], [listed("单雨桐"), listed("曾可欣")])

    assert [each.child.name for each in found.between] == ["王小花"]
    assert [each.child.name for each in found.new] == ["曾可欣"]


def test_a_name_alone_settles_nothing_and_a_contradiction_rules_it_out():
    unsure = compare([listed(birth=None)], [listed(birth=OTHER)])
    assert [(a.child.name, len(maybe)) for a, maybe in unsure.doubtful] == [("王小花", 1)]
    other = compare([listed()], [listed(birth=OTHER)])
    assert len(other.between) == 1
    assert not other.doubtful


def test_numbers_that_contradict_each_other_are_two_children():
    found = compare([listed(id_no=WANG)], [listed(id_no=id_number(order=24))])
    assert (len(found.arrived), len(found.between)) == (0, 1)


def test_twins_of_one_name_are_not_guessed():
    found = compare([listed(), listed()], [listed(), listed()])

    assert not found.between
    assert len(found.arrived) + len(found.doubtful) == 2


rows = st.lists(
    st.builds(
        listed,
        st.sampled_from(["王小花", "张三民", "曾可欣"]),
        student_no=st.sampled_from(["", "G1", "G2", "G3"]),
        birth=st.sampled_from([None, date(2014, 5, 4), OTHER]),
    ),
    max_size=8,
)


@given(rows, rows)
def test_nobody_is_lost_or_counted_twice(leaving, arriving):
    found = compare(leaving, arriving)

    assert len(found.arrived) + len(found.between) + len(found.doubtful) == len(leaving)
    assert len(found.arrived) + len(found.new) == len(arriving)


@given(rows)
def test_a_list_compared_with_itself_leaves_nobody_in_between(held):
    assert not compare(held, held).between
