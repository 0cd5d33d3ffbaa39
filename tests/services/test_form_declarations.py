"""The declarations of forms among themselves: one vocabulary, lists that are read, codes and series
that find one kind each."""

import tomllib
from collections import Counter

import pytest
from form_samples import FORMS

from kongchuo_desktop import resources
from kongchuo_desktop.documents import form as documents
from kongchuo_desktop.domain.forms import FieldKind, slots
from kongchuo_desktop.services import forms, paper_kinds
from kongchuo_desktop.services.filling import SUBJECTS, grounds
from kongchuo_desktop.services.filling.lists import LISTS

GROUPS = set("通知函件 责任书 劝返案件 家访帮扶 考勤请假 学籍资助 统计报表 会议档案".split())
BY_HAND = {"n", "day", "month_day", "short_room", "room", "long_room"}
EVERY = pytest.mark.parametrize("form", [forms.shipped()[id_] for id_ in FORMS], ids=FORMS)


@EVERY
def test_a_form_names_fields_of_the_vocabulary_and_statutes_we_have(form):
    documents.check(form, forms.fields())

    assert paper_kinds.everything_in(form) <= set(forms.fields())


@EVERY
def test_a_list_of_a_form_is_read_from_records_or_written_by_hand(form):
    for listing in form.listings:
        named = {slot for column in listing.columns for slot in slots(column.text)}
        assert listing.field in LISTS or named <= BY_HAND, listing.field


@EVERY
def test_what_a_form_is_about_and_what_it_needs_is_known(form):
    assert form.about in SUBJECTS
    assert form.group in GROUPS
    assert set(form.needs) <= set(grounds.GROUNDS)


@EVERY
def test_a_form_tells_whoever_chooses_it_what_it_is_for(form):
    assert form.note
    assert form.note[-1] in "。）"


@EVERY
def test_a_choice_is_one_of_its_field(form):
    fields = forms.fields()
    for part in (*form.parts, *form.texts):
        if part.when.field:
            assert set(part.when.values) <= set(fields[part.when.field].options)


@EVERY
def test_paragraphs_of_a_form_are_told_apart(form):
    """A school's own wording is kept under the key of its paragraph."""
    assert [
        key for key, count in Counter(text.key for text in form.texts).items() if count > 1
    ] == []


@EVERY
def test_only_a_number_is_added_up(form):
    for listing in form.listings:
        for column in listing.columns:
            if column.total:
                [field] = slots(column.text)
                assert forms.fields()[field].kind in {FieldKind.NUMBER, FieldKind.MONEY}


def test_a_series_counts_one_kind():
    series = Counter(kind.series for kind in paper_kinds.every().values() if kind.series)

    assert [word for word, count in series.items() if count > 1] == []


def test_a_code_finds_one_kind():
    """F02-2026-003 is looked up by its code among the kinds that are numbered."""
    codes = Counter(kind.code for kind in paper_kinds.every().values() if kind.series)

    assert [code for code, count in codes.items() if count > 1] == []


def test_kinds_are_told_apart_by_their_words():
    kinds = Counter(kind.words for kind in paper_kinds.every().values())

    assert [words for words, count in kinds.items() if count > 1] == []


def test_one_name_is_declared_once():
    """A field of the same name in another file would take the place of the first."""
    names = Counter(
        name
        for path in resources.path(forms.FIELDS).glob("*.toml")
        for name in tomllib.loads(path.read_text(encoding="utf-8"))
    )

    assert [name for name, count in names.items() if count > 1] == []


def test_boxes_to_tick_have_something_to_tick():
    ticked = [each for each in forms.fields().values() if each.kind is FieldKind.TICK]

    assert ticked
    assert [each.id for each in ticked if len(each.options) < 2] == []
