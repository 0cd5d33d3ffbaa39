"""A small school and the demo school, each prepared once and copied for every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import factory
import pytest
from hypothesis import settings

from kongchuo_desktop.documents.choice import CHOICE
from kongchuo_desktop.domain.school import Person
from kongchuo_desktop.services import demo, schools
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.demo.clock import Replay

settings.register_profile("house", deadline=None, derandomize=True, max_examples=100)
settings.load_profile("house")

Opened = Callable[..., Context]


def copied(source: Path, target: Path) -> Path:
    """A closed data folder, copied as a teacher would copy it."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("*.lock"))
    return target


@pytest.fixture(autouse=True)
def bundled_faces() -> Iterator[None]:
    """No test leaves another one the fonts of a machine."""
    yield
    CHOICE.choose()


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small") / "数据"
    factory.small_school(folder).close()
    return folder


@pytest.fixture
def folder(small_folder: Path, tmp_path: Path) -> Path:
    """A copy of the small school, closed."""
    return copied(small_folder, tmp_path / "数据")


@pytest.fixture
def clock() -> factory.Clock:
    return factory.Clock()


@pytest.fixture
def open_school(clock: factory.Clock) -> Iterator[Opened]:
    """Open a data folder; whatever is still open at the end of the test is closed."""
    opened: list[Context] = []

    def open_it(folder: Path, who: Person = factory.OFFICE, now: Callable = clock) -> Context:
        opened.append(schools.open_school(folder, who, now))
        return opened[-1]

    yield open_it
    for ctx in opened:
        ctx.close()


@pytest.fixture
def ctx(folder: Path, open_school: Opened) -> Context:
    """The small school, open, on Friday 20 November 2026 at ten past nine."""
    return open_school(folder)


@pytest.fixture
def teacher_of(ctx: Context) -> Callable[[str], Context]:
    """The small school as the homeroom teacher of one class sees it."""

    def seat(class_id: str) -> Context:
        ctx.who = Person(name="班主任", classes=frozenset({class_id}))
        return ctx

    return seat


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo school with its term of records, its office's secret beside it."""
    folder = tmp_path_factory.mktemp("demo") / "数据"
    ctx = demo.create(folder)
    (folder / "office.txt").write_text(demo.enrol_demo_office(ctx))
    ctx.close()
    return folder


@pytest.fixture
def demo_copy(demo_folder: Path, tmp_path: Path) -> Path:
    return copied(demo_folder, tmp_path / "示范")


@pytest.fixture
def demo_ctx(demo_copy: Path, open_school: Opened) -> Context:
    """The demo school on its own morning."""
    return open_school(demo_copy, demo.WHO, Replay(demo.DAY))


@pytest.fixture
def office_identity(demo_copy: Path) -> str:
    return (demo_copy / "office.txt").read_text()
