"""One cell read as one kind of value: the value, a reservation, or why it cannot stand.

Every reader here is pure, so that a column reads each different value only once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from kongchuo_desktop.domain import codes, ids, person_names

LOST_DIGITS = (
    "长数字被表格软件改成了科学计数，后几位已经丢失，不能恢复；"
    "请从学籍系统重新导出，或先把这一列设成文本再填"
)
_EXACT = 10**15  # Excel keeps 15 digits
_MARKED = frozenset(["#", "'", "=", " "])  # texts that begin so need a closer look
_ERROR_VALUES = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA"}
)
_SCIENTIFIC = re.compile(r"[-+]?\d(?:\.\d+)?[Ee]\+\d{1,3}")
_PROTECTED = re.compile(r'="(.*)"|\'(?=[GJLgjl]?\d)(.*)', re.DOTALL)
_INVISIBLE = {
    **dict.fromkeys([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)], ""),
    **person_names.UNSEEN,
}
_PHONE = re.compile(r"(?<!\d)(1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8})(?!\d)")
_ODD_PHONE = "不像电话号码（手机11位，1开头），照原样保留"
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ -](?=\d)")
_SEPARATORS = " /、,;|\\\n\t或和及:()"
_NOTHING = frozenset({"无", "没有", "/", "-", "—", "--", "空", "暂无"})
_DISTANCE = re.compile(r"约?(\d+(?:\.\d+)?)(公里|千米|km|米|m)?左?右?")
_FARTHEST_KM = 100


@dataclass(frozen=True, slots=True)
class Odd:
    """A value read with a reservation; `kept` goes under `where` among the other columns."""

    value: object
    reason: str = ""
    kept: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that cannot stand: `reason` refuses the row where the field is one that matters."""

    reason: str


def plain(value: object) -> str:
    """A cell as text, errors and damage included: for showing, and for reading further."""
    if isinstance(value, str):
        return _scrubbed(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < _EXACT else repr(value)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, (date, datetime)):
        return value.isoformat(*((" ",) if isinstance(value, datetime) else ()))
    return str(value) if isinstance(value, (int, time, timedelta)) else ""


def free_text(value: object) -> str | Odd:
    """Any words, without what cannot be seen; rounded numbers and error values are not kept."""
    if type(value) is str and value.isprintable() and value[:1] not in _MARKED:
        text = value.rstrip()
        return Odd("", LOST_DIGITS) if "+" in text and _SCIENTIFIC.fullmatch(text) else text
    text = plain(value)
    if lost := damage(value, text):
        return Odd("", lost)
    return text


def are_plain(cells: Sequence[object]) -> bool:
    """Quickly, whether `free_text` would leave every cell of a column as it is."""
    try:
        joined = "|".join(cells)  # type: ignore[arg-type]
    except TypeError:  # numbers, dates
        return False
    if not joined.isprintable() or joined[:1] in _MARKED or joined[-1:] == " ":
        return False
    return not any(mark in joined for mark in ("+", " |", "| ", "|#", "|'", "|="))


def damage(value: object, text: str) -> str:
    """Why a cell's content is not what was once typed there; empty if it is."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return LOST_DIGITS if abs(value) >= _EXACT else ""
    if text.startswith("#") and (text in _ERROR_VALUES or not text.strip("#")):
        if text in _ERROR_VALUES:
            return f"格子里是错误值 {text}"
        return "格子里是一串#号（列太窄就导出了），请把列拉宽后重新导出"
    return LOST_DIGITS if "+" in text and _SCIENTIFIC.fullmatch(text) else ""


def compact(value: object) -> str:
    """A number or code without spaces, in half-width capitals."""
    if isinstance(value, str) and value.isascii() and value.isalnum():
        return value.upper()
    text = unicodedata.normalize("NFKC", plain(value))
    return "".join(text.split()).upper()


def name(value: object) -> str | Odd | Bad:
    """A person's name; a note in brackets behind it goes to 姓名备注."""
    if type(value) is str and person_names.is_plain(value):
        return value
    text = plain(value)
    if lost := damage(value, text):
        return Bad(lost)
    found, note = person_names.clean(text)
    if found.isdigit():
        return Bad(f"姓名是数字“{found}”，请检查是不是串了格")
    if len(found) > person_names.LONGEST:
        return Bad(f"姓名有{len(found)}个字，超过{person_names.LONGEST}个字，请检查是不是串了格")
    return Odd(found, kept=note, where="姓名备注") if note else found


def member_name(value: object, label: str = "成员1姓名") -> str | Odd:
    """A family member's name; a note behind it goes to 成员1姓名备注."""
    found = name(value)
    if isinstance(found, Bad):
        return Odd("", f"{found.reason}，没有记入")
    return replace(found, where=f"{label}备注") if isinstance(found, Odd) else found


def id_number(value: object) -> str | Odd | Bad:
    """A sound ID number; Bad with the reason if it is not, Odd if it is masked with stars."""
    if type(value) is str and len(value) == 18 and ids.id_number_fault(value) is None:
        return value
    text = compact(value)
    if not text or text in _NOTHING:
        return ""
    if lost := damage(value, text):
        return Bad(lost)
    if "*" in text:
        return Odd("", "身份证件号打了星号，没有记入")
    fault = ids.id_number_fault(text)
    return Bad(fault) if fault else text


def member_id_number(value: object) -> str | Odd:
    """A family member's ID number: a wrong one is kept as written, a rounded one is not."""
    found = id_number(value)
    if not isinstance(found, Bad):
        return found
    text = compact(value)
    if damage(value, text):
        return Odd("", found.reason)
    return Odd(text, f"{found.reason}，照原样保留")


def student_number(value: object) -> str | Odd | Bad:
    """A school-roll number; a local number is kept as written, a rounded one is Bad."""
    text = compact(value)
    if not text or text in _NOTHING:
        return ""
    if lost := damage(value, text):
        return Bad(lost)
    fault = ids.student_number_fault(text)
    return Odd(text, fault) if fault else text


def phone(value: object, label: str = "联系电话") -> str | Odd:
    """One telephone number; more of them go to 联系电话2, words beside it to 联系电话备注."""
    if type(value) is str and len(value) == 11 and value.isascii() and value.isdigit():
        return value if value[0] in "10" else Odd(value, _ODD_PHONE)
    text = compact(value) if isinstance(value, float) else _half_width(plain(value))
    if not text or text in _NOTHING:
        return ""
    if lost := damage(value, text):
        return Odd("", f"{lost}（电话没有记入）")
    if text.isdigit() and len(text) in (7, 8):
        return text
    joined = _BETWEEN_DIGITS.sub("", text)
    numbers = _PHONE.findall(joined if _PHONE.fullmatch(joined) and joined[0] == "1" else text)
    if not numbers:
        return Odd(text, _ODD_PHONE)
    rest = _PHONE.sub(" ", text).strip(_SEPARATORS) if _PHONE.search(text) else ""
    return _first_of(numbers, rest, label)


def _first_of(numbers: list[str], rest: str, label: str) -> str | Odd:
    if len(numbers) > 1 and not rest:
        return Odd(numbers[0], kept="、".join(numbers[1:]), where=f"{label}2")
    if rest:
        others = "、".join(numbers[1:])
        return Odd(numbers[0], kept=f"{others} {rest}".strip(), where=f"{label}备注")
    return numbers[0]


def ethnicity(value: object) -> str | Odd:
    """One of the 56 names; others are kept as written."""
    text = compact(value)
    if not text or text in _NOTHING:
        return ""
    if lost := damage(value, text):
        return Odd("", lost)
    found = codes.ethnicity(text)
    if found:
        return found
    word = codes.uncoded(text)
    return Odd(word, f"“{word}”不在国家标准的56个民族里，照原样保留")


def distance(value: object) -> float | Odd | None:
    """Kilometres: 3公里, 500米, 约2km; None for an empty cell."""
    text = compact(value).lower()
    if not text or text in _NOTHING:
        return None
    found = _DISTANCE.fullmatch(text)
    if found:
        number = float(found[1]) / (1000 if found[2] in ("米", "m") else 1)
        if number <= _FARTHEST_KM:
            return number
    return Odd(None, f"看不懂上下学距离“{text}”", text, "上下学距离原文")


def coded(text: str, found: object, label: str) -> object:
    """What a code table made of a word, or a reservation that keeps the word."""
    if found is not None or not text or text in _NOTHING:
        return found
    if text.startswith("#"):
        return Odd(None, f"格子里是错误值 {text}")
    return Odd(None, f"看不懂{label}“{text}”，先空着", text, f"{label}原文")


def _half_width(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _scrubbed(text: str) -> str:
    text = text.strip()
    if text.isprintable() and text[:1] not in ("'", "="):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_INVISIBLE).strip()
    if found := _PROTECTED.fullmatch(text):
        text = found[1] if found[1] is not None else found[2]
    return text.strip()
