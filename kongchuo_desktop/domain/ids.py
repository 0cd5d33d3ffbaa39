"""Citizens' ID numbers (GB 11643) and school-roll numbers: what is wrong with one, what it says."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from operator import mul

from kongchuo_desktop.domain.roster import Sex

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ASCII_ZERO = ord("0") * sum(_WEIGHTS)
_CHECK_DIGITS = "10X98765432"
_FIRST_YEAR = 1850
_STUDENT_NUMBER = re.compile(r"[GJ]\d{17}[\dX]|L\d{14}[\dA-Z]{4}", re.ASCII)


def id_number_fault(text: str) -> str | None:
    """Why `text` is not a sound 18-character ID number, in a teacher's words; None if it is.

    Checks form, the date inside and the check digit of GB 11643. The number is never mended:
    full-width digits, spaces and a small x are the reader's business.
    """
    if len(text) != 18 or not (text.isascii() and text[:17].isdigit()):
        return _form_fault(text)
    if _day(text[6:14]) is None:
        return f"身份证号里的出生日期 {text[6:14]} 不存在"
    if text[17] != check_digit(text):
        return _check_fault(text)
    return None


def check_digit(text: str) -> str:
    """The 18th character that belongs to the first 17 digits (GB 11643)."""
    return _CHECK_DIGITS[(sum(map(mul, _WEIGHTS, text.encode())) - _ASCII_ZERO) % 11]


def birth_of(text: str) -> date | None:
    """The date of birth inside an 18-character number; None if there is none."""
    return _day(text[6:14]) if len(text) == 18 else None


def sex_of(text: str) -> Sex | None:
    """The sex inside an 18-character number: the 17th digit is odd for men, even for women."""
    if len(text) != 18 or text[16] not in "0123456789":
        return None
    return Sex.MALE if text[16] in "13579" else Sex.FEMALE


def student_number_fault(text: str) -> str | None:
    """Why `text` is not a national school-roll number (G/J/L and 18 more); None if it is.

    The ID number inside a G number may lawfully differ from the child's present one, and is not
    looked at.
    """
    if _STUDENT_NUMBER.fullmatch(text):
        return None
    if id_number_fault(text) is None:
        return "这是身份证号，不是学籍号（学籍号以 G、J 或 L 开头，共19位）"
    return f"不像全国学籍号（应以 G、J 或 L 开头，共19位，这里是{len(text)}位），照原样保留"


@cache
def _day(digits: str) -> date | None:
    if not (digits.isascii() and digits.isdigit()) or int(digits[:4]) < _FIRST_YEAR:
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _form_fault(text: str) -> str:
    if "*" in text:
        return "身份证号打了星号，请换成完整的号码"
    if len(text) == 15 and text.isascii() and text.isdigit():
        return "这是15位的老身份证号，请查户口簿换成18位的"
    if len(text) != 18:
        return f"身份证号应为18位，这里是{len(text)}位"
    return "身份证号里有不该有的字，前17位只能是数字"


def _check_fault(text: str) -> str:
    if text.endswith("000"):
        return (
            "身份证号的校验码不对，末三位是000，多半被 Excel 当数字改过，"
            "请从学籍系统重新导出，或把这一列设成文本再填"
        )
    if text[17] not in "0123456789X":
        return "身份证号最后一位只能是数字或 X"
    return "身份证号的校验码不对，可能抄错或抄反了一位，请对照户口簿"
