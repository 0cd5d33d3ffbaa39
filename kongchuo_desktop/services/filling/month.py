"""The figures of this month, from its first day to today (F26, F28)."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.aid import Aid, AidState
from kongchuo_desktop.domain.attendance import Totals
from kongchuo_desktop.domain.cases import BACK
from kongchuo_desktop.domain.visits import VisitKind
from kongchuo_desktop.services.filling.period import Period, rate, reasons
from kongchuo_desktop.services.filling.subjects import OfSchool, Subject

NOTHING, SOMETHING = "本月没有疑似辍学和辍学学生（零报告）", "有疑似辍学或辍学学生，名单附后"
CAUSES = {
    "cause_hardship": "家庭经济困难",
    "cause_learning": "学习困难",
    "cause_aversion": "厌学",
    "cause_family": "家庭变故",
    "cause_working": "外出务工",
    "cause_marriage": "早婚",
    "cause_illness": "病残",
    "cause_other": "其他",
    "cause_unverified": "未核实",
}


class OfMonth(Subject):
    """What the school did and how it stands this month."""

    def __init__(self, school: OfSchool) -> None:
        self.school = school
        self.up = school.this_term

    @cached_property
    def period(self) -> Period:
        today = self.school.ctx.today()
        return Period(self.school, today.replace(day=1), today)

    def row(self, grades: Collection[int]) -> dict[str, Any]:
        """The figures of F26 for some grades."""
        found = self.period
        roll = found.roll(grades)
        moved_in = roll["transfer_in"] + roll["newly_enrolled"]
        losses = roll["deceased"] + roll["other_loss"]
        lost = found.lost(grades)
        away = found.away(grades)
        base = roll["roll_before"] + moved_in - roll["transfer_out"]
        return {
            **roll,
            "moved_in": moved_in,
            "other_losses": losses,
            "new_suspects": len(found.opened(grades)),
            "new_dropouts": len(found.dropped(grades)),
            "returned_count": len(found.returned(grades)),
            "away_count": len(away),
            "dropout_count": len(lost),
            **found.groups(away),
            "loss_rate": rate(len(lost), base),
            "visit_times": found.visited(grades),
            "notice_count": found.sheets_of("return_notice", grades),
            "visits_tutoring": found.visited(grades, VisitKind.TUTORING),
        }

    def causes(self, grades: Collection[int]) -> dict[str, int]:
        """The main causes of those who are still away."""
        found = reasons(self.period.away(grades))
        counted = {name: found.get(word, 0) for name, word in CAUSES.items()}
        return {**counted, "away_count": sum(found.values())}

    @cached_property
    def whole(self) -> dict[str, Any]:
        """The row of the whole school."""
        return self.row(self.period.everyone)

    @property
    def roll_identity(self) -> str:
        """That what came and went leads from the first figure to the last, or by how much not."""
        row = self.whole
        left = (
            f"月初在册{row['roll_before']}＋转入{row['moved_in']}＋复学{row['resumed']}"
            f"－转出{row['transfer_out']}－休学{row['suspended']}－其他减少{row['other_losses']}"
        )
        total = row["roll_before"] + row["moved_in"] + row["resumed"]
        total -= row["transfer_out"] + row["suspended"] + row["other_losses"]
        if total == row["roll_after"]:
            return f"{left}＝月末在册{row['roll_after']}，相符。"
        out_by = abs(total - row["roll_after"])
        return (
            f"{left}＝{total}，月末在册{row['roll_after']}，相差{out_by}人："
            "请核对登记的变动和花名册里的状态。"
        )

    @property
    def roll_besides(self) -> str:
        """How this figure stands to the whole roll."""
        every = self.period.on_roll(self.period.everyone)
        other = every - self.whole["roll_after"]
        return f"另有休学、送教上门、延缓入学等{other}人，合计在籍{every}人。"

    @property
    def zero_report(self) -> str:
        nothing = not (self.whole["new_suspects"] or self.whole["away_count"])
        return NOTHING if nothing else SOMETHING

    # —— F28 ——

    @cached_property
    def day_totals(self) -> Totals:
        return sum((row.totals for row in self.school.this_week.today.classes), Totals())

    @property
    def day_counted(self) -> str:
        """Of which half day the head count is."""
        found = self.school.this_week.today
        return f"{found.shown.month}月{found.shown.day}日{words.HALVES[found.half]}"

    @property
    def day_expected(self) -> int:
        return self.day_totals.expected

    @property
    def day_present(self) -> int:
        return self.day_totals.present

    @property
    def day_missing(self) -> str:
        """请假和无故的; those nobody has reported are named apart, not taken to be there."""
        totals = self.day_totals
        found = str(totals.leave + totals.unexcused)
        return f"{found}（另{totals.unreported}人未登记）" if totals.unreported else found

    @property
    def month_suspects(self) -> int:
        return int(self.whole["new_suspects"])

    @property
    def month_dropouts(self) -> int:
        return int(self.whole["new_dropouts"])

    @property
    def month_returned(self) -> int:
        return int(self.whole["returned_count"])

    @property
    def month_away(self) -> int:
        return int(self.whole["away_count"])

    @property
    def month_visits(self) -> int:
        return int(self.whole["visit_times"])

    @property
    def month_calls(self) -> int:
        return self.period.calls()

    @property
    def month_notices(self) -> int:
        return int(self.whole["notice_count"])

    @property
    def month_tutoring(self) -> int:
        return int(self.whole["visits_tutoring"])

    @property
    def pledges_signed(self) -> int:
        """Children whose 责任书 was given a number this school year."""
        return self.school.this_term.pledges

    @cached_property
    def aids(self) -> list[Aid]:
        """Help that was carried out this month."""
        return [
            aid
            for aid in self.period.aids
            if aid.state is AidState.CARRIED_OUT
            and aid.decided_on
            and self.period.within(aid.decided_on)
        ]

    @property
    def month_aided(self) -> int:
        return len({aid.student for aid in self.aids})

    @property
    def month_aid_money(self) -> int:
        return sum(aid.amount for aid in self.aids)

    @property
    def work_told(self) -> str:
        return (
            f"本月登记疑似辍学{self.month_suspects}人；家访{self.month_visits}人次，"
            f"电话等联系{self.month_calls}次，发复学通知书{self.month_notices}份，"
            f"送教上门{self.month_tutoring}人次，落实资助{self.month_aided}人。"
        )

    @property
    def gains_told(self) -> str:
        every, there = self.period.presence(list(self.school.classes))
        return f"本月劝返复学{self.month_returned}人，出勤率{rate(there, every)}。"

    @property
    def problems_told(self) -> str:
        found = [(word, n) for name, word in CAUSES.items() if (n := self._causes[name])]
        if not found:
            return "月末没有未返校的学生。"
        told = "、".join(f"{word}{count}人" for word, count in found)
        return f"月末还有{self.month_away}名学生没有返校，原因是：{told}。"

    @cached_property
    def _causes(self) -> dict[str, int]:
        return self.causes(self.period.everyone)

    @property
    def plans_told(self) -> str:
        back = sum(known.state.stage in BACK for known in self.school.cases)
        looked_after = len(self.school.this_week.looked_after)
        return (
            f"下月继续劝返{self.month_away}名未返校学生，一人一案；回访{back}名复学学生；"
            f"每周走访{looked_after}名重点学生。"
        )
