"""Pictures of a document for paper: read from the storage, and drawings made into pictures for a word processor."""

from base64 import b64encode
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from PIL import Image, UnidentifiedImageError

from briefs.documents.blocks import Picture
from rmt.files import draw_pngs

DRAWING = "briefs/document/drawing.typ"
PIXELS = 144  # an inch of a drawing that is 800 points of a screen wide: 1200 pixels
COLOURS = 128
SMALL = 30_000  # bytes of a picture that may stay as it is
AT_ONCE = 16  # drawings in one run of typst: more of them take more memory, fewer more time


def picture_bytes(picture: Picture) -> tuple[bytes, int, int] | None:
    """The bytes of a picture with its width and height in pixels; `None` if it is not there or is no picture."""
    try:
        with default_storage.open(picture.file, "rb") as file:
            content = file.read()
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as opened:
            return content, *opened.size
    except (OSError, UnidentifiedImageError, SuspiciousFileOperation, ValueError):
        return None


def framed(picture: Picture) -> str:
    """The picture inside an SVG, for typst reads its content as text; nothing if it cannot be read."""
    found = picture_bytes(picture)
    if not found:
        return ""
    content, width, height = found
    kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
    data = b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/{kind};base64,{data}"/></svg>'
    )


def pngs_of(svgs: Iterable[str]) -> dict[str, bytes]:
    """Each drawing as a picture, for files that cannot hold an SVG."""
    different = list(dict.fromkeys(svgs))
    template = Path(settings.BASE_DIR) / "templates" / DRAWING
    found: dict[str, bytes] = {}
    for start in range(0, len(different), AT_ONCE):
        some = different[start : start + AT_ONCE]
        pages = draw_pngs(template, {"svgs": some}, ppi=PIXELS)
        found |= zip(some, map(_in_few_colours, pages), strict=True)
    return found


def _in_few_colours(png: bytes) -> bytes:
    """The same picture at a third of its size, if that is worth the time: it has a dozen colours and their shades."""
    if len(png) < SMALL:
        return png
    written = BytesIO()
    with Image.open(BytesIO(png)) as opened:
        few = opened.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(written, "PNG", dpi=(PIXELS, PIXELS))
    return written.getvalue()
