"""Pictures of a visit: how many, how large, undone and swept away, never in the journal."""

import pytest
from factory import visit

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.visits import MOST_BYTES, MOST_PHOTOS
from kongchuo_desktop.services import undo, visit_photos, visits

JPEG = b"\xff\xd8\xff\xe0" + bytes(1000) + b"\xff\xd9"


@pytest.fixture
def made(ctx):
    return visits.record(ctx, visit()).id


def stored(ctx):
    return ctx.data.db.execute_sql("SELECT count(*) FROM visit_picture").fetchone()[0]


def test_pictures_are_kept_as_they_are_and_in_order(ctx, made):
    visit_photos.add(ctx, made, [JPEG])
    visit_photos.add(ctx, made, [JPEG + b"2"])
    held = visit_photos.of_visit(ctx, made)

    assert [visit_photos.picture(ctx, photo.id) for photo in held] == [JPEG, JPEG + b"2"]
    assert {photo.who for photo in held} == {ctx.who.name}


@pytest.mark.parametrize(
    "jpegs",
    [
        [JPEG] * (MOST_PHOTOS + 1),
        [JPEG, b"GIF89a"],
        [JPEG + bytes(MOST_BYTES)],
        [JPEG, JPEG + b"Exif\0\0GPS"],
    ],
)
def test_what_may_not_be_kept_is_refused_whole(ctx, made, jpegs):
    with pytest.raises(Refused, match="没有存"):
        visit_photos.add(ctx, made, jpegs)

    assert visit_photos.of_visit(ctx, made) == []
    assert stored(ctx) == 0


def test_a_picture_added_or_removed_is_undone_and_the_journal_stays_small(ctx, made):
    big = JPEG + bytes(range(256)) * 4000
    visit_photos.add(ctx, made, [big])
    (photo,) = visit_photos.of_visit(ctx, made)
    sizes = ctx.data.db.execute_sql("SELECT max(length(changes)) FROM op").fetchone()
    assert sizes[0] < 2000
    visit_photos.remove(ctx, photo.id)
    assert visit_photos.of_visit(ctx, made) == []
    undo.undo(ctx)
    assert visit_photos.picture(ctx, photo.id) == big
    undo.undo(ctx)
    assert visit_photos.of_visit(ctx, made) == []
    undo.redo(ctx)
    assert visit_photos.of_visit(ctx, made) == [photo]


def test_a_removed_picture_is_gone_for_good_when_the_school_is_opened_again(
    ctx, made, folder, open_school
):
    visit_photos.add(ctx, made, [JPEG, JPEG + b"2"])
    first, second = visit_photos.of_visit(ctx, made)
    visit_photos.remove(ctx, first.id)
    assert stored(ctx) == 2
    ctx.close()
    again = open_school(folder)

    assert stored(again) == 1
    assert visit_photos.of_visit(again, made) == [second]


def test_a_void_visit_takes_no_more_pictures_but_shows_those_it_has(ctx, made):
    visit_photos.add(ctx, made, [JPEG])
    visits.void(ctx, made, "登记错了")

    with pytest.raises(Refused, match="已经作废"):
        visit_photos.add(ctx, made, [JPEG])
    assert len(visit_photos.of_visit(ctx, made)) == 1
