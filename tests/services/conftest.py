"""Every declared form, filled once from the demo school and once from the worst school."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import form_samples
import pytest
import worst_school
from form_samples import Paper, Samples

from kongchuo_desktop.services import demo, schools
from kongchuo_desktop.services.demo.clock import Replay


@pytest.fixture(scope="session")
def of_demo(
    demo_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Samples, Mapping[str, Paper]]:
    """Forms filled from the demo school, and the blank ones with its name on them."""
    place = tmp_path_factory.mktemp("forms") / "示范"
    shutil.copytree(demo_folder, place, ignore=shutil.ignore_patterns("*.lock"))
    ctx = schools.open_school(place, demo.WHO, Replay(demo.DAY))
    try:
        return form_samples.taken(ctx), form_samples.blanks(ctx)
    finally:
        ctx.close()


@pytest.fixture(scope="session")
def of_worst(tmp_path_factory: pytest.TempPathFactory) -> Samples:
    """Forms about a child twice in one PDF: of the longest name and of the rarest."""
    ctx = worst_school.create(tmp_path_factory.mktemp("worst") / "数据")
    try:
        return form_samples.taken(ctx, worst_school.HEROES)
    finally:
        ctx.close()


@pytest.fixture
def paper_of(request: pytest.FixtureRequest) -> Callable[[str, str], Paper]:
    """A form as paper, of one of the three records."""

    def made(form: str, record: str) -> Paper:
        if record == "worst":
            return request.getfixturevalue("of_worst").paper(form)
        filled, blank = request.getfixturevalue("of_demo")
        return blank[form] if record == "blank" else filled.paper(form)

    return made
