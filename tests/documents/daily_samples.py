"""Ordinary, blank and worst records of the papers of a school day; nobody named here exists."""

from dataclasses import replace
from datetime import date

from paper_samples import LONG_NAME, LONG_REASON, LONG_SCHOOL, RARE_NAME, SCHOOL

from kongchuo_desktop.documents import (
    class_daily,
    contact_log,
    duty_sheet,
    makeup_slip,
    school_daily,
)
from kongchuo_desktop.domain.daily_papers import (
    AbsentLine,
    ClassDaily,
    ContactLine,
    ContactLog,
    DutyGroup,
    DutyLine,
    DutySheet,
    HalfCount,
    MakeupSlip,
    SchoolDaily,
    SchoolLine,
)

DAY = date(2026, 11, 20)
MAKEUP = MakeupSlip(
    number="校补〔2026〕第 003 号",
    school=SCHOOL,
    student_name="张三民",
    class_name="七年级3班",
    kind="病假",
    reason="半夜发烧，母亲来电话请假，去镇卫生院输液。",
    first_day=date(2026, 11, 18),
    first_half="上午",
    last_day=date(2026, 11, 19),
    last_half="下午",
    half_days=4,
    applicant="监护人",
    applicant_name="李桂花",
    phone="0857-0000000",
    back_day=DAY,
    back_half="上午",
    registered="第136号",
    called_day=date(2026, 11, 18),
    called_at="7:40",
    taken_by="王玥喆",
    evidence="药费票据",
    issued=DAY,
)
TRIED = ContactLine(
    day=DAY,
    class_name="七年级3班",
    student_name="张三民",
    missed="全天",
    on_leave="否",
    at="09:05",
    way="电话",
    person="李桂花（母亲）",
    result="无人接听（第1次没有联系上）",
    follow_up="家访11月20日",
    minutes="35",
)
REACHED = replace(
    TRIED,
    at="",
    way="入户",
    result="见到监护人：孩子说不想读了，母亲答应明天送来",
    promise="11月21日上午",
    teacher="王玥喆",
    follow_up="上报11月20日；11月23日已到校",
    minutes="",
)
LOG = ContactLog(
    school=SCHOOL,
    about="2026年11月20日",
    lines=(TRIED, REACHED),
    attempts=2,
    failed=1,
    within=60,
    found_am="08:30",
    found_pm="14:30",
)
AM = HalfCount(half="上午", present=41, sick=1, personal=1, unexcused=2, late=1, early=0)
PM = HalfCount(half="下午", present=42, sick=1, personal=1, unexcused=1, late=0, early=1)
FULL = HalfCount(half="上午", present=45, sick=0, personal=0, unexcused=0, late=0, early=0)
NOT_YET = HalfCount(half="下午")
REPORT = ClassDaily(
    school=SCHOOL,
    class_name="七年级3班",
    day=DAY,
    on_roll=46,
    expected=45,
    halves=(AM, PM),
    absent=(
        AbsentLine(
            student_name="阿依古丽·买买提",
            missed="全天",
            reason="无故（第3天）",
            contact="09:05电话接通：家长说马上送来",
        ),
        AbsentLine(student_name="张三民", missed="上午", reason="无故（半天）"),
        AbsentLine(student_name="单雨桐", missed="全天", reason="病假：急性肠胃炎，医院输液"),
        AbsentLine(student_name="曾可欣", missed="全天", reason="事假：外祖母做寿"),
    ),
    late=("王小花（上午迟到）", "韦堃（下午早退）"),
    reported_at="8时20分",
)
EVERYBODY = replace(REPORT, halves=(FULL, NOT_YET), absent=(), late=(), reported_at=None)
CLASS = SchoolLine(
    class_name="七年级3班",
    on_roll=46,
    expected=45,
    am=AM,
    pm=PM,
    sick=1,
    personal=1,
    half_day=1,
    longer=1,
    suspected=1,
    named=(("阿依古丽·买买提", "第3天"), ("张三民", "半天")),
    remark="休学等不计应到1人",
    reported_at="08:20",
)
SILENT = SchoolLine(
    class_name="九年级2班",
    on_roll=41,
    expected=41,
    am=HalfCount(half="上午", state="未报"),
    pm=HalfCount(half="下午", state="未报"),
)
STOPPED = replace(
    SILENT,
    class_name="一年级1班",
    am=HalfCount(half="上午", state="停课"),
    pm=HalfCount(half="下午", state="停课"),
)
SUMMARY = SchoolDaily(
    school=SCHOOL,
    day=DAY,
    office="教务处",
    lines=(STOPPED, CLASS, SILENT),
    suspect_days=3,
)
DUTY = DutyLine(
    student_name="石㛃",
    class_name="七年级2班",
    what="无故缺课满1天，请班主任家访",
    rule="无故一天未上学，当天或第二天家访",
    number="L2",
    responsible="张丽娟",
    due_day="11月19日",
    due_time="24:00前",
)
ROLL = replace(
    DUTY,
    student_name="",
    class_name="九年级2班",
    what="上午还没有登记出勤",
    rule="每天第一时间清点学额，填写出席、缺席人数和原因；没有缺席也要报",
    number="L0",
    due_day="今天",
    due_time="08:30前",
)
DUTIES = DutySheet(
    school=SCHOOL,
    day=DAY,
    made_at="09:10",
    groups=(
        DutyGroup(title="已逾期", lines=(DUTY, ROLL)),
        DutyGroup(title="今天"),
        DutyGroup(title="接下来", lines=(replace(DUTY, student_name=RARE_NAME),)),
    ),
)
WORST_LINE = replace(
    REACHED,
    student_name=LONG_NAME,
    class_name="石板寨教学点一二年级复式班",
    person=f"{LONG_NAME}（母亲）",
    result=LONG_REASON,
    teacher=LONG_NAME,
)

DAILY = {
    "makeup_slip": (
        makeup_slip.make,
        {
            "ordinary": MAKEUP,
            "blank": MakeupSlip.blank(school=SCHOOL),
            "worst": replace(
                MAKEUP,
                school=LONG_SCHOOL,
                student_name=LONG_NAME,
                applicant_name=LONG_NAME,
                taken_by=LONG_NAME,
                class_name="石板寨教学点一二年级复式班",
                reason=LONG_REASON,
                evidence="村医开的证明和县医院的检查单",
                kind="公假",
            ),
        },
    ),
    "contact_log": (
        contact_log.make,
        {
            "ordinary": LOG,
            "nobody": replace(LOG, lines=(), attempts=0, failed=0),
            "blank": ContactLog.blank(school=SCHOOL),
            "worst": replace(
                LOG,
                school=LONG_SCHOOL,
                about=f"{LONG_NAME}　2026—2027学年上学期",
                lines=(WORST_LINE, replace(TRIED, student_name=RARE_NAME), *(TRIED,) * 15),
                attempts=17,
                failed=16,
            ),
        },
    ),
    "class_daily": (
        class_daily.make,
        {
            "ordinary": REPORT,
            "everybody": EVERYBODY,
            "everybody_all_day": replace(EVERYBODY, halves=(FULL, replace(FULL, half="下午"))),
            "unreported": replace(EVERYBODY, halves=(SILENT.am, NOT_YET), late=None),
            "stopped": replace(EVERYBODY, halves=(STOPPED.am, STOPPED.pm), late=None),
            "blank": ClassDaily.blank(school=SCHOOL),
            "worst": replace(
                REPORT,
                school=LONG_SCHOOL,
                class_name="石板寨教学点一二年级复式班",
                absent=(
                    AbsentLine(
                        student_name=LONG_NAME,
                        missed="全天",
                        reason=LONG_REASON,
                        contact=LONG_REASON,
                    ),
                    AbsentLine(student_name=RARE_NAME, missed="下午", reason="无故（半天）"),
                    *REPORT.absent * 7,
                ),
                late=(f"{LONG_NAME}（上午迟到）",) * 6,
            ),
        },
    ),
    "school_daily": (
        school_daily.make,
        {
            "ordinary": SUMMARY,
            "nobody": replace(SUMMARY, lines=(STOPPED, SILENT)),
            "worst": replace(
                SUMMARY,
                school=LONG_SCHOOL,
                lines=(
                    replace(
                        CLASS,
                        class_name="石板寨教学点一二年级复式班",
                        named=((LONG_NAME, "第24天"), (RARE_NAME, "半天")) * 3,
                    ),
                    *(CLASS, SILENT) * 16,
                ),
            ),
        },
    ),
    "duty_sheet": (
        duty_sheet.make,
        {
            "ordinary": DUTIES,
            "nothing": replace(DUTIES, groups=(DutyGroup(title="今天"),)),
            "worst": replace(
                DUTIES,
                school=LONG_SCHOOL,
                groups=(
                    DutyGroup(
                        title="已逾期",
                        lines=(
                            replace(
                                DUTY,
                                student_name=LONG_NAME,
                                class_name="石板寨教学点一二年级复式班",
                                responsible=LONG_NAME,
                                rule=LONG_REASON,
                            ),
                            *(DUTY,) * 11,
                        ),
                    ),
                    DutyGroup(title="今天", lines=(ROLL,) * 20),
                ),
            ),
        },
    ),
}
EVERY_DAILY = [(paper, case) for paper, (_, cases) in DAILY.items() for case in cases]


def daily_pdf(paper: str, case: str) -> bytes:
    make, cases = DAILY[paper]
    return make([cases[case]])
