"""The school's own particulars."""

from dataclasses import replace

import pytest
from factory import SCHOOL

from kongchuo_desktop.domain import school
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.domain.school import ROLE_WORDS, Person, Role


def faults(**changes):
    with pytest.raises(Invalid) as wrong:
        school.checked(replace(SCHOOL, **changes))
    return set(wrong.value.fields)


def test_a_sound_school_is_kept_as_it_is():
    assert school.checked(SCHOOL) == SCHOOL


@pytest.mark.parametrize("name", ["", "  ", "长" * 41])
def test_a_school_has_a_name_of_at_most_forty_characters(name):
    assert faults(name=name) == {"name"}


@pytest.mark.parametrize(
    "code", ["", "123", "0123456789", "31529999990", "315299999X", "3１52999999"]
)
def test_the_code_is_ten_plain_digits_and_does_not_begin_with_nought(code):
    assert faults(code=code) == {"code"}


def test_both_faults_are_named_at_once():
    assert faults(name="", code="1") == {"name", "code"}


def test_the_office_has_a_name_even_where_the_township_is_not_known():
    assert SCHOOL.township_office == "石桥乡中心校"
    assert replace(SCHOOL, township="").township_office == "乡镇中心校"


def test_every_role_has_its_word():
    assert set(ROLE_WORDS) == set(Role)
    assert Person(name="高", role=Role.PRINCIPAL).role_words == "校长"
