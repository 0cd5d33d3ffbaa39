"""From the facts about one child to the reasons that count, each with its points (rules §6.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from kongchuo_desktop.domain.risk_facts import POOR, RUN, UNCARED, Facts, Reason, days
from kongchuo_desktop.domain.roster import Tag

JUNIOR_GRADE = 7
YOUNGEST_AT_EASE_AWAY = 4  # a boarder below this grade is away from home for the first time
SAID = {
    "B1": "说过不想读书，或家长有放弃的念头",
    "B2": "有不良行为登记",
    "B3": "受过处分，或有冲突、欺凌",
    "B4": "兄姐未满16岁务工或辍学",
    "D5": "父母重病、重残",
    "D8": "有早婚、订婚或恋爱外出的线索",
    "D9": "假期打工，或有人来招工",
    "D11": "一年内多次转学，或申请留级没有同意",
}
"""What an observation of each signal says."""


def reasons(facts: Facts, points: Mapping[str, int]) -> Iterator[Reason]:
    """Every reason that counts, each code once."""
    yield from _absence(facts, points)
    yield from _lateness(facts, points)
    yield from _observed(facts, points)
    yield from _results(facts, points)
    yield from _family(facts, points)
    yield from _self(facts, points)
    yield from _past(facts, points)
    yield from _protective(facts, points)


def _absence(facts: Facts, points: Mapping[str, int]) -> Iterator[Reason]:
    recent = f"近30个教学日无故缺课{days(facts.unexcused)}天"
    if facts.unexcused >= 10 or facts.run >= RUN:
        yield Reason("A3", points["A3"], recent, facts.unexcused_since, "mark")
    elif facts.unexcused >= 4:
        yield Reason("A2", points["A2"], recent, facts.unexcused_since, "mark")
    elif facts.unexcused >= 2:
        yield Reason("A1", points["A1"], recent, facts.unexcused_since, "mark")
    if facts.term:
        share = facts.missed / facts.term
        text = f"本学期缺课（含请假）{days(facts.missed)}天，占{share:.0%}"
        if share >= 0.2:
            yield Reason("A5", points["A5"], text, source="mark")
        elif share >= 0.1:
            yield Reason("A4", points["A4"], text, source="mark")


def _lateness(facts: Facts, points: Mapping[str, int]) -> Iterator[Reason]:
    if facts.late >= 5:
        text = f"近20个教学日迟到、早退{facts.late}次"
        yield Reason("A6", points["A6"], text, source="mark")
    if facts.overstays >= 2:
        text = f"本学期逾假未归或没有补假{facts.overstays}次"
        yield Reason("A7", points["A7"], text, source="leave")
    if facts.arrived_late >= 2:
        text = f"开学晚到{facts.arrived_late}天，没有请假"
        yield Reason("A8", points["A8"], text, source="arrival")


def _observed(facts: Facts, points: Mapping[str, int]) -> Iterator[Reason]:
    """Each signal once, from its latest note; a nomination that says so is one for B1."""
    latest = {each.code: each for each in sorted(facts.observations, key=lambda each: each.day)}
    if facts.intention_on and "B1" not in latest:
        yield Reason("B1", points["B1"], SAID["B1"], facts.intention_on, "concern")
    for code, each in latest.items():
        text = f"{SAID[code]}：{each.note}" if each.note else SAID[code]
        yield Reason(code, points[code], text, each.day, "observation", each.id)
    if facts.nominated_on:
        text = f"老师提名重点关注：{facts.nomination}" if facts.nomination else "老师提名重点关注"
        yield Reason("N", 0, text, facts.nominated_on, "concern")


def _results(facts: Facts, points: Mapping[str, int]) -> Iterator[Reason]:
    found = facts.results
    if found is None:
        return
    told = (found.day, "exam_score", found.record)
    if len(found.failed) >= 2:
        text = f"{found.exam}{'、'.join(found.failed)}都不及格"
        yield Reason("C2", points["C2"], text, *told)
    elif found.failed:
        yield Reason("C1", points["C1"], f"{found.exam}{found.failed[0]}不及格", *told)
    if found.lowest:
        yield Reason("C3", points["C3"], f"{found.exam}总分在班级后10%", *told)
    elif found.dropped is not None and found.dropped >= 20:
        text = f"{found.exam}比上学期后退{found.dropped}个百分位"
        yield Reason("C3", points["C3"], text, *told)


def _family(facts: Facts, points: Mapping[str, int]) -> Iterator[Reason]:
    tags = facts.tags
    if tags & POOR:
        code = "D1_settled" if facts.aided else "D1"
        words = "家庭经济困难，资助已落实" if facts.aided else "家庭经济困难，资助还没有落实"
        yield Reason("D1", points[code], words, source="aid")
    if Tag.LEFT_BEHIND_BOTH in tags:
        yield Reason("D2", points["D2"], "父母都外出，留守", source="student")
    elif Tag.LEFT_BEHIND_ONE in tags:
        yield Reason("D2", points["D2_one"], "父母一方外出，留守", source="student")
    if tags & UNCARED:
        yield Reason("D3", points["D3"], "孤儿或事实无人抚养", source="student")
    if Tag.SINGLE_PARENT in tags:
        yield Reason("D4", points["D4"], "单亲或离异家庭", source="student")


def _self(facts: Facts, points: Mapping[str, int]) -> Iterator[Reason]:
    if facts.tags & {Tag.DISABLED, Tag.INCLUSIVE}:
        yield Reason("D6", points["D6"], "本人残疾或随班就读", source="student")
    over = _years_over(facts)
    if over and over >= 1:
        text = f"比同年级正常年龄大{over}岁"
        yield Reason("D7", points["D7_two" if over >= 2 else "D7"], text, source="student")
    if facts.distance_km is not None and facts.distance_km > 5 and facts.boarding is False:
        text = f"走读，单程{facts.distance_km:g}公里"
        yield Reason("D12", points["D12"], text, source="student")
    elif facts.boarding and facts.grade < YOUNGEST_AT_EASE_AWAY:
        yield Reason("D12", points["D12"], "四年级以下住校", source="student")
    if facts.joint:
        yield Reason("E1", points["E1"], facts.joint)
    if facts.grade >= JUNIOR_GRADE:
        yield Reason("E2", points["E2"], "初中学段", source="student")


def _past(facts: Facts, points: Mapping[str, int]) -> Iterator[Reason]:
    told = ("dropout_case", facts.case)
    if facts.returned_on:
        yield Reason("D10", points["D10"], "一年内辍学后复学", facts.returned_on, *told)
    if facts.lost:
        yield Reason("L", 0, "失联", None, *told)


def _protective(facts: Facts, points: Mapping[str, int]) -> Iterator[Reason]:
    """What speaks for the child lessens the sum, never below nothing."""
    if facts.paired_quiet:
        yield Reason("R1", -points["R1"], "已结对帮扶，近8周没有无故缺课", source="pairing")
    if facts.in_touch:
        yield Reason("R2", -points["R2"], "近4周每周都和家里联系上", source="contact")


def _years_over(facts: Facts) -> int | None:
    """Whole years above the age of grade (six by 31 August for grade 1; rules §3.3)."""
    if facts.birth is None:
        return None
    cutoff = date(facts.school_year, 8, 31)
    had = (cutoff.month, cutoff.day) >= (facts.birth.month, facts.birth.day)
    age = cutoff.year - facts.birth.year - (not had)
    return max(0, age - (facts.grade + 5))


def unknown(facts: Facts) -> Iterator[str]:
    """The codes of which nothing is known; that is not the same as no risk."""
    if not facts.term:
        yield from ("A1", "A4")
    if facts.birth is None:
        yield "D7"
    if facts.distance_km is None and not facts.boarding:
        yield "D12"
    found = facts.results
    if found is None or not (found.subjects_known or found.failed):
        yield "C1"
    if found is None or not found.standing_known:
        yield "C3"
    if not facts.looked_into:
        seen = {each.code for each in facts.observations}
        yield from (code for code in SAID if code not in seen)
