"""What each printed paper says: strings and dates, so that a frozen copy prints again as it was.

In every paper `None` means "not known: leave underlined room to write by hand". An empty guardian's
name, or an empty tuple, means "there is none", and the sentence is worded without it; any other
empty string leaves room, as None does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

FORBIDDEN_TO_SCHOOLS = ("责令", "限期改正", "罚款", "开除", "处罚", "取消学籍", "劝退")
"""Words for powers that a school does not have (LAW-YW-27, LAW-YW-58): never on its papers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnNotice:
    """F02, school edition: 复学（返校）通知书 with its 回执.

    `number` is printed as it stands (`校复通〔2026〕第 003 号`); `teacher` and `phone` are whom to
    call; `office` is where sick or disabled children's papers are handled (教务处).
    """

    number: str | None = None
    school: str | None = None
    guardian_name: str | None = None
    student_name: str | None = None
    class_name: str | None = None
    absent_from: date | None = None
    contact_dates: tuple[date, ...] | None = None
    visit_dates: tuple[date, ...] | None = None
    deadline: date | None = None
    help_items: tuple[str, ...] | None = None
    office: str | None = None
    teacher: str | None = None
    phone: str | None = None
    issued: date | None = None

    @classmethod
    def blank(cls, *, school: str | None = None) -> Self:
        """A sheet to be filled in by hand; the school's name may already stand on it."""
        return cls(school=school)


@dataclass(frozen=True, slots=True, kw_only=True)
class HomePledge:
    """F05-4: 控辍保学责任书 between the homeroom teacher and a guardian, for one school year.

    `relation` is the guardian's to the child (父亲); `school_year` is `2026—2027`; `min_visits` is
    the number of home visits or talks a term that the school promises.
    """

    number: str | None = None
    school: str | None = None
    class_name: str | None = None
    teacher: str | None = None
    guardian_name: str | None = None
    relation: str | None = None
    student_name: str | None = None
    school_year: str | None = None
    min_visits: int | None = None
    issued: date | None = None

    @classmethod
    def blank(cls, *, school: str | None = None) -> Self:
        """A sheet to be filled in by hand; the school's name may already stand on it."""
        return cls(school=school)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentPromise:
    """F06: 家长承诺书. For a child who comes back, `returning` adds the day of return.

    `caregiver` is who looks after the child while the parents work away (委托照护).
    """

    number: str | None = None
    school: str | None = None
    class_name: str | None = None
    student_name: str | None = None
    guardian_name: str | None = None
    relation: str | None = None
    caregiver: str | None = None
    returning: bool = False
    return_day: date | None = None
    issued: date | None = None

    @classmethod
    def blank(cls, *, school: str | None = None, returning: bool = False) -> Self:
        """A sheet to be filled in by hand; the school's name may already stand on it."""
        return cls(school=school, returning=returning)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveSlip:
    """F07: 请假条 for one child, in three parts: teacher, gate, parents.

    `kind` is 病假, 事假 or 其他; `first_half`, `last_half` and `back_half` are 上午 or 下午;
    `half_days` counts half days of school missed (3 prints as 1.5天); `applicant` is 本人 or
    监护人; `way` is 监护人接 or 自行; `approvers` are those who must sign (班主任, 教务处, 校长).
    """

    number: str | None = None
    school: str | None = None
    student_name: str | None = None
    class_name: str | None = None
    kind: str | None = None
    reason: str | None = None
    first_day: date | None = None
    first_half: str | None = None
    last_day: date | None = None
    last_half: str | None = None
    half_days: int | None = None
    applicant: str | None = None
    applicant_name: str | None = None
    phone: str | None = None
    way: str | None = None
    destination: str | None = None
    back_day: date | None = None
    back_half: str | None = None
    approvers: tuple[str, ...] = ("班主任",)
    issued: date | None = None

    @classmethod
    def blank(
        cls, *, school: str | None = None, approvers: tuple[str, ...] = ("班主任", "教务处")
    ) -> Self:
        """A slip to be filled in by hand; the school's name may already stand on it."""
        return cls(school=school, approvers=approvers)
