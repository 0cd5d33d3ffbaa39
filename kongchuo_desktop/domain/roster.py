"""Children, their guardians and classes; who is on the roll and who is expected at school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

NUMERALS = "〇一二三四五六七八九"


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


class Status(StrEnum):
    """Enrolment as decided and recorded by somebody; absence and leave are computed from facts."""

    PENDING = "pending"
    ENROLLED = "enrolled"
    SUSPENDED = "suspended"
    HOME_TUTORING = "home_tutoring"
    DEFERRED = "deferred"
    TRANSFERRING_OUT = "transferring_out"
    TRANSFERRED_OUT = "transferred_out"
    ABROAD = "abroad"
    GRADUATED = "graduated"
    DECEASED = "deceased"
    AGED_OUT = "aged_out"


ON_ROLL = frozenset(
    {Status.PENDING, Status.ENROLLED, Status.SUSPENDED, Status.HOME_TUTORING, Status.DEFERRED,
     Status.TRANSFERRING_OUT}
)  # fmt: skip
EXPECTED = frozenset({Status.ENROLLED, Status.TRANSFERRING_OUT})


class Tag(StrEnum):
    """Special groups (特殊群体) a child belongs to."""

    LEFT_BEHIND_BOTH = "left_behind_both"
    LEFT_BEHIND_ONE = "left_behind_one"
    MIGRANT = "migrant"
    ORPHAN = "orphan"
    DE_FACTO_UNSUPPORTED = "de_facto_unsupported"
    MARTYR_FAMILY = "martyr_family"
    DISABLED = "disabled"
    INCLUSIVE = "inclusive"
    DIBAO = "dibao"
    TEKUN = "tekun"
    MONITORED_HOUSEHOLD = "monitored_household"
    LIFTED_HOUSEHOLD = "lifted_household"
    SINGLE_PARENT = "single_parent"
    AID_WANTED = "aid_wanted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """One member of the family (成员1, 成员2) as the roster names them."""

    name: str
    relation: str = ""  # words as on paper: 父亲, 祖母 …
    phone: str = ""
    is_guardian: bool = True
    id_no: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    """A child on the roll. `more` keeps every other column of the roster, by its standard name."""

    id: str = ""
    name: str
    sex: Sex | None = None
    birth: date | None = None
    id_no: str = ""
    student_no: str = ""
    seat_no: str = ""
    class_id: str = ""
    ethnicity: str = ""  # words: 苗族
    status: Status = Status.ENROLLED
    boarding: bool | None = None
    village: str = ""
    address: str = ""
    phone: str = ""
    distance_km: float | None = None
    tags: frozenset[Tag] = frozenset()
    guardians: tuple[Guardian, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolClass:
    """A class of this school year: grade 1-9 and number, or a name of its own (复式班).

    `catch_up` is a class for children who came back (补偿班); leave there has its own chain.
    """

    id: str = ""
    grade: int
    number: int
    name: str = ""
    teacher: str = ""
    catch_up: bool = False


def class_name(grade: int, number: int) -> str:
    """The full name on paper: 七年级1班."""
    return f"{NUMERALS[grade]}年级{number}班"


def short_name(grade: int, number: int) -> str:
    """The name on screen: 七(1)班."""
    return f"{NUMERALS[grade]}({number})班"
