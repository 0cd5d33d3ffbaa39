"""Ordinary, blank and worst papers for home visits; nobody named here exists."""

from dataclasses import replace
from datetime import date

from paper_samples import LONG_NAME, LONG_REASON, LONG_SCHOOL, RARE_NAME, SCHOOL

from kongchuo_desktop.documents import visit_route, visit_sheet
from kongchuo_desktop.domain.visit_papers import Stop, Village, VisitRoute, VisitSheet

SHEET = VisitSheet(
    number="校访〔2026〕第 003 号",
    school=SCHOOL,
    term="2026—2027学年上学期",
    student_name="张三民",
    class_name="七年级3班",
    place="岩脚村一组　云上县石桥乡岩脚村一组12号",
    guardian="李桂花（母亲）",
    look_at="无故缺课满1天，请班主任家访",
)
STOP = Stop(
    student_name="张三民",
    class_name="七年级3班",
    address="云上县石桥乡岩脚村一组12号",
    guardian="李桂花（母亲）",
    phone="100****0000",
    reason="无故缺课满1天，请班主任家访",
)
ROUTE = VisitRoute(
    school=SCHOOL,
    day=date(2026, 11, 21),
    villages=(
        Village(name="岩脚村一组", stops=(STOP, replace(STOP, student_name=RARE_NAME, reason=""))),
        Village(name="没有登记村组", stops=(replace(STOP, address="", phone="", guardian=""),)),
    ),
)
VISITING = {
    "visit_sheet": (
        visit_sheet.make,
        {
            "ordinary": SHEET,
            "blank": VisitSheet.blank(school=SCHOOL),
            "all_blank": VisitSheet.blank(),
            "rare": replace(SHEET, student_name=RARE_NAME, guardian=f"{RARE_NAME}（父亲）"),
            "worst": replace(
                SHEET,
                school=LONG_SCHOOL,
                student_name=LONG_NAME,
                class_name="石板寨教学点一二年级复式班",
                place=f"岩脚村一组　{LONG_REASON[:60]}",
                guardian=f"{LONG_NAME}（外祖母）",
                look_at=LONG_REASON,
            ),
        },
    ),
    "visit_route": (
        visit_route.make,
        {
            "ordinary": ROUTE,
            "worst": replace(
                ROUTE,
                school=LONG_SCHOOL,
                villages=(
                    Village(
                        name="岩脚村一组",
                        stops=(
                            replace(
                                STOP,
                                student_name=LONG_NAME,
                                class_name="石板寨教学点一二年级复式班",
                                address=LONG_REASON[:80],
                                guardian=f"{LONG_NAME}（外祖母）",
                                reason=LONG_REASON,
                            ),
                            *(STOP,) * 20,
                        ),
                    ),
                    Village(name="石门村", stops=(STOP,) * 5),
                ),
            ),
        },
    ),
}
EVERY_VISITING = [(paper, case) for paper, (_, cases) in VISITING.items() for case in cases]


def visiting_pdf(paper: str, case: str) -> bytes:
    make, cases = VISITING[paper]
    return make([cases[case]])
