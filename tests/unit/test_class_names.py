import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain import class_names, roster
from kongchuo_desktop.domain.class_names import ClassName
from kongchuo_desktop.domain.roster import SchoolClass

grades = st.integers(1, 9)
numbers = st.integers(1, 30)
CN = "〇一二三四五六七八九"
FORMS = (
    "{cn}年级{n}班",
    "{cn}年级（{n}）班",
    "{cn}年级({n})班",
    "{cn}年级({n}班)",
    "{g}年级{n}班",
    "{cn}({n})班",
    "{cn}（{n}）",
    " {cn} 年级 {n} 班 ",
    "{g}({n})班",
    "{g}.{n}班",
    "{g}-{n}",
    "{g}{n:02d}",
    "{g}{n:02d}班",
    "0{g}{n:02d}",
    "G{g}C{n}",
)


@given(grades, numbers, st.sampled_from(FORMS))
def test_every_form_names_the_same_class(grade, number, form):
    text = form.format(g=grade, cn=CN[grade], n=number)

    assert class_names.parse(text) == ClassName(grade, number)


@given(grades, numbers)
def test_the_names_on_paper_and_on_screen_come_back(grade, number):
    assert class_names.parse(roster.class_name(grade, number)) == ClassName(grade, number)
    assert class_names.parse(roster.short_name(grade, number)) == ClassName(grade, number)
    assert ClassName(grade, number).full == roster.class_name(grade, number)


@given(st.text(max_size=12), st.text(max_size=6))
def test_any_text_gets_an_answer_or_a_reason(text, grade_text):
    reading = class_names.read(text, grade_text)

    assert bool(reading.found) != bool(reading.fault)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("初一1班", (7, 1)),
        ("初一（1）班", (7, 1)),
        ("初三2", (9, 2)),
        ("初2(3)班", (8, 3)),
        ("初2024级3班", (9, 3)),
        ("初中2024级(3)班", (9, 3)),
        ("小学2023级01班", (4, 1)),
        ("2022级1班", (5, 1)),
        ("七年级十二班", (7, 12)),
        ("九年级258班", (9, 258)),
        ("１年级（２）班", (1, 2)),
        ("小学二年级3班", (2, 3)),
        ("石门小学一年级1班", (1, 1)),
        ("石门乡中学七（2）班", (7, 2)),
        ("三（2）班", (3, 2)),
        ("1.10", (1, 10)),
    ],
)
def test_forms_that_stand_alone(text, found):
    assert class_names.parse(text) == ClassName(*found)


@pytest.mark.parametrize(
    ("text", "grade_text", "found"),
    [
        ("1班", "七年级", (7, 1)),
        ("01班", "初一", (7, 1)),
        ("一班", "3", (3, 1)),
        ("2", "6-六年级", (6, 2)),
        ("12", "7.0", (7, 12)),
        ("1", "小学2023级", (4, 1)),
        ("2024级1班", "九年级", (9, 1)),
        ("24-1", "三年级", (3, 1)),
        ("101", "一年级", (1, 1)),
        ("12班", "一年级", (1, 12)),
        ("7.1", "七年级", (7, 1)),
    ],
)
def test_forms_that_need_the_grade(text, grade_text, found):
    assert class_names.parse(text, grade_text) == ClassName(*found)


@pytest.mark.parametrize(
    ("text", "grade_text", "said"),
    [
        ("一班", "", "没有写是几年级"),
        ("11班", "", "没有写是几年级"),
        ("11", "一年级", "也可能"),
        ("2024级1班", "", "算不出"),
        ("24-1", "", "算不出"),
        ("初23班", "", "两种读法"),
        ("高一(1)班", "", "不是一至九年级"),
        ("学前班", "", "不是一至九年级"),
        ("八年级1班", "七年级", "八年级"),
        ("258班", "七年级", "二年级"),
        ("100", "", "00"),
        ("复式班", "", "几年级"),
        ("火箭", "", "看不懂"),
        ("1班", "甲", "看不懂年级"),
        ("", "七年级", "没有写班级"),
    ],
)
def test_what_is_not_certain_is_not_guessed(text, grade_text, said):
    reading = class_names.read(text, grade_text)

    assert reading.found is None
    assert said in reading.fault


def test_a_decimal_that_may_have_lost_a_zero_is_noted():
    assert "1.10" in class_names.read("1.1").note
    assert not class_names.read("1.2").note


@pytest.mark.parametrize(
    ("text", "grade_text", "grade", "name"),
    [
        ("一二复式", "", 1, "一二复式班"),
        ("复式班", "二年级", 2, "复式班"),
        ("岩脚教学点一年级", "", 1, "岩脚教学点一年级"),
        ("一年级向日葵班", "", 1, "一年级向日葵班"),
        ("向日葵班", "一年级", 1, "向日葵班"),
        ("三年级", "", 3, "三年级"),
    ],
)
def test_classes_with_a_name_of_their_own(text, grade_text, grade, name):
    found = class_names.parse(text, grade_text)

    assert found == ClassName(grade, 0, name)
    assert found.full == name


def test_years_of_entry_are_counted_from_the_school_year():
    assert class_names.parse("小学2023级1班", school_year=2025) == ClassName(3, 1)
    assert class_names.read_grade("2023级", school_year=2026) == 4
    assert class_names.read_grade("2024级") is None


def test_a_class_of_ours_is_named_as_a_roster_names_it():
    assert class_names.of(SchoolClass(grade=7, number=1)) == ClassName(7, 1)
