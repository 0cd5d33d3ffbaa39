"""A school's own words: kept, shown, taken back; what may not be said changes nothing."""

from __future__ import annotations

import pypdfium2
import pytest
from factory import AM, HOSTILE, TODAY, student

from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.services import attendance, forms, papers, roster, undo

FORM = "persuasion_letter"
KEY = "hardship"
OWN = "家里困难的，学校帮{{student}}申请补助，不花一分钱。"


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join("".join(p.get_textpage().get_text_range().split()) for p in document)


def words(ctx, key=KEY):
    return next(text for text in forms.paragraphs(ctx, FORM) if text.key == key)


def locked(ctx):
    return next(text for text in forms.paragraphs(ctx, FORM) if text.locked)


def test_own_words_are_printed_and_can_be_taken_back(ctx):
    forms.reword(ctx, FORM, KEY, OWN)
    assert "不花一分钱" in text_of(papers.blank(ctx, FORM))

    forms.reset(ctx, FORM, KEY)
    assert "不花一分钱" not in text_of(papers.blank(ctx, FORM))
    assert words(ctx).text == forms.shipped_text(FORM, KEY)


def test_own_words_are_one_operation_that_can_be_undone(ctx):
    forms.reword(ctx, FORM, KEY, OWN)
    undo.undo(ctx)
    assert words(ctx).text == forms.shipped_text(FORM, KEY)


def test_an_empty_text_is_the_shipped_one(ctx):
    forms.reword(ctx, FORM, KEY, OWN)
    forms.reword(ctx, FORM, KEY, "  ")
    assert words(ctx).text == forms.shipped_text(FORM, KEY)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{teacher_of_all}}来看您", "不能用在这种文书里"),
        ("责令您送孩子上学", "这是学校没有的权力"),
        ("不来就罚款", "这是学校没有的权力"),
        ("{{law:LAW-XX-1}}", "不在法条库里"),
        ("请看\U000f0000", "字库里没有"),
        ("坏\x00字", "看不见的坏字符"),
    ],
)
def test_what_may_not_stand_there_is_told_and_nothing_changes(ctx, text, said):
    before = ctx.last_op()
    with pytest.raises(Invalid) as wrong:
        forms.reword(ctx, FORM, KEY, text)
    assert said in wrong.value.fields["text"]
    assert ctx.last_op() == before
    assert words(ctx).text == forms.shipped_text(FORM, KEY)


def test_a_paragraph_that_quotes_a_statute_is_not_the_schools_to_word(ctx):
    with pytest.raises(Refused, match="引用法律条文"):
        forms.reword(ctx, FORM, locked(ctx).key, "法律没有说什么")


def test_a_second_language_stands_below_its_paragraph_and_below_statutes_too(ctx):
    forms.reword(ctx, FORM, KEY, "Hagen noix miz gunnanz", second=True)
    forms.reword(ctx, FORM, locked(ctx).key, "Fazliz gangj", second=True)
    said = text_of(papers.blank(ctx, FORM))
    assert said.index("Hagennoixmizgunnanz") > said.index("义务教育不收学费")
    assert "Fazlizgangj" in said

    forms.reset(ctx, FORM)
    assert "Hagen" not in text_of(papers.blank(ctx, FORM))


def test_a_script_no_font_has_is_told(ctx):
    with pytest.raises(Invalid) as wrong:
        forms.reword(ctx, FORM, KEY, "ئۇيغۇرچە", second=True)
    assert "字库里没有" in wrong.value.fields["second"]


def test_what_was_issued_stays_as_it_was_worded(ctx):
    attendance.call(ctx, "c71", (TODAY, AM), {"wang": MarkKind.UNEXCUSED})
    issued = papers.issue(ctx, FORM, ["wang"])
    forms.reword(ctx, FORM, KEY, OWN)
    assert papers.copy_of(issued.paper) == issued.pdf


def test_people_read_fields_and_statutes_by_their_names(ctx):
    assert forms.spoken("给{{student}}：{{cite:LAW-YW-5-2}}") == (
        "给【学生姓名】：【《中华人民共和国义务教育法》第五条第二款】"
    )
    assert forms.written(FORM, "给【学生姓名】") == "给{{student}}"
    with pytest.raises(Invalid, match="没有“邻居”这个项目"):
        forms.written(FORM, "问【邻居】")


@pytest.mark.parametrize("form", sorted(forms.shipped()))
def test_every_paragraph_can_be_read_and_kept_as_it_is(form):
    for text in forms.shipped()[form].texts:
        if not text.locked:
            assert forms.written(form, forms.spoken(text.text)) == text.text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_data_in_the_schools_own_words_too(ctx, name):
    child = roster.add(ctx, student(name=name))
    attendance.call(ctx, "c71", (TODAY, AM), {child.id: MarkKind.UNEXCUSED})
    forms.reword(ctx, FORM, forms.paragraphs(ctx, FORM)[2].key, "孩子叫{{student}}。")
    assert papers.page_count(papers.issue(ctx, FORM, [child.id]).pdf) >= 1
