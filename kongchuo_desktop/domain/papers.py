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
