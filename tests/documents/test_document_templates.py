"""Templates and statutes: what may stand in them, and that every fault is told in a sentence."""

import tomllib
from datetime import date

import pytest

from kongchuo_desktop import resources
from kongchuo_desktop.documents import law, wording
from kongchuo_desktop.documents.breaking import Room, Run
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.law import Verified

BOTH = Verified.TWO_SOURCES
FIELDS = frozenset({"student"})
VALUES = {"student": wording.name("张三{{student}}**民", 6)}


def parse(sentence):
    return wording.parse("试", f'line = """{sentence}"""', FIELDS)


def test_a_template_puts_values_laws_and_emphasis_into_its_sentence():
    runs = parse("请**{{student}}**返校：{{law:LAW-YW-27}}"[:-17])("line", VALUES)

    assert runs[1] == Run("张三{{student}}**民", "hei", whole=True)
    assert parse("“{{law:LAW-YW-5-2}}”")("line", {})[1].text == law.load_law()["LAW-YW-5-2"].text
    [cited] = parse("{{cite:LAW-YW-5-2}}")("line", {})
    assert cited.text.startswith("《中华人民共和国义务教育法》第五条第二款规定：“适龄儿童、少年的")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("{{guardian_id}}", "“{{guardian_id}}”不是可填的项目"),
        ("{{law:LAW-XX-1}}", "“LAW-XX-1”不在法条库里"),
        ("{{law:}}", "不在法条库里"),
        ("现责令你返校", "有“责令”，这是学校没有的权力"),
        ("{{cite:LAW-YW-58}}", "有“责令”，这是学校没有的权力"),
    ],
)
def test_a_faulty_template_is_refused_with_a_sentence(sentence, told):
    with pytest.raises(Refused) as refused:
        parse(sentence)

    assert told in str(refused.value)
    assert "没有打印" in str(refused.value)


@pytest.mark.parametrize("text", ["line = ", "line = 3", "line = [1, 2]", "[line]\na = 1"])
def test_a_template_that_is_no_list_of_texts_is_refused(text):
    with pytest.raises(Refused, match="没有打印"):
        wording.parse("试", text, FIELDS)


def test_a_missing_sentence_is_refused():
    with pytest.raises(Refused, match="缺少“other”一项"):
        parse("一")("other", {})


def test_a_missing_template_is_refused():
    with pytest.raises(Refused, match="读不出来"):
        wording.load("no_such_paper", FIELDS)


def test_days_are_listed_with_year_and_month_where_they_change():
    days = (date(2027, 1, 2), date(2026, 9, 3), date(2026, 9, 1), date(2026, 10, 8))

    assert wording.days(days) == (Run("2026年9月1日、3日、10月8日、2027年1月2日"),)
    assert wording.days(None, 9) == (Room(9),)


def test_the_statutes_are_complete_and_say_how_they_were_checked():
    laws = law.load_law()
    shipped = tomllib.loads(resources.path("law/law.toml").read_text(encoding="utf-8"))

    assert set(laws) == set(shipped)
    assert all(row.text and row.title.startswith("《") for row in laws.values())
    once = {row.title.split("》")[0] for row in laws.values() if row.verified is not BOTH}
    assert once == {"《禁止使用童工规定", "《残疾人教育条例", "《中华人民共和国民法典"}


def test_an_item_is_quoted_behind_the_opening_of_its_article():
    quoted = law.load_law()["LAW-WB-17-5"].quotation

    assert quoted.startswith("未成年人的父母或者其他监护人不得实施下列行为：……放任或者迫使")
