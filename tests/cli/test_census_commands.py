"""The commands of the opening days on a real school: what they say, and their JSON."""

from __future__ import annotations

import argparse
import json
from datetime import date

import pytest
from factory import HOSTILE, student

from kongchuo_desktop.cli import census, parser
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.services import roster

DAY = "2026-09-01"


@pytest.fixture
def run(ctx, clock):
    """Run a command on the small school on 1 September; what it says and its JSON."""
    clock.set(date.fromisoformat(DAY))
    shared = argparse.ArgumentParser(add_help=False)
    made = argparse.ArgumentParser()
    census.add_verbs(made.add_subparsers(dest="verb"), shared, parser.day)

    def run_it(*words):
        args = made.parse_args(["census", *map(str, words)])
        answer = args.run(ctx, args)
        return answer.words, json.loads(json.dumps(answer.data))

    return run_it


def arrived(run, *absent):
    pairs = [word for who in absent for word in ("--absent", who)]
    return run("arrive", DAY, "--class", "七年级1班", *pairs)


def test_a_class_at_once_with_reasons_and_whereabouts(run):
    text, data = arrived(run, "王小花=厌学", "张三民=外出打工：外省")
    assert data == {
        "class": "七年级1班", "date": DAY, "arrived": 1, "not_arrived": 2, "unreported": 0,
    }  # fmt: skip
    assert text.endswith("＝应到3＝实到1＋未到2")


def test_show_gives_grades_stages_and_reasons(run):
    arrived(run, "王小花=厌学", "张三民=外出打工:外省")
    text, data = run("show")
    assert data["date"] == DAY
    assert [row["grade"] for row in data["grades"]] == ["一年级", "七年级"]
    assert data["grades"][1] == data["junior"] | {"grade": "七年级", "by_hand": {}}
    assert data["junior"] == {
        "base": 5, "transfer_in": 0, "resumed": 0, "transfer_out": 0, "suspended": 0,
        "expected": 5, "arrived": 1, "not_arrived": 2, "unreported": 2, "carried_over": 0,
        "newly_missing": 2, "change": 1, "rate": 20.0, "difference": 0,
    }  # fmt: skip
    assert (data["primary"]["expected"], data["total"]["expected"]) == (1, 6)
    assert data["reasons"] == {"七年级": {"外出打工": 1, "厌学": 1}}
    assert (data["holds"], data["look"]) == (True, "")
    assert "合计：基数6＋转入0＋复学0－转出0－休学等0＝应到6＝实到1＋未到2＋未登记3" in text


def test_absent_with_everything_that_is_known(run):
    run(
        "absent", DAY, "--student", "单雨桐", "--reason", "外出未归", "--also", "厌学",
        "--carried-over", "--whereabouts", "外省", "--measures", "电话2次", "--person", "高校长",
    )  # fmt: skip
    total = run("show")[1]["total"]
    assert (total["not_arrived"], total["carried_over"]) == (1, 1)


def test_moves_and_a_figure_by_hand_and_where_to_look(run):
    run("move", DAY, "--kind", "转入", "--student", "单雨桐")
    run("move", DAY, "--kind", "转出", "--class", "七年级2班", "--count", "2", "--name", "张某")
    junior = run("show")[1]["junior"]
    assert (junior["base"], junior["transfer_in"], junior["transfer_out"]) == (6, 1, 2)
    assert (junior["expected"], junior["difference"]) == (5, 0)
    run("set", "七年级", "基数", "9", "--reason", "上学期末报表")
    text, data = run("show")
    assert (data["holds"], data["total"]["difference"]) == (False, 3)
    assert data["grades"][1]["by_hand"] == {"base": {"by_roster": 6, "reason": "上学期末报表"}}
    assert "七年级的基数是手工填的9" in data["look"]
    assert data["look"] in text
    run("set", "七年级", "基数")
    assert run("show")[1]["holds"]


def test_more_arrived_than_expected_shows_no_rate(run):
    arrived(run)
    run("set", "七年级", "基数", "2", "--reason", "试")
    text, data = run("show")
    assert data["junior"]["rate"] is None
    assert "实到3人多于应到2人" in text


def test_the_report_is_written_as_pdf(run, tmp_path):
    run("print", "--out", tmp_path / "日报.pdf")
    assert (tmp_path / "日报.pdf").read_bytes().startswith(b"%PDF")


def test_namesakes_are_told_apart_by_their_class(run):
    assert arrived(run, "张三民=因病")[1]["not_arrived"] == 1
    with pytest.raises(Refused, match="叫“张三民”的有2人"):
        run("absent", DAY, "--student", "张三民", "--reason", "因病")


@pytest.mark.parametrize("pair", ["王小花", "王小花=想玩", "王小花=其他"])
def test_a_reason_that_is_none_is_refused_with_the_choices(run, pair):
    with pytest.raises(Invalid):
        arrived(run, pair)
    assert run("show")[1]["total"]["unreported"] == 6


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_data(run, ctx, name):
    roster.add(ctx, student(name=name))
    assert arrived(run, f"{name}=其他:{name.replace('=', '')}")[1]["not_arrived"] == 1


def test_a_day_to_come_is_refused(run):
    with pytest.raises(Invalid, match="还没有到"):
        run("arrive", "2026-09-02", "--class", "七年级1班")
