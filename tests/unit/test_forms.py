"""Declared forms: however a declaration is damaged it is read or refused; conditions; boxes."""

import tomllib
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop import resources
from kongchuo_desktop.documents.form_values import OPEN, OTHER, TICKED, boxes
from kongchuo_desktop.domain import form_reader
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.forms import Field, Form, When

FORMS = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(resources.path("templates/forms").glob("*.toml"))
}
FIELDS = tomllib.loads(resources.path("templates/fields/common.toml").read_text(encoding="utf-8"))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6)
    | st.sampled_from(["^", "^x+", "|", "a|b|c", "=//|", "{{law:}}", "=a|-1", "x= y=,", "-"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
KEYS = st.sampled_from(
    "form title about page copies particulars part counterfoil when text rows list columns signs "
    "seal new_page blank least size heading indent before".split()
)


def places(table, at=()):
    """Every place in a table, by the keys that lead to it."""
    pairs = table.items() if isinstance(table, dict) else enumerate(table)
    for key, held in pairs:
        yield (*at, key)
        if isinstance(held, dict | list):
            yield from places(held, (*at, key))


@st.composite
def damaged(draw, tables):
    """One of the tables, something in it put, taken out or changed."""
    table = deepcopy(draw(st.sampled_from(tables)))
    for _ in range(draw(st.integers(1, 3))):
        *way, last = draw(st.sampled_from(list(places(table))))
        held = table
        for key in way:
            held = held[key]
        how = draw(st.sampled_from(["change", "take out", "add"]))
        if how == "change":
            held[last] = draw(ANYTHING)
        elif how == "take out":
            del held[last]
        elif isinstance(held, dict):
            held[draw(KEYS)] = draw(ANYTHING)
        if not table:
            break
    return table


@given(damaged(list(FORMS.values())))
def test_a_damaged_form_is_read_or_refused(table):
    try:
        found = form_reader.read_form("damaged", table)
    except Refused as refused:
        assert "“damaged”" in str(refused)
        assert "没有打印" in str(refused)
    else:
        assert isinstance(found, Form)


@given(damaged([FIELDS]))
def test_a_damaged_vocabulary_is_read_or_refused(tables):
    try:
        found = form_reader.read_fields(tables)
    except Refused as refused:
        assert "没有打印" in str(refused)
    else:
        assert all(isinstance(each, Field) for each in found.values())


@given(ANYTHING)
def test_anything_at_all_is_read_or_refused_as_a_form(anything):
    with pytest.raises(Refused):
        form_reader.read_form("x", anything)


VALUES = st.dictionaries(
    st.sampled_from("abc"),
    st.none() | st.booleans() | st.integers(0, 2) | st.text(max_size=2)
    | st.tuples(st.text(max_size=1)),
)  # fmt: skip


@given(VALUES)
def test_of_two_opposite_parts_one_stands(values):
    """A letter worded once with and once without a field says it once, also left blank."""
    assert When(has=("a",)).holds(values) != When(lacks=("a",)).holds(values)
    four = [
        When(has=tuple(has), lacks=tuple(lacks)).holds(values)
        for has, lacks in (("ab", ""), ("a", "b"), ("b", "a"), ("", "ab"))
    ]
    assert four.count(True) == 1


@given(VALUES, st.lists(st.sampled_from(["甲", "乙", "丙"]), min_size=1, unique=True))
def test_a_part_for_a_choice_stands_for_it_and_while_nobody_has_chosen(values, wanted):
    when = When(field="a", values=tuple(wanted))

    assert when.holds({**values, "a": wanted[0]})
    assert not when.holds({**values, "a": "丁"})
    assert when.holds({**values, "a": None})
    assert when.open({**values, "a": None})
    assert not when.open({**values, "a": wanted[0]})


OPTIONS = st.lists(
    st.sampled_from(["贫困", "厌学", "家庭变故", "外出务工", OTHER]), min_size=1, unique=True
)
CHOSEN = st.none() | st.sampled_from(["厌学", "", "早婚"]) | st.lists(
    st.sampled_from(["贫困", "厌学", "早婚", "病残", OTHER]), unique=True
)  # fmt: skip


@given(CHOSEN, OPTIONS)
def test_every_option_has_its_box_and_nothing_chosen_is_lost(chosen, options):
    [run] = boxes(chosen, options)
    picked = [chosen] if isinstance(chosen, str) else list(chosen or ())
    others = [word for word in picked if word and word not in options]
    words = run.text.split("　")

    for option in options:
        ticked = option in picked or (option == OTHER and bool(others))
        [box] = [word for word in words if word[1:].split("（")[0] == option]
        assert box[0] == (TICKED if ticked else OPEN)
    for other in others:
        assert other in run.text
    assert run.text.count(OPEN) + run.text.count(TICKED) == len(words)
