"""What holds of the ladder for any absence and any deeds."""

from datetime import date, datetime, timedelta

from factory import calendar, day_of
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain import ladder
from kongchuo_desktop.domain.attendance import MarkKind, absences
from kongchuo_desktop.domain.ladder import Deeds, Record
from kongchuo_desktop.services import rules

RULES = rules.ladder()
CALENDAR = calendar()
FIRST = date(2026, 9, 7)
DAYS = list(CALENDAR.school_days(FIRST, date(2026, 10, 30)))
DEEDS = {
    "L1": lambda done: [*done.contacts, *done.visits],
    "L2": lambda done: done.visits,
    "L3": lambda done: done.leader_visits,
    "L4": lambda done: [day for day, rung in done.reports if rung == "L4"],
}

days = st.sampled_from(DAYS)
some_days = st.lists(days, max_size=3).map(sorted)
deeds = st.builds(
    Deeds,
    contacts=some_days,
    attempts=some_days,
    visits=some_days,
    leader_visits=some_days,
    refusals=some_days,
    follow_ups=some_days,
    sought=st.lists(st.tuples(days, st.booleans()), max_size=6).map(sorted),
    reports=st.lists(st.tuples(days, st.sampled_from(["L4", "L5", "L6", "L7", "L8", "L9"]))),
    notices=st.lists(st.tuples(days, days).map(lambda pair: (min(pair), max(pair))), max_size=2),
)
half_days = st.lists(
    st.sampled_from([None, None, MarkKind.UNEXCUSED, MarkKind.SICK]), min_size=1, max_size=30
)
moments = st.builds(
    lambda after, minutes: datetime(2026, 9, 7) + timedelta(days=after, minutes=minutes),  # noqa: DTZ001
    st.integers(0, 50),
    st.integers(0, 24 * 60 - 1),
)


def book(kinds):
    """Half days from the first Monday on, and the marks in them."""
    taken = day_of(*DAYS)[: len(kinds)]
    return taken, {when: kind for when, kind in zip(taken, kinds, strict=True) if kind}


def asked(taken, marks, done, now):
    runs = absences(taken, marks)
    return ladder.duties(Record(runs=runs, deeds=done), RULES, CALENDAR, now)


def rungs(duties):
    return {duty.rung for duty in duties}


@given(half_days, deeds, moments)
def test_an_open_absence_has_an_open_duty_or_a_recorded_deed(kinds, done, now):
    taken, marks = book(kinds)
    runs = absences(taken, marks)
    if not runs or not runs[-1].open:
        return
    run = runs[-1]
    due = {"L1"}
    due |= {"L2"} if run.full_days >= 1 else set()
    due |= {"L3"} if run.days >= 2 and run.half_days > 2 else set()
    due |= {"L4"} if run.full_days >= RULES.suspect_days else set()
    open_now = rungs(asked(taken, marks, done, now))
    for rung in due:
        recorded = any(day >= run.first[0] for day in DEEDS[rung](done))
        assert (rung in open_now) != recorded


@given(half_days, st.data(), st.integers(0, 20))
def test_an_excuse_never_creates_a_duty(kinds, data, later):
    """Whatever is excused: the duties left are among those there were, and due no sooner."""
    taken, marks = book(kinds)
    away = [when for when, kind in marks.items() if kind is MarkKind.UNEXCUSED]
    excused = data.draw(st.sets(st.sampled_from(away)) if away else st.just(set()))
    now = datetime.combine(taken[-1][0], datetime.max.time()) + timedelta(days=later)
    before = {duty.rung: duty.due.order for duty in asked(taken, marks, Deeds(), now)}
    changed = {when: MarkKind.SICK if when in excused else kind for when, kind in marks.items()}

    for duty in asked(taken, changed, Deeds(), now):
        assert duty.due.order >= before[duty.rung]


@given(half_days, moments, some_days, some_days, some_days)
def test_contacts_and_visits_never_ask_for_more(kinds, now, contacts, visits, leaders):
    taken, marks = book(kinds)
    done = Deeds(contacts=contacts, visits=visits, leader_visits=leaders)

    assert rungs(asked(taken, marks, done, now)) <= rungs(asked(taken, marks, Deeds(), now))


@given(half_days, deeds, moments)
def test_a_duty_is_asked_for_once_and_says_what_it_rests_on(kinds, done, now):
    duties = asked(*book(kinds), done, now)

    assert len({(duty.rung, duty.does) for duty in duties}) == len(duties)
    assert all(duty.text and duty.rule and duty.source and duty.who for duty in duties)
    assert all(duty.overdue == duty.due.passed(now) for duty in duties)


@given(half_days, deeds, moments, st.integers(0, 40))
def test_time_alone_settles_nothing_that_is_open(kinds, done, now, days):
    taken, marks = book(kinds)
    runs = absences(taken, marks)
    if not runs or not runs[-1].open:
        return
    before, after = (
        asked(taken, marks, done, now),
        asked(taken, marks, done, now + timedelta(days=days)),
    )

    assert rungs(before) <= rungs(after)
    overdue = {duty.rung for duty in before if duty.overdue}
    assert overdue <= {duty.rung for duty in after if duty.overdue}
