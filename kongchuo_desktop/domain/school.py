"""The school itself: its names, its code, and what belongs to it rather than to a child."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kongchuo_desktop.domain.errors import Invalid, Refused

CODE = re.compile(r"[1-9][0-9]{9}")


class Role(StrEnum):
    """Who is working; decides which classes are seen (accounts come with a later issue)."""

    HOMEROOM_TEACHER = "homeroom_teacher"
    ACADEMIC_OFFICE = "academic_office"
    PRINCIPAL = "principal"


EDITIONS = {"school": "学校", "township": "乡（镇）", "county": "县级教育行政部门"}
ROLE_WORDS = {
    Role.HOMEROOM_TEACHER: "班主任",
    Role.ACADEMIC_OFFICE: "教务处",
    Role.PRINCIPAL: "校长",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody at work. `classes` are the class ids this person may see; None means all."""

    name: str
    role: Role = Role.ACADEMIC_OFFICE
    classes: frozenset[str] | None = None

    @property
    def role_words(self) -> str:
        return ROLE_WORDS[self.role]


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """What is printed at the head of every paper; kept in the data file. `bureau` is the education
    authority of the county by its full name, where it is not called county+教育局. `edition` says
    who works with it (`school`, `township`, `county`): each may issue what the law lets it."""

    name: str
    code: str
    township: str = ""
    county: str = ""
    bureau: str = ""
    principal: str = ""
    phone: str = ""
    office: str = "教务处"
    edition: str = "school"
    demo: bool = False

    @property
    def township_office(self) -> str:
        return f"{self.township}中心校" if self.township else "乡镇中心校"


def checked(school: School) -> School:
    """The school as it may be kept, or Invalid (code: 10 digits, see codes §14); Refused where the
    edition is none."""
    if school.edition not in EDITIONS:
        raise Refused(
            f"没有“{school.edition}”这种使用单位，没有保存。可用：{'、'.join(EDITIONS)}。"
        )
    wrong: dict[str, str] = {}
    if not school.name.strip():
        wrong["name"] = "请填写学校全称"
    elif len(school.name) > 40:
        wrong["name"] = "学校全称最多40个字"
    if not CODE.fullmatch(school.code):
        wrong["code"] = "学校标识码是10位数字，第一位不是0"
    if wrong:
        raise Invalid(**wrong)
    return school
