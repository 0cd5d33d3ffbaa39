"""A dressed application without a screen, and an empty school that is nobody's demo."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from collections.abc import Iterator
from pathlib import Path

import factory
import pytest
from PySide6.QtWidgets import QApplication

from kongchuo_desktop.services import schools
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.ui import look


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    look.dress(qapp)


@pytest.fixture
def new_school(tmp_path: Path, clock: factory.Clock) -> Iterator[Context]:
    """A school just made, without a child in it, on Friday 20 November 2026 at ten past nine."""
    ctx = schools.create(tmp_path / "data", factory.SCHOOL, factory.OFFICE, clock)
    yield ctx
    ctx.close()
