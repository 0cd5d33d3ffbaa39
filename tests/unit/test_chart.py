"""The geometry of the chart: everything inside its box, the worst day found, words that fit."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain import chart

WIDTH, HEIGHT = 600.0, 200.0
SHARES = st.lists(st.floats(0, 1), min_size=2, max_size=30)


def points(shares):
    return [(date(2026, 11, 1) + timedelta(days=n), share) for n, share in enumerate(shares)]


@given(SHARES)
def test_everything_is_inside_the_box(shares):
    laid = chart.laid_out(points(shares), WIDTH, HEIGHT)
    spots = [*laid.curve, *laid.area, laid.worst, *(s for line in laid.across for s in line)]
    for x, y in spots:
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT
    assert all(label.x >= 0 and label.x + label.width <= WIDTH for label in laid.labels)


@given(SHARES)
def test_at_most_six_lines_with_the_lowest_below_the_worst_day(shares):
    floor, step = chart.floor_of(points(shares))
    assert 0 <= floor <= min(shares)
    assert (1 - floor) / step <= chart.LINES + 1e-6


@given(SHARES)
def test_a_lower_share_is_never_drawn_higher(shares):
    laid = chart.laid_out(points(shares), WIDTH, HEIGHT)
    drawn = sorted(zip(shares, (y for _, y in laid.curve), strict=True))
    assert all(low[1] >= high[1] - 1e-6 for low, high in pairwise(drawn))
    assert laid.worst[1] == max(y for _, y in laid.curve)


def test_the_worst_day_is_named():
    laid = chart.laid_out(points([1, 0.953, 0.99]), WIDTH, HEIGHT)
    [strong] = [label.text for label in laid.labels if label.strong]
    assert strong == "最低 11月2日 95.3%"
