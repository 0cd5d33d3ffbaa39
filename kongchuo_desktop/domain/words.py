"""Codes on disk ↔ words on screen and paper: language is never data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from kongchuo_desktop.domain.aid import AidKind, AidState
from kongchuo_desktop.domain.attendance import MarkKind, RollState
from kongchuo_desktop.domain.cases import (
    Cause,
    Grounds,
    Origin,
    Placement,
    Stage,
    StepKind,
    Whereabouts,
)
from kongchuo_desktop.domain.census import MoveKind, State
from kongchuo_desktop.domain.census_figures import ITEM_WORDS, REASON_WORDS
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.domain.exams import KIND_WORDS
from kongchuo_desktop.domain.faces import FaceChoice
from kongchuo_desktop.domain.helping import PairKind, PlanKind
from kongchuo_desktop.domain.leave import HALF_WORDS, Applicant, LeaveKind, LeaveState
from kongchuo_desktop.domain.observations import ObservationKind
from kongchuo_desktop.domain.priority import CheckKind
from kongchuo_desktop.domain.receipts import Way
from kongchuo_desktop.domain.risk import LEVEL_WORDS
from kongchuo_desktop.domain.roster import Sex, Status, Tag
from kongchuo_desktop.domain.visits import ContactResult, ContactWay, Role, VisitKind, VisitOutcome

Code = TypeVar("Code", bound=StrEnum)

HALVES = HALF_WORDS
LEVELS = LEVEL_WORDS
SEXES = {Sex.MALE: "男", Sex.FEMALE: "女"}
STATUSES = {
    Status.PENDING: "应入学未报到",
    Status.ENROLLED: "在校",
    Status.SUSPENDED: "休学",
    Status.HOME_TUTORING: "送教上门",
    Status.DEFERRED: "延缓入学",
    Status.TRANSFERRING_OUT: "转出办理中",
    Status.TRANSFERRED_OUT: "已转出",
    Status.ABROAD: "出国（境）",
    Status.GRADUATED: "毕业",
    Status.DECEASED: "死亡",
    Status.AGED_OUT: "超龄离校",
}
TAGS = {
    Tag.LEFT_BEHIND_BOTH: "双亲留守",
    Tag.LEFT_BEHIND_ONE: "单亲留守",
    Tag.MIGRANT: "随迁",
    Tag.ORPHAN: "孤儿",
    Tag.DE_FACTO_UNSUPPORTED: "事实无人抚养",
    Tag.MARTYR_FAMILY: "烈士优抚",
    Tag.DISABLED: "残疾",
    Tag.INCLUSIVE: "随班就读",
    Tag.DIBAO: "低保",
    Tag.TEKUN: "特困",
    Tag.MONITORED_HOUSEHOLD: "监测户",
    Tag.LIFTED_HOUSEHOLD: "脱贫户",
    Tag.SINGLE_PARENT: "单亲",
    Tag.AID_WANTED: "需资助",
}
MARKS = {
    MarkKind.UNEXCUSED: "无故",
    MarkKind.SICK: "病假",
    MarkKind.PERSONAL: "事假",
    MarkKind.LATE: "迟到",
    MarkKind.EARLY: "早退",
}
ROLLS = {RollState.TAKEN: "已登记", RollState.STOPPED: "停课"}
LEAVE_KINDS = {LeaveKind.SICK: "病假", LeaveKind.PERSONAL: "事假", LeaveKind.OTHER: "其他"}
APPLICANTS = {Applicant.STUDENT: "本人", Applicant.GUARDIAN: "监护人"}
LEAVE_STATES = {
    LeaveState.SUBMITTED: "待批准",
    LeaveState.APPROVED: "已批准",
    LeaveState.REFUSED: "未批准",
    LeaveState.RETURNED: "已销假",
}
VISIT_KINDS = {
    VisitKind.ROUTINE: "常规",
    VisitKind.ABSENCE: "缺课",
    VisitKind.AVERSION: "厌学",
    VisitKind.PRIORITY: "重点",
    VisitKind.OPENING: "开学",
    VisitKind.PERSUASION: "劝返",
    VisitKind.FOLLOW_UP: "回访",
    VisitKind.TUTORING: "送教",
}
VISIT_OUTCOMES = {
    VisitOutcome.MET_GUARDIAN: "见到监护人",
    VisitOutcome.MET_STUDENT: "见到学生",
    VisitOutcome.NOBODY_HOME: "无人在家",
    VisitOutcome.MOVED: "搬走",
}
TEACHERS = {Role.HOMEROOM: "班主任", Role.SUBJECT: "科任"}
CONTACT_WAYS = {
    ContactWay.PHONE: "电话",
    ContactWay.WECHAT: "微信",
    ContactWay.SMS: "短信",
    ContactWay.MESSENGER: "托人",
}
CONTACT_RESULTS = {
    ContactResult.REACHED: "接通",
    ContactResult.NO_ANSWER: "无人接听",
    ContactResult.WRONG_NUMBER: "空号",
}
OBSERVATIONS = {
    ObservationKind.TALK: "谈话",
    ObservationKind.PRAISE: "进步",
    ObservationKind.INTENTION: "说过不想读书",
    ObservationKind.CONDUCT: "不良行为",
    ObservationKind.CONFLICT: "处分、冲突、欺凌",
    ObservationKind.SIBLING: "兄姐务工或辍学",
    ObservationKind.PARENT_ILL: "父母重病、重残",
    ObservationKind.MARRIAGE: "早婚、订婚线索",
    ObservationKind.WORK: "打工、招工线索",
    ObservationKind.MOVES: "多次转学、留级未准",
}
PAIRS = {
    PairKind.CLASSMATE: "一帮一（同学）",
    PairKind.TEACHER: "教师结对",
    PairKind.HAND_IN_HAND: "手拉手",
}
HELP_PLANS = {PlanKind.LEARNING: "学困生", PlanKind.DOUBLE: "双困生"}
CHECKS = {CheckKind.CONFIRMED: "确认重点生", CheckKind.MONTHLY: "检查帮扶记录"}
AID_KINDS = {
    AidKind.REDUCE: "减",
    AidKind.WAIVE: "免",
    AidKind.DEFER_PAY: "缓",
    AidKind.BOARDING_SUBSIDY: "寄宿生生活补助",
    AidKind.LIVING_SUBSIDY: "非寄宿生生活补助",
    AidKind.NUTRITION: "营养改善",
    AidKind.PAIRING: "结对帮扶",
    AidKind.SOCIAL: "社会资助",
    AidKind.RELIEF: "临时救助",
}
AID_STATES = {
    AidState.APPLIED: "已申请",
    AidState.CLASS_REVIEW: "班级评议",
    AidState.SCHOOL_REVIEW: "学校认定",
    AidState.PUBLICIZED: "公示中",
    AidState.APPROVED: "已批准",
    AidState.CARRIED_OUT: "已落实",
    AidState.REJECTED: "不予批准",
}
REPORTS = {
    "L4": "疑似辍学上报",
    "L5": "劝说无效报告",
    "L6": "满一周未复学报告",
    "L7": "收到返校通知",
    "L8": "逾期未返校报告",
    "L9": "复学报告",
}
ARRIVALS = {State.ARRIVED: "到", State.NOT_ARRIVED: "未到", State.UNREPORTED: "未登记"}
MISSING_REASONS = REASON_WORDS
CENSUS_ITEMS = ITEM_WORDS
CENSUS_MOVES = {
    MoveKind.TRANSFER_IN: "转入",
    MoveKind.NEW: "新报到",
    MoveKind.RESUMED: "复学",
    MoveKind.TRANSFER_OUT: "转出",
    MoveKind.SUSPENDED: "休学",
    MoveKind.DEFERRED: "延缓入学",
    MoveKind.HOME_TUTORING: "转送教上门",
    MoveKind.SPECIAL_SCHOOL: "转专门学校",
    MoveKind.ABROAD: "出国（境）",
    MoveKind.DECEASED: "死亡",
}
STAGES = {
    Stage.OPEN: "立案",
    Stage.VERIFYING: "核实中",
    Stage.PLANNED: "方案已定",
    Stage.PERSUADING: "劝返中",
    Stage.NOTICE_SERVED: "已发通知",
    Stage.OVERDUE: "逾期未复",
    Stage.REFERRED: "已报请处理",
    Stage.LOST: "失联",
    Stage.RETURNED: "已复学",
    Stage.TRACKING: "跟踪中",
    Stage.ELSEWHERE: "他处就读",
    Stage.REASONABLE: "正当事由",
    Stage.AGED_OUT: "超龄离校",
    Stage.REOPENED: "再次缺课",
    Stage.CLOSED: "已销号",
    Stage.VOID: "作废",
}
CASE_STEPS = {
    StepKind.VERIFIED: "核实",
    StepKind.PLANNED: "定方案",
    StepKind.CONFIRMED: "认定辍学",
    StepKind.RETURNED: "复学",
    StepKind.ELSEWHERE: "他处就读",
    StepKind.REASONABLE: "正当事由",
    StepKind.AGED_OUT: "超龄离校",
    StepKind.LOST: "失联",
    StepKind.REVIEWED: "乡镇复核",
    StepKind.CLOSED: "销号",
    StepKind.VOIDED: "作废",
}
CASE_ORIGINS = {
    Origin.LADDER: "缺课满规定天数",
    Origin.NOT_ENROLLED: "开学没有报到",
    Origin.HAND: "人工立案",
}
CAUSES = {
    Cause.HARDSHIP: "家庭经济困难",
    Cause.LEARNING: "学习困难",
    Cause.AVERSION: "厌学",
    Cause.FAMILY: "家庭变故",
    Cause.WORKING: "外出务工",
    Cause.EARLY_MARRIAGE: "早婚",
    Cause.ILLNESS: "病残",
    Cause.OTHER: "其他",
}
WHEREABOUTS = {
    Whereabouts.HOME: "在家",
    Whereabouts.WORKING: "在外务工",
    Whereabouts.WITH_FAMILY: "随家长外出",
    Whereabouts.OTHER_SCHOOL: "在他校",
    Whereabouts.UNKNOWN: "不明",
}
PLACEMENTS = {
    Placement.OWN_CLASS: "原班",
    Placement.CATCH_UP: "补偿班",
    Placement.VOCATIONAL: "职教融合",
    Placement.HOME_TUTORING: "送教上门",
}
GROUNDS = {
    Grounds.SUSPENDED: "休学",
    Grounds.DEFERRED: "延缓入学",
    Grounds.HOME_TUTORING: "送教上门",
    Grounds.ABROAD: "出国（境）",
    Grounds.DECEASED: "死亡",
}
SERVICE_WAYS = {
    Way.IN_PERSON: "当面",
    Way.RELATIVE: "家人代收",
    Way.LEFT: "留置",
    Way.MAIL: "邮寄",
    Way.VILLAGE: "村委会转交",
}
EXAM_KINDS = KIND_WORDS
FACES = {
    FaceChoice.BUNDLED: "随软件字体（默认，任何电脑都一样）",
    FaceChoice.SYSTEM: "本机字体",
}
FACE_ROLES = {"title": "小标宋", "fang": "仿宋", "kai": "楷体", "hei": "黑体"}
SHEET_STATES = {"issued": "已发", "void": "作废"}


def code(table: Mapping[Code, str], word: str, field: str) -> Code:
    """The code of a word; Invalid, naming the words there are, for any other."""
    for found, words in table.items():
        if words == word:
            return found
    raise Invalid(**{field: f"“{word}”不在可选范围内，可填：{'、'.join(table.values())}"})


def yuan(fen: int) -> str:
    """分 as 元 with two decimals: 75000 → 750.00"""
    return f"{fen // 100}.{fen % 100:02d}"


def mask_number(number: str) -> str:
    """An ID or roll number on screen until it is asked for: first 4 and last 4 remain."""
    return number if len(number) < 10 else f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"


def mask_phone(phone: str) -> str:
    """A telephone number on screen: first 3 and last 4 remain."""
    return phone if len(phone) < 8 else f"{phone[:3]}****{phone[-4:]}"
