"""Pictures of a home visit, kept in the encrypted file and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from kongchuo_desktop.domain import visits as rules
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.domain.visits import Photo
from kongchuo_desktop.services import visits
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import students, visit_photos

JPEG = b"\xff\xd8\xff"
TELLING = (b"Exif\0", b"http://ns.adobe.com/xap/")
"""What begins a block in which a camera tells place and time."""


def add(ctx: Context, visit_id: str, jpegs: Sequence[bytes]) -> None:
    """Keep pictures, shrunk before; all or none. Refused: too many, too large, no JPEG, or one that
    still tells where it was taken."""
    visit = visits.changeable(ctx, visit_id)
    name = students.of_ids([visit.student])[visit.student].name
    with ctx.write(f"存 {name} 家访照片"):
        rules.room_for(len(visit_photos.of_visit(visit_id)), len(jpegs))
        for jpeg in jpegs:
            _check(jpeg)
            photo = Photo(id=new_id(), visit=visit_id, at=ctx.now(), who=ctx.who.name)
            visit_photos.add(photo, jpeg)


def _check(jpeg: bytes) -> None:
    if not jpeg.startswith(JPEG):
        raise Refused("这不是照片，没有存。请选 JPG、PNG 一类的图片。")
    if len(jpeg) > rules.MOST_BYTES:
        raise Refused("照片缩小以后还是太大，没有存。请换一张。")
    if any(each in jpeg for each in TELLING):
        raise Refused("照片里还带着拍摄地点一类的信息，没有存。请换一张。")


def of_visit(ctx: Context, visit_id: str) -> Sequence[Photo]:
    """A visit's photos in the order they were added."""
    return visit_photos.of_visit(visits.get(ctx, visit_id).id)


def picture(ctx: Context, photo_id: str) -> bytes:
    """One picture as JPEG."""
    visits.get(ctx, visit_photos.get(photo_id).visit)
    return visit_photos.picture(photo_id)


def remove(ctx: Context, photo_id: str) -> None:
    """Take a picture away; its bytes go for good when the school is opened next."""
    visit = visits.get(ctx, visit_photos.get(photo_id).visit)
    name = students.of_ids([visit.student])[visit.student].name
    with ctx.write(f"删除 {name} 家访照片"):
        visit_photos.remove(photo_id)
