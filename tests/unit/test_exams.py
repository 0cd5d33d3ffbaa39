"""Exam results: what is failed, standing in the class, the signals, and what unknown means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain import exams
from kongchuo_desktop.domain.exams import Exam, ExamKind, Score, Sitting

MIDTERM = Exam(
    id="mid", name="期中考试", day=date(2026, 11, 12), kind=ExamKind.MIDTERM, term="2026-1"
)
FINAL = Exam(id="final", name="期末考试", day=date(2026, 7, 2), kind=ExamKind.FINAL, term="2025-2")
QUIZ = Exam(
    id="quiz", name="十一月月考", day=date(2026, 11, 28), kind=ExamKind.MONTHLY, term="2026-1"
)
POINTS = st.integers(0, 200).map(lambda halves: halves / 2)
TOTALS = st.dictionaries(st.text(min_size=1, max_size=4), POINTS, min_size=0, max_size=60)


def score(subject="语文", points=80.0, full=100.0):
    return Score(student="x", subject=subject, points=points, full=full)


def sat(points, class_id="c", subject="语文"):
    """Children s0, s1 … of a class with these points in one subject; None is absent."""
    return {
        f"s{n}": Sitting(class_id, {subject: score(subject, each)}) for n, each in enumerate(points)
    }


def told(student, *held, class_id="c", **lines):
    return exams.signals(student, class_id, [exams.of(*each) for each in held], **lines)


@pytest.mark.parametrize(
    ("points", "full", "line", "failed"),
    [
        (60, 100, 0.6, False),
        (59.5, 100, 0.6, True),
        (72, 120, 0.6, False),
        (71.5, 120, 0.6, True),
        (0, 100, 0.6, True),
        (None, 100, 0.6, None),
        (60, 100, 0.7, True),
        (35, 50, 0.7, False),
    ],
)
def test_failed_is_below_the_line_and_absent_is_not_failed(points, full, line, failed):
    assert exams.failed(score(points=points, full=full), line) is failed


def test_no_score_is_unknown():
    assert exams.failed(None) is None
    assert exams.failed_subjects({"数学": score("数学", None)}) == []


def test_failed_subjects_stand_in_the_order_of_a_report():
    held = {s: score(s, 10.0) for s in ("物理", "奥数", "数学", "语文")}
    assert exams.failed_subjects(held) == ["语文", "数学", "物理", "奥数"]


def test_a_total_needs_every_subject():
    held = {"语文": score("语文", 78.1), "数学": score("数学", 52.2)}
    assert exams.total(held, ["语文", "数学"]) == 130.3
    assert exams.total(held, ["语文", "英语"]) is None
    assert exams.total({**held, "数学": score("数学", None)}, ["语文", "数学"]) is None


def test_a_number_in_a_wrong_column_leaves_nobody_without_a_total():
    held = [{"语文": score()}, {"语文": score()}, {"语文": score(), "考场": score("考场")}]
    assert exams.subjects_of(held) == {"语文"}


@given(TOTALS, st.floats(0.01, 0.5))
def test_never_more_than_the_share_are_at_the_bottom(totals, share):
    found = exams.standings(totals, share)
    assert sum(each.bottom for each in found.values()) <= len(totals) * share + 1e-6


@given(TOTALS)
def test_standing_follows_the_totals(totals):
    found = exams.standings(totals)
    assert set(found) == (set(totals) if len(totals) >= exams.LEAST else set())
    for one, first in found.items():
        assert 0 <= first.percentile <= 100
        for other, second in found.items():
            if totals[one] < totals[other]:
                assert first.percentile < second.percentile
                assert first.bottom >= second.bottom
            elif totals[one] == totals[other]:
                assert first == second


@given(TOTALS.filter(lambda held: len(held) >= exams.LEAST))
def test_standings_average_to_the_middle(totals):
    found = exams.standings(totals)
    mean = sum(each.percentile for each in found.values()) / len(found)
    assert mean == pytest.approx(50)


@given(st.lists(st.one_of(st.none(), POINTS), min_size=1, max_size=40))
def test_whoever_was_absent_has_no_standing_and_changes_nobody_elses(points):
    held = sat(points)
    here = {s: each for s, each in held.items() if each.scores["语文"].points is not None}
    every, present = (exams.of(MIDTERM, each).standings for each in (held, here))
    assert every == present


def test_the_last_tenth_of_twenty_is_two():
    found = exams.standings({f"s{n}": float(n) for n in range(20)})
    assert {student for student, each in found.items() if each.bottom} == {"s0", "s1"}
    assert (found["s0"].percentile, found["s19"].percentile) == (0, 100)


def test_a_whole_class_of_equals_is_not_at_the_bottom():
    found = exams.standings({f"s{n}": 80.0 for n in range(20)})
    assert {each.percentile for each in found.values()} == {50}
    assert not any(each.bottom for each in found.values())


def test_a_small_class_has_no_standings():
    assert exams.standings({f"s{n}": float(n) for n in range(9)}) == {}
    assert exams.standings({"one": 1.0}, least=1) == {}


def test_signals_of_the_latest_main_exam():
    points = [40.0, *[70.0 + n for n in range(19)]]
    found = told("s0", (MIDTERM, sat(points)), (QUIZ, sat([90.0] * 20)))
    assert found.exam == MIDTERM
    assert found.failed == {"语文": True, "数学": None}
    assert found.bottom is True
    assert found.dropped is None
    assert told("s9", (MIDTERM, sat(points))).failed["语文"] is False


@pytest.mark.parametrize(("place", "dropped"), [(15, False), (14, True), (19, False)])
def test_a_fall_is_counted_from_the_term_before(place, dropped):
    """From the first of 21 to a lower place: each place is 5 percentile points."""
    before = sat([float(n) for n in range(21)])
    now = [float(n) for n in range(21)]
    now[20], now[place] = now[place], now[20]
    found = told("s20", (FINAL, before), (MIDTERM, sat(now)), fall=26)
    assert found.fall == pytest.approx((20 - place) * 5)
    assert found.dropped is dropped


def test_a_fall_of_exactly_the_line_counts():
    now = [float(n) for n in range(21)]
    now[20], now[16] = now[16], now[20]
    found = told("s20", (FINAL, sat([float(n) for n in range(21)])), (MIDTERM, sat(now)))
    assert found.fall == pytest.approx(20)
    assert found.dropped is True


def test_an_exam_of_two_terms_ago_is_no_comparison():
    old = Exam(id="old", name="期末", day=date(2026, 1, 9), kind=ExamKind.FINAL, term="2025-1")
    points = [float(n) for n in range(20)]
    found = told("s0", (old, sat(points[::-1])), (MIDTERM, sat(points)))
    assert (found.fall, found.dropped) == (None, None)


def test_a_child_that_is_not_in_its_class_s_exam_is_unknown():
    """An earlier exam must not be taken for the latest one."""
    found = told("gone", (MIDTERM, sat([80.0] * 20)), (FINAL, {**sat([10.0] * 20)}))
    assert found.exam == MIDTERM
    assert (found.failed, found.bottom, found.dropped) == ({"语文": None, "数学": None}, None, None)


def test_a_class_without_exams_has_no_signals():
    assert told("x", (MIDTERM, sat([80.0])), class_id="other") is None
    assert told("x") is None


def test_a_child_is_placed_in_the_class_it_sat_with():
    both = sat([float(n) for n in range(20)])
    both |= {f"o{n}": held for n, held in enumerate(sat([90.0] * 20, "other").values())}
    found = exams.of(MIDTERM, both)
    assert found.standings["s19"].percentile == 100
    assert found.standings["o1"].percentile == 50


@pytest.mark.parametrize(
    ("code", "before"), [("2026-2", "2026-1"), ("2026-1", "2025-2"), ("2000-1", "1999-2")]
)
def test_the_term_before(code, before):
    assert exams.term_before(code) == before


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("期中考试", ExamKind.MIDTERM),
        ("2026年秋季期末检测", ExamKind.FINAL),
        ("九月月考", ExamKind.MONTHLY),
        ("摸底", ExamKind.OTHER),
    ],
)
def test_the_name_tells_the_kind(name, kind):
    assert exams.kind_of(name) is kind


@pytest.mark.parametrize(("points", "said"), [(78.0, "78"), (78.5, "78.5"), (None, "缺考")])
def test_points_in_words(points, said):
    assert exams.shown(points) == said


def test_missing_the_latest_exam_makes_no_result_better():
    late = Exam(
        id="late", name="期末考试", day=date(2027, 1, 12), kind=ExamKind.FINAL, term="2026-1"
    )
    found = told("s0", (MIDTERM, sat([40, 90])), (late, sat([None, 91])))
    assert (found.exam.id, found.failed["语文"]) == ("mid", True)
    assert told("s1", (MIDTERM, sat([40, 90])), (late, sat([None, 91]))).exam.id == "late"
    only_before = told("s0", (FINAL, sat([40, 90])), (late, sat([None, 91])))
    assert (only_before.exam.id, only_before.failed["语文"]) == ("late", None)
