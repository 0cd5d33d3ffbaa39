"""Codes and words: one for each, both ways."""

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.errors import Invalid

TABLES = {
    name: table
    for name, table in vars(words).items()
    if isinstance(table, dict) and table and all(isinstance(key, StrEnum) for key in table)
}


@pytest.mark.parametrize("name", TABLES)
def test_every_code_has_one_word_of_its_own_and_finds_back(name):
    table = TABLES[name]

    assert set(table) == set(type(next(iter(table))))
    assert len(set(table.values())) == len(table)
    assert all(words.code(table, word, "x") is code for code, word in table.items())


def test_the_tables_are_all_looked_at():
    assert len(TABLES) >= 14


def test_an_unknown_word_is_refused_with_the_words_there_are():
    with pytest.raises(Invalid) as wrong:
        words.code(words.MARKS, "旷课", "absent")

    assert all(word in wrong.value.fields["absent"] for word in words.MARKS.values())
    assert words.code(words.MARKS, "无故", "absent") is MarkKind.UNEXCUSED


def test_yuan():
    assert [words.yuan(fen) for fen in (0, 5, 100, 37550)] == ["0.00", "0.05", "1.00", "375.50"]


@given(st.text("0123456789X", min_size=15, max_size=20))
def test_a_masked_number_keeps_its_length_and_hides_its_middle(number):
    masked = words.mask_number(number)

    assert len(masked) == len(number)
    assert masked[4:-4] == "*" * (len(number) - 8)


def test_a_masked_telephone_number_hides_its_middle():
    assert words.mask_phone("13812345678") == "138****5678"
