"""禁则: how lines may begin and end, that nothing is lost, split or wider than the page."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from kongchuo_desktop.documents import breaking, faces
from kongchuo_desktop.documents.breaking import Room, Run

WORDS = st.text("义务教育学生复学通知书父母监护人返校玥喆𬱟", min_size=1, max_size=9)
LATIN = st.sampled_from(["2026年", "0857-8888888转", "PDF表", "15%的", "3.5天", "A4纸", "v1.0版"])
ENDS = st.sampled_from(
    ["", "，", "。", "；", "：", "！", "？", "）", "》", "”", "。”", "）。", "、", "……"]
)
STARTS = st.sampled_from(["", "", "（", "《", "“", "（《", "——"])
PHRASE = st.tuples(STARTS, st.one_of(WORDS, WORDS, LATIN), ENDS).map("".join)
TEXTS = st.lists(PHRASE, min_size=1, max_size=40).map("".join)


def text_of(line):
    return "".join(unit.text for unit in line.units)


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.floats(14, 40), st.sampled_from([0.0, 2.0]))
def test_lines_keep_the_rules_of_chinese_typesetting(text, width, indent):
    lines = breaking.lines_of((Run(text),), width, indent)
    texts = [text_of(line) for line in lines]

    assert "".join(texts) == text
    for before, after in pairwise(texts):
        assert after[0] not in breaking.NO_START, (before, after)
        assert before[-1] not in breaking.NO_END, (before, after)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.floats(14, 40))
def test_no_line_is_wider_than_its_room_nor_squeezed_beyond_its_marks(text, width):
    for line in breaking.lines_of((Run(text),), width):
        assert line.width - line.squeeze <= line.room + 0.01
        assert line.squeeze <= len(breaking.givers(line.units)) * breaking.MOST_GIVE + 0.01


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_numbers_and_words_are_not_split(text):
    whole = {unit.text for unit in breaking.units_of(Run(text), faces.current())}
    for line in breaking.lines_of((Run(text),), 20.0):
        assert all(unit.text in whole for unit in line.units)


def test_marks_that_meet_are_drawn_together():
    [line] = breaking.lines_of((Run("学习。”《义务"),), 30.0)

    assert line.width == 7 - 2 * breaking.PAIR_KERN


def test_a_mark_is_pressed_in_rather_than_pushing_a_character_out():
    first, second = breaking.lines_of((Run("甲，乙丙丁戊己庚，辛壬"),), 8.5)

    assert text_of(first) == "甲，乙丙丁戊己庚，"
    assert first.squeeze > 0
    assert text_of(second) == "辛壬"


def test_a_last_line_does_not_hold_a_single_character():
    text = "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯辰"
    first, second = breaking.lines_of((Run(text + "巳。"),), 25.0)

    assert text_of(second) == "辰巳。"
    assert text_of(first) == text[:-1]


def test_writing_room_goes_on_in_the_next_line_and_fills_the_first():
    first, second = breaking.lines_of((Run("孩子因"), Room(16.0), Run("不能到校。")), 12.0)

    assert first.width == first.room == 12.0
    assert sum(unit.width for unit in first.units if not unit.glyphs) == 9.0
    assert second.units[0].glyphs == ()
    assert second.units[0].width == 7.0


def test_room_gives_way_to_the_mark_behind_it():
    [line] = breaking.lines_of((Run("申请"), Room(10.0), Run("。")), 12.5)

    assert text_of(line) == "申请。"
    assert line.width <= 12.5
