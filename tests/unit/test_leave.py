"""Leave slips: when one may be given, who approves it, and coming back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factory import AM, PM, calendar, leave
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain import leave as rules
from kongchuo_desktop.domain.attendance import Half, MarkKind
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.leave import LeaveKind, LeaveState

CALENDAR = calendar()
MON, TUE, WED, THU, FRI, SAT, SUN = (date(2026, 9, 7) + timedelta(days=n) for n in range(7))
TIERS = ((2, "班主任"), (6, "教务处"), (999, "校长"))


def slip(first=MON, last=WED, **changes):
    return leave(first_day=first, last_day=last, **changes)


def apply(asked, *earlier, number=1):
    return rules.apply(asked, earlier, number, CALENDAR)


def faults(asked, *earlier):
    with pytest.raises(Invalid) as wrong:
        apply(asked, *earlier)
    return wrong.value.fields


def test_a_slip_gets_its_number_and_term():
    kept = apply(slip(), number=7)

    assert (kept.slip_no, kept.term, kept.state) == (7, "2026-1", LeaveState.SUBMITTED)


def test_a_corrected_slip_keeps_its_number_and_does_not_overlap_itself():
    first = replace(apply(slip(id="a"), number=7))

    assert apply(replace(first, last_day=THU), first, number=8).slip_no == 7


def test_every_field_at_fault_is_named_at_once():
    wrong = faults(slip(last=date(2026, 9, 4), kind=LeaveKind.PERSONAL, reason="  "))

    assert set(wrong) == {"last_day", "reason"}


def test_an_afternoon_to_the_morning_of_the_same_day_is_backwards():
    assert set(faults(slip(MON, MON, first_half=PM, last_half=AM))) == {"last_day"}


def test_no_leave_is_needed_when_there_are_no_lessons():
    assert "没有课" in faults(slip(SAT, SUN))["first_day"]


def test_a_sick_child_need_not_say_why():
    assert apply(slip(kind=LeaveKind.SICK, reason="")).slip_no == 1
    assert set(faults(slip(kind=LeaveKind.OTHER, reason=""))) == {"reason"}


@pytest.mark.parametrize("state", [s for s in LeaveState if s is not LeaveState.REFUSED])
def test_a_slip_may_not_overlap_another_that_counts(state):
    earlier = slip(id="a", slip_no=3, state=state)

    assert "第3号" in faults(slip(WED, FRI, id="b"), earlier)["first_day"]


def test_a_refused_slip_stands_in_nobodys_way():
    assert apply(slip(), slip(id="a", state=LeaveState.REFUSED)).slip_no == 1


def test_after_an_early_return_a_new_slip_may_follow():
    back = rules.come_back(slip(id="a", state=LeaveState.APPROVED), WED, AM)

    assert apply(slip(WED, THU, id="b"), back).slip_no == 1
    assert "first_day" in faults(slip(TUE, THU, id="b"), back)


def test_a_slip_is_decided_once():
    approved = rules.decide(slip(), approve=True, note="同意")
    refused = rules.decide(slip(), approve=False)

    assert (approved.state, approved.note) == (LeaveState.APPROVED, "同意")
    assert (refused.state, refused.excuses) == (LeaveState.REFUSED, False)
    for decided in (approved, refused):
        with pytest.raises(Refused):
            rules.decide(decided, approve=True)


def test_only_an_approved_slip_is_signed_back():
    for state in set(LeaveState) - {LeaveState.APPROVED}:
        with pytest.raises(Refused):
            rules.come_back(slip(state=state), THU, AM)


def test_nobody_comes_back_before_leaving():
    with pytest.raises(Invalid) as wrong:
        rules.come_back(slip(first_half=PM, state=LeaveState.APPROVED), MON, AM)
    assert set(wrong.value.fields) == {"back_day"}


@pytest.mark.parametrize(
    ("half_days", "who"), [(1, "班主任"), (2, "班主任"), (3, "教务处"), (6, "教务处"), (7, "校长")]
)
def test_the_longer_the_leave_the_higher_who_approves(half_days, who):
    assert rules.approver(half_days, TIERS) == who


def test_the_length_counts_lessons_only():
    assert rules.length(slip(FRI, date(2026, 9, 14)), CALENDAR) == 4
    assert rules.length(slip(MON, TUE, first_half=PM, last_half=AM), CALENDAR) == 2
    assert rules.length(slip(MON, TUE), calendar(TUE)) == 2


def test_only_illness_is_marked_as_illness():
    assert rules.mark_kind(slip(kind=LeaveKind.SICK)) is MarkKind.SICK
    assert rules.mark_kind(slip(kind=LeaveKind.PERSONAL)) is MarkKind.PERSONAL
    assert rules.mark_kind(slip(kind=LeaveKind.OTHER)) is MarkKind.PERSONAL


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (slip(MON, WED), "9月7日上午至9月9日下午"),
        (slip(MON, MON), "9月7日全天"),
        (slip(MON, MON, first_half=PM), "9月7日下午"),
        (slip(MON, MON, last_half=AM), "9月7日上午"),
    ],
)
def test_a_period_in_words(asked, said):
    assert rules.period(asked) == said


days = st.dates(date(2026, 9, 7), date(2026, 10, 9))
halves = st.sampled_from(list(Half))
asks = st.builds(
    lambda a, b, ah, bh: slip(min(a, b), max(a, b), first_half=ah, last_half=bh),
    days,
    days,
    halves,
    halves,
)
whens = st.tuples(days, halves)


@given(st.lists(asks, max_size=12), st.data())
def test_slips_that_count_never_overlap_whatever_is_asked(asked, data):
    kept = []
    for number, ask in enumerate(asked, 1):
        try:
            given_ = apply(replace(ask, id=str(number)), *kept, number=number)
        except Invalid:
            continue
        given_ = rules.decide(given_, approve=data.draw(st.booleans()))
        if given_.excuses and data.draw(st.booleans()):
            given_ = rules.come_back(given_, given_.last_day, PM)
        kept.append(given_)

    counting = [one for one in kept if one.state in rules.COUNTING]
    for when in CALENDAR.half_days(date(2026, 9, 7), date(2026, 10, 9)):
        assert sum(one.covers(*when) for one in counting) <= 1


@given(asks, whens, st.lists(whens, max_size=20))
def test_coming_back_only_ever_shortens_a_slip(asked, back, moments):
    approved = replace(asked, state=LeaveState.APPROVED)
    if back < approved.first:
        return
    returned = rules.come_back(approved, *back)

    assert returned.last <= approved.last
    assert returned.excuses
    for when in moments:
        assert returned.covers(*when) == (approved.covers(*when) and when < back)


@given(asks, asks)
def test_overlapping_is_mutual_and_means_a_shared_half_day(a, b):
    if a.last < a.first or b.last < b.first:
        return
    shared = any(
        a.covers(date(2026, 9, 7) + timedelta(days=n), half)
        and b.covers(date(2026, 9, 7) + timedelta(days=n), half)
        for n in range(33)
        for half in Half
    )
    assert a.overlaps(b) == b.overlaps(a) == shared
