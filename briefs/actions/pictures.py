"""Pictures of a brief: read, checked and written anew, so that of the file nothing is kept but the picture."""

import hashlib
import uuid
import warnings
from datetime import datetime
from io import BytesIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from briefs.models import Brief, BriefPicture, Issue
from rmt.models import User

MOST_BYTES = 10_000_000
MOST_PIXELS = 20_000_000
LONGEST_SIDE = 2_000
MOST_PICTURES = 20
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 85
ASKED = ("alt", "credit", "licence", "consent")


@transaction.atomic
def add_picture(
    *,
    brief: Brief,
    upload: UploadedFile,
    alt: str,
    credit: str,
    licence: str,
    consent: str,
    caption: str = "",
    by: User,
    now: datetime,
) -> BriefPicture:
    """A picture for the texts of a brief, written anew as JPEG of at most 2000 pixels a side, without what cameras
    note: place, time and owner are gone.

    Raises ValidationError keyed by field: what is not said, or why the file is refused.
    """
    said = {"alt": alt.strip(), "credit": credit.strip(), "licence": licence.strip(), "consent": consent}
    problems = {name: _("Say this, or the picture cannot be shown.") for name in ASKED if not said[name]}
    if consent and consent not in BriefPicture.Consent.values:
        problems["consent"] = _("Choose one of the two.")
    if problems:
        raise ValidationError(problems)
    if brief.pictures.count() >= MOST_PICTURES:
        words = _("A brief holds at most %(most)d pictures. Remove one that is not used.")
        raise ValidationError({"upload": words % {"most": MOST_PICTURES}})
    content, size = written_anew(upload)
    key = uuid.uuid4()
    picture = BriefPicture(
        uuid=key, brief=brief, caption=caption.strip(), by=by, at=now, width=size[0], height=size[1], **said
    )
    picture.sha256 = hashlib.sha256(content).hexdigest()
    picture.file.save(f"{key}.jpg", ContentFile(content), save=False)
    picture.save()
    return picture


def written_anew(upload: UploadedFile) -> tuple[bytes, tuple[int, int]]:
    """The picture as JPEG, upright, small enough, with nothing but its pixels; and its width and height.

    Raises ValidationError keyed "upload" for what is no picture, is too large, or claims to be.
    """
    if (upload.size or 0) > MOST_BYTES:
        raise _refused(_("This file is larger than 10 MB. Make the picture smaller, and send it again."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            upload.seek(0)
            with Image.open(upload, formats=FORMATS) as found:
                _refuse_what_is_too_large(found)
                upright = ImageOps.exif_transpose(found)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                pixels = _on_white(upright)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_large() from bomb
    except Exception as broken:  # Pillow raises whatever its decoders do: of a hostile file nothing else is known
        words = _("This is no picture that can be read. Send a JPEG, PNG or WebP file.")
        raise _refused(words) from broken
    made = BytesIO()
    pixels.save(made, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return made.getvalue(), pixels.size


def _refuse_what_is_too_large(found: Image.Image) -> None:
    """Before a pixel is decoded: a small file can say that it holds a picture as large as a house."""
    width, height = found.size
    if width * height > MOST_PIXELS:
        raise _too_large()
    if getattr(found, "n_frames", 1) > 1:
        raise _refused(_("This picture moves. Send one that stands still."))


def _on_white(picture: Image.Image) -> Image.Image:
    """The pixels alone, in colours that every reader shows; what was transparent is white."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        clear = picture.convert("RGBA")
        ground = Image.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    plain = Image.new("RGB", picture.size)
    plain.paste(picture.convert("RGB"))
    return plain


def _refused(words: str) -> ValidationError:
    return ValidationError({"upload": words})


def _too_large() -> ValidationError:
    return _refused(_("This picture has more than 20 million pixels. Make it smaller, and send it again."))


@transaction.atomic
def remove_picture(*, picture: BriefPicture) -> None:
    """Take a picture off a brief. Raises ValidationError if an issue shows it, or a text still refers to it."""
    brief = Brief.objects.get(pk=picture.brief_id)
    reference = str(picture.uuid)
    if any(reference in text for text in (brief.summary, brief.source, *brief.parts.values())):
        raise ValidationError(_("The text still shows this picture. Take it out of the text first."))
    if Issue.objects.filter(brief=brief, content__contains=reference).exists():
        raise ValidationError(_("A published version shows this picture: it stays with it."))
    storage, name = picture.file.storage, str(picture.file.name)
    picture.delete()
    transaction.on_commit(lambda: storage.delete(name))
