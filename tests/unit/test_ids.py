from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain import ids
from kongchuo_desktop.domain.roster import Sex

SAMPLES = (
    "11010519491231002X",
    "440524188001010014",
    "999999201509010017",
    "999999201209010023",
    "999999201202290034",
)
births = st.dates(date(1900, 1, 1), date(2099, 12, 31))


def number(birth: date, order: int) -> str:
    digits = f"999999{birth:%Y%m%d}{order:03d}"
    return digits + ids.check_digit(digits)


@pytest.mark.parametrize("text", SAMPLES)
def test_the_samples_of_the_standard_are_sound(text):
    assert ids.id_number_fault(text) is None


@given(births, st.integers(0, 999))
def test_a_number_tells_birth_and_sex(birth, order):
    text = number(birth, order)

    assert ids.id_number_fault(text) is None
    assert ids.birth_of(text) == birth
    assert ids.sex_of(text) is (Sex.MALE if order % 2 else Sex.FEMALE)


@given(births, st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_found(birth, order, place, shift):
    text = number(birth, order)
    wrong = text[:place] + str((int(text[place]) + shift) % 10) + text[place + 1 :]

    assert ids.id_number_fault(wrong)


@given(births, st.integers(0, 999), st.integers(0, 15))
def test_two_digits_that_changed_places_are_found(birth, order, place):
    text = number(birth, order)
    wrong = text[:place] + text[place + 1] + text[place] + text[place + 2 :]

    assert wrong == text or ids.id_number_fault(wrong)


@given(st.text(max_size=25))
def test_any_text_gets_an_answer(text):
    fault = ids.id_number_fault(text)
    assert fault is None or not fault.isascii()
    ids.birth_of(text)
    ids.sex_of(text)
    ids.student_number_fault(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("52", "2位"),
        ("999999150901001", "15位"),
        ("9999**********0017", "星号"),
        ("99999920150230001X", "20150230"),
        ("999999201509010018", "校验码"),
        ("999999201509010000", "000"),
        ("99999920150901001x", "最后一位"),
        ("９９９９９９201509010017", "只能是数字"),
        ("99999920150901OO17", "只能是数字"),
    ],
)
def test_what_is_wrong_is_said_in_words(text, said):
    assert said in ids.id_number_fault(text)


@pytest.mark.parametrize(
    "text", ["G999999201509010017", "J999999201509010017", "L9999992015090100AZ"]
)
def test_school_roll_numbers(text):
    assert ids.student_number_fault(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("999999201509010017", "身份证号"),
        ("G99999920150901001", "18位"),
        ("g999999201509010017", "不像"),
        ("202003017", "照原样保留"),
    ],
)
def test_what_is_no_school_roll_number(text, said):
    assert said in ids.student_number_fault(text)
