"""Ordinary, blank, worst and rare records of every paper; all people and places are invented."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from kongchuo_desktop.documents import form, leave_slip
from kongchuo_desktop.domain.forms import Filled
from kongchuo_desktop.domain.papers import LeaveSlip
from kongchuo_desktop.services import forms

SCHOOL = "青石县第三中学"
LONG_SCHOOL = "青石布依族苗族自治州望云县打石镇第二民族寄宿制九年一贯制完全小学附属初级中学部"
LONG_NAME = ("阿依古丽·买买提" * 4)[:30]
RARE_NAME = "王𬱟䶮㛃"
Record = Filled | LeaveSlip


def letter(kind: str, number: str | None = None, **values: Any) -> Filled:
    """A declared form with its values; what is not named is left to be written by hand."""
    return Filled(form=forms.shipped()[kind], values=values, number=number)


def printed(papers: Sequence[Filled], progress: form.Progress | None = None) -> bytes:
    return form.make(papers, forms.fields(), progress=progress).pdf


def changed(record: Record, **values: Any) -> Record:
    """A record with other values; a child's name is `student` on every paper."""
    if isinstance(record, Filled):
        return replace(record, values={**record.values, **values})
    if "student" in values:
        values["student_name"] = values.pop("student")
    return replace(record, **values)


NOTICE = letter(
    "return_notice",
    "校复通〔2026〕第 003 号",
    school=SCHOOL,
    guardian="李桂花",
    student="张三民",
    class_name="七年级（3）班",
    absent_from=date(2026, 9, 7),
    contact_dates=(date(2026, 9, 7), date(2026, 9, 8)),
    visit_dates=(date(2026, 9, 9),),
    deadline=date(2026, 9, 20),
    help_items=("单独补课辅导", "申请生活补助", "安排住宿"),
    office="教务处",
    teacher="王玥喆",
    school_phone="0857-0000000",
    issued=date(2026, 9, 14),
)
SLIP = LeaveSlip(
    number="请〔2026〕第 0128 号",
    school=SCHOOL,
    student_name="张三民",
    class_name="七年级（3）班",
    kind="病假",
    reason="发烧三天没有退，到县医院检查治疗。",
    first_day=date(2026, 9, 7),
    first_half="下午",
    last_day=date(2026, 9, 8),
    last_half="下午",
    half_days=3,
    applicant="监护人",
    applicant_name="李桂花",
    phone="0857-0000000",
    way="监护人接",
    destination="县人民医院",
    back_day=date(2026, 9, 9),
    back_half="上午",
    approvers=("班主任", "教务处"),
    issued=date(2026, 9, 7),
)
PLEDGE = letter(
    "home_pledge",
    "家责〔2026〕第 0031 号",
    school=SCHOOL,
    class_name="七年级（3）班",
    teacher="王玥喆",
    guardian="李桂花",
    relation="母亲",
    student="张三民",
    school_year="2026—2027",
    min_visits=2,
    issued=date(2026, 9, 1),
)
PROMISE = letter(
    "parent_promise",
    "家诺〔2026〕第 0031 号",
    school=SCHOOL,
    class_name="七年级（3）班",
    student="张三民",
    guardian="李桂花",
    relation="母亲",
    caregiver="张国强",
    attending=True,
    issued=date(2026, 9, 1),
)
MANY_DAYS = tuple(date(2026, 9, day) for day in range(1, 13))
LONG_REASON = "孩子的奶奶在外地住院需要家人轮流照顾，父母都在外地务工赶不回来。" * 6
LONG = {"school": LONG_SCHOOL, "student": LONG_NAME}
RARE = {"student": RARE_NAME}

PAPERS: Mapping[str, tuple[Any, Mapping[str, Record]]] = {
    "return_notice": (
        printed,
        {
            "ordinary": NOTICE,
            "no_guardian": changed(NOTICE, guardian="", visit_dates=(), help_items=()),
            "no_contact": changed(NOTICE, contact_dates=()),
            "neither": changed(NOTICE, contact_dates=(), visit_dates=()),
            "blank": letter("return_notice", school=SCHOOL),
            "all_blank": letter("return_notice"),
            "worst": changed(
                NOTICE,
                **LONG,
                guardian=LONG_NAME,
                class_name="九年级（12）班",
                contact_dates=MANY_DAYS,
                visit_dates=MANY_DAYS,
            ),
            "rare": changed(NOTICE, **RARE, guardian="王𤧛"),
        },
    ),
    "leave_slip": (
        leave_slip.make,
        {
            "ordinary": SLIP,
            "blank": LeaveSlip.blank(school=SCHOOL),
            "all_blank": LeaveSlip.blank(),
            "worst": changed(
                SLIP,
                **LONG,
                applicant_name=LONG_NAME,
                kind="公假",
                reason=LONG_REASON,
                destination=LONG_REASON[:60],
                approvers=("班主任", "教务处", "校长"),
            ),
            "rare": changed(SLIP, **RARE),
        },
    ),
    "home_pledge": (
        printed,
        {
            "ordinary": PLEDGE,
            "blank": letter("home_pledge", school=SCHOOL),
            "all_blank": letter("home_pledge"),
            "worst": changed(PLEDGE, **LONG, guardian=LONG_NAME, teacher=LONG_NAME),
            "rare": changed(PLEDGE, **RARE),
        },
    ),
    "parent_promise": (
        printed,
        {
            "ordinary": PROMISE,
            "returning": changed(PROMISE, attending=False, return_day=date(2026, 9, 20)),
            "blank": letter("parent_promise", school=SCHOOL),
            "all_blank": letter("parent_promise", attending=False),
            "worst": changed(
                PROMISE,
                **LONG,
                guardian=LONG_NAME,
                caregiver=LONG_NAME,
                attending=False,
                return_day=date(2026, 9, 20),
            ),
            "rare": changed(PROMISE, **RARE),
        },
    ),
}
EVERY = [(paper, case) for paper, (_, cases) in PAPERS.items() for case in cases]
FILLED = [(paper, case) for paper, case in EVERY if "blank" not in case]


def pdf_of(paper: str, case: str) -> bytes:
    make, cases = PAPERS[paper]
    return make([cases[case]])
