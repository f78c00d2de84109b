"""Pictures of a document for paper: read from the storage, and drawings made into pictures for a word processor."""

from base64 import b64encode
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image, UnidentifiedImageError

from briefs.documents.blocks import Picture
from rmt.files import draw_png

DRAWING = "briefs/document/drawing.typ"
PIXELS = 110  # an inch of a drawing that is 800 points wide: 1222 pixels


def picture_bytes(picture: Picture) -> tuple[bytes, int, int] | None:
    """The bytes of a picture with its width and height in pixels; `None` if it is not there or is no picture."""
    try:
        with default_storage.open(picture.file, "rb") as file:
            content = file.read()
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as opened:
            return content, *opened.size
    except (OSError, UnidentifiedImageError, ValueError):
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


def png_of(svg: str) -> bytes:
    """A drawing as a picture, for files that cannot hold an SVG."""
    return draw_png(Path(settings.BASE_DIR) / "templates" / DRAWING, {"svg": svg}, ppi=PIXELS)
