"""The demo school's roster as a workbook: in the columns of the registration system, and as messy
as such files are (title rows, two-line header, mixed spellings, three rows beyond repair)."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from kongchuo_desktop import resources
from kongchuo_desktop.services.demo.people import SEED, DemoChild

HEAD = tuple(resources.path("demo/roster_head.txt").read_text("utf-8").split())
MEMBER = tuple(
    "姓名 关系 关系说明 民族 工作单位 现住址 联系电话 是否监护人 身份证件号 职务".split(" ")
)
POOR = ("dibao", "monitored_household", "single_parent")
RELATIONS = {"父亲": "51-父亲", "母亲": "52-母亲", "祖父": "60-祖父母或外祖父母"}


def make(children: Sequence[DemoChild], school: str, code: str) -> bytes:
    """The roster as a school would hand it in: one sheet for primary, one for junior classes."""
    from kongchuo_desktop.spreadsheets import demo_roster

    mess = _Mess(code)
    primary = [mess.row(n, child) for n, child in enumerate(children, 1) if child.grade <= 6]
    junior = [mess.row(n, child) for n, child in enumerate(children, 1) if child.grade > 6]
    junior += mess.beyond_repair(len(children))
    return demo_roster.make(
        title=f"{school}2026年秋季学生花名册",
        below="填报单位（章）：　　　　　　填表人：　　　　　　填报日期：2026年9月5日",
        head=HEAD,
        groups=(("家庭成员一", MEMBER), ("家庭成员二", MEMBER)),
        sheets=(("小学部", primary), ("初中部", junior)),
        notes=("说明：1.本表由班主任填写，教务处审核。2.身份证件号以户口簿为准。",),
    )


class _Mess:
    """Writes the same facts in the many ways people write them."""

    def __init__(self, code: str) -> None:
        self._chance = Random(SEED)
        self._code = code

    def row(self, number: int, child: DemoChild) -> list[object]:
        chance = self._chance
        tags = child.tags
        left = "2" if "left_behind_both" in tags else "1" if "left_behind_one" in tags else "0"
        poor = bool(tags & {"dibao", "monitored_household"})
        cells: list[object] = [
            number, self._code, self._spaced(child.name),
            chance.choice([child.sex, f"{'12'['男女'.index(child.sex)]}-{child.sex}"]),
            self._date(child), chance.choice([child.ethnicity, child.ethnicity.removesuffix("族")]),
            "CHN-中国", "1-居民身份证", "00-否", "10-健康或良好",
            "13-群众", self._id(child.id_no), "1-农业户口", "示范", f"G{child.id_no}",
            f"{child.seat:02d}", self._grade(child), self._class(child),
            f"{2026 - (child.grade - (7 if child.grade > 6 else 1))}09", "11-就近入学",
            chance.choice(["2-住校", "住校", "寄宿"]) if child.boarding
            else chance.choice(["1-走读", "走读"]),
            "1-正常入学", f"石门乡{child.village}", "", "000000",
            chance.choice(["否", "0", "N"]), "1", self._left(left),
            "1" if "migrant" in tags else "0", "是" if "orphan" in tags else "否", "0",
            "9-其他残疾随班就读" if "inclusive" in tags else "0-非随班就读",
            "肢体残疾" if "disabled" in tags else "无残疾", "0", "1" if poor else "0",
            "1" if poor and child.boarding else "0", self._distance(child.distance), "步行", "0",
            *("是" if tag in tags else "否" for tag in POOR),
        ]  # fmt: skip
        for place in range(2):
            cells += self._member(child, place)
        return cells

    def _member(self, child: DemoChild, place: int) -> list[object]:
        if place >= len(child.guardians):
            return [""] * len(MEMBER)
        name, relation, phone = child.guardians[place]
        away = "left_behind_both" in child.tags and relation == "父亲"
        return [
            name, RELATIONS[relation], relation if relation == "祖父" else "", child.ethnicity,
            "在外务工（广东）" if away else "务农", "同上", phone, "10"[place], "", "",
        ]  # fmt: skip

    def beyond_repair(self, count: int) -> list[list[object]]:
        """Three rows that must be refused: a float, a wrong check digit, no name."""
        from datetime import date

        blank = DemoChild(
            name="陆示例", sex="男", birth=date(2013, 5, 6), id_no="999999201305060019", grade=7,
            number=1, seat=47, ethnicity="汉族", boarding=False, village="大坪村", tags=frozenset(),
            guardians=(("陆大山", "父亲", "10000000001"),), distance=2,
        )  # fmt: skip
        lossy = self.row(count + 1, blank)
        lossy[11], lossy[14] = 9.99999201305060e17, ""
        wrong = self.row(count + 2, blank)
        wrong[2], wrong[11], wrong[14] = "潘示例", "999999201305060010", ""
        nameless = self.row(count + 3, blank)
        nameless[2], nameless[11], nameless[14] = "", "", ""
        return [lossy, wrong, nameless]

    def _spaced(self, name: str) -> str:
        if len(name) == 2 and self._chance.random() < 0.3:
            return f"{name[0]}　{name[1]}"
        return name.replace("·", "•") if self._chance.random() < 0.5 else name

    def _date(self, child: DemoChild) -> object:
        birth = child.birth
        forms: list[object] = [
            f"{birth:%Y%m%d}",
            f"{birth.year}.{birth.month}.{birth.day}",
            f"{birth.year}年{birth.month}月{birth.day}日",
            f"{birth:%Y-%m-%d}",
            birth,
        ]
        return self._chance.choice(forms)

    def _id(self, number: str) -> str:
        wide = number.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ"))
        return self._chance.choice(
            [number] * 6 + [number.lower(), f" {number}", f"{number} ", wide]
        )

    def _grade(self, child: DemoChild) -> str:
        numerals = "一二三四五六七八九"
        return f"{numerals[child.grade - 1]}年级"

    def _class(self, child: DemoChild) -> str:
        numerals = "一二三四五六七八九"
        grade = numerals[child.grade - 1]
        forms = [
            f"{grade}年级{child.number}班",
            f"{grade}({child.number})班",
            f"{grade}（{child.number}）班",
            f"{child.grade}0{child.number}",
        ]
        if child.grade > 6:
            forms.append(f"初{numerals[child.grade - 7]}({child.number})班")
        return self._chance.choice(forms)

    def _left(self, code: str) -> str:
        words = {"0": "0-非留守儿童", "1": "1-单亲留守儿童", "2": "2-双亲留守儿童"}
        return self._chance.choice([code, words[code]])

    def _distance(self, distance: float) -> object:
        return self._chance.choice([distance, f"{distance:g}公里", f"约{distance:g}km"])
