"""Rows of buttons that fold: what fits is seen, the rest is in the menu, each drawn once."""

import pytest

from kongchuo_desktop.ui.bar import Chips
from kongchuo_desktop.ui.table import Chip


@pytest.fixture
def chips(shown, monkeypatch):
    row = Chips(lambda _key: None)
    row.arranged = 0

    def counted():
        row.arranged += 1
        Chips.arrange(row)

    monkeypatch.setattr(row, "arrange", counted)
    row.resize(700, 32)
    return shown(row)


def classes(count, more=0):
    return [Chip(str(n), f"七({n})班", n + more) for n in range(count)]


def seen(row):
    return [button.words() for button in row.buttons if button.isVisible()]


def test_many_chips_are_arranged_once_and_not_again_while_they_stay(chips):
    before = chips.arranged
    chips.show_chips(classes(200), "1")
    assert chips.arranged == before + 1
    chips.show_chips(classes(200), "1")
    assert chips.arranged == before + 1
    chips.show_chips(classes(200, more=1), "1")
    assert chips.arranged == before + 2


def test_what_fits_is_seen_and_the_rest_folds(chips):
    chips.show_chips(classes(200), "1")
    few = seen(chips)
    assert few[:2] == ["七(0)班 0", "七(1)班 1"]
    assert len(chips.menu.actions()) == 200 - len(few)
    assert chips.more.isVisible()
    assert max(b.geometry().right() for b in chips.buttons if b.isVisible()) < chips.more.x()
    assert chips.more.geometry().right() < chips.width()
    chips.resize(5000, 32)
    assert len(seen(chips)) > len(few)
    chips.show_chips(classes(3), "1")
    assert len(seen(chips)) == 3
    assert not chips.more.isVisible()


def test_a_chip_put_down_by_hand_is_set_right_again(chips):
    chips.show_chips(classes(3), "1")
    chips.actions_["2"].trigger()
    chips.show_chips(classes(3), "1")
    assert [action.isChecked() for action in chips.actions_.values()] == [False, True, False]


def test_the_chosen_chip_gives_its_name_to_the_menu_it_is_in(chips):
    chips.show_chips(classes(200), "150")
    assert chips.more.words() == "七(150)班 150"
    chips.show_chips(classes(200, more=1), "150")
    assert chips.more.words() == "七(150)班 151"
