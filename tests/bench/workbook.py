"""A roster of 70 columns as the registration system exports it; nobody in it exists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random

import xlsxwriter

from kongchuo_desktop.domain import ids
from kongchuo_desktop.domain.roster import class_name
from kongchuo_desktop.services.demo import people

YEAR = 2026
ABOUT = (
    "学校标识码 姓名 性别 出生日期 出生地行政区划代码 籍贯 民族 国籍/地区 身份证件类型 港澳台侨外"
    " 健康状况 政治面貌 身份证件号 户口性质 户口所在地行政区划代码 姓名拼音 曾用名 身份证件有效期"
    " 学籍辅号 全国学籍号 班内学号 年级 班级 入学年月 入学方式 就读方式 学生来源 现住址 通信地址"
    " 家庭地址 联系电话 邮政编码 是否独生子女 是否受过学前教育 是否留守儿童"
    " 是否进城务工人员随迁子女 是否孤儿 是否烈士或优抚子女 随班就读 残疾类型"
    " 是否由政府购买学位 是否需要申请资助 是否享受一补 上下学距离 上下学方式 是否需要乘坐校车"
).split()
MEMBER = (
    "姓名 关系 关系说明 民族 工作单位 现住址 户口所在地行政区划代码 联系电话 是否监护人"
    " 身份证件类型 身份证件号 职务"
).split()
HEAD = (*ABOUT, *(f"成员{n}{part}" for n in (1, 2) for part in MEMBER))
PER_CLASS = 50
GRADES = 9


class Births:
    """Draws children whose numbers are all different and sound."""

    def __init__(self, seed: int) -> None:
        self._chance = Random(seed)
        self._orders: dict[date, int] = {}
        self._phone = 0

    def name(self, letters: str) -> str:
        surnames = people.names()["surnames"].replace("欧阳", "")
        given = self._chance.sample(letters, self._chance.choice([1, 2, 2, 2]))
        return self._chance.choice(surnames) + "".join(given)

    def child(self, sex: str) -> str:
        return self.name(people.names()["male" if sex == "男" else "female"])

    def day(self, grade: int) -> date:
        first = date(YEAR - grade - 6, 9, 1)
        return first + timedelta(days=self._chance.randrange(365))

    def number(self, birth: date, sex: str) -> str:
        """An ID number of the area 999999, which is assigned to nobody."""
        order = self._orders[birth] = self._orders.get(birth, 0) + 1
        digits = f"{people.AREA}{birth:%Y%m%d}{order * 2 - (sex == '男'):03d}"
        return digits + ids.check_digit(digits)

    def phone(self) -> str:
        self._phone += 1
        return f"100{self._phone * 7919 % 100_000_000:08d}"


def rows() -> Iterator[list[object]]:
    """Children without end, class by class."""
    births, chance = Births(70), Random(71)
    number = 0
    while True:
        grade, class_number = number // PER_CLASS % GRADES + 1, number // PER_CLASS // GRADES + 1
        yield _row(births, chance, number, grade, class_number)
        number += 1


def _row(births: Births, chance: Random, number: int, grade: int, of: int) -> list[object]:
    sex = chance.choice("男女")
    birth = births.day(grade)
    id_no = births.number(birth, sex)
    ethnicity = chance.choice(people.names()["ethnicities"])
    village = chance.choice(people.names()["villages"])
    address = f"石门乡{village}{number % 997 + 1}号"
    away = chance.random() < 0.3
    return [
        "3152999999", births.child(sex), "1-男" if sex == "男" else "2-女", f"{birth:%Y%m%d}",
        "999999000000", "示范", ethnicity, "CHN-中国", "1-居民身份证", "00-否", "10-健康或良好",
        "13-群众", id_no, "1-农业户口", "999999000000", "", "", "", f"{number:012d}", f"G{id_no}",
        f"{number % PER_CLASS + 1:02d}", f"{'一二三四五六七八九'[grade - 1]}年级",
        class_name(grade, of), f"{YEAR - (grade - (7 if grade > 6 else 1))}09", "11-就近入学",
        "2-住校" if chance.random() < 0.4 else "1-走读", "1-正常入学", address, address, address,
        births.phone(), "000000", chance.choice("01"), "1",
        "2-双亲留守儿童" if away else "0-非留守儿童", "0", "1" if chance.random() < 0.01 else "0",
        "0", "0-非随班就读", "无残疾", "0", chance.choice("01"), chance.choice("01"),
        chance.choice([0.5, 1, 2, 3, 6, 8, 11]), "步行", "0",
        *_member(births, "51-父亲", "male_guardian", ethnicity, away),
        *_member(births, "52-母亲", "female_guardian", ethnicity, False),
    ]  # fmt: skip


def _member(births: Births, relation: str, letters: str, ethnicity: str, away: bool) -> list[str]:
    return [
        births.name("".join(people.names()[letters])), relation, "", ethnicity,
        "在外务工（广东）" if away else "务农", "同上", "999999000000", births.phone(), "1",
        "1-居民身份证", "", "",
    ]  # fmt: skip


def write(path: Path, count: int) -> None:
    """A workbook of `count` children on one sheet."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("学生信息")
        sheet.write_row(0, 0, HEAD)
        for at, row in enumerate(islice(rows(), count), 1):
            sheet.write_row(at, 0, row)
