"""Pictures of briefs: what is sent is hostile, what is kept is a picture, public with its text alone (rule 21)."""

import struct
import zlib
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from briefs.actions import add_picture, remove_picture, save_brief
from tests import factories

pytestmark = pytest.mark.django_db
SAID = {"alt": "A clinic", "credit": "A photographer", "licence": "CC BY 4.0", "consent": "nobody"}


@pytest.fixture(autouse=True)
def _uploads_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def written(programme):
    return factories.brief()


def photograph(*, size=(60, 40), form="JPEG", **more) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "teal").save(file, form, **more)
    return file.getvalue()


def add(written, content: bytes, name: str = "picture.jpg", **said):
    upload = SimpleUploadedFile(name, content)
    return add_picture(brief=written, upload=upload, by=factories.author(), now=timezone.now(), **SAID | said)


def bomb() -> bytes:
    """A PNG of a few bytes that says it holds 50 000 by 50 000 pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"0")) + chunk(b"IEND", b"")


def test_what_the_camera_noted_is_gone_and_the_picture_is_upright_and_small(written):
    noted = Image.Exif()
    noted[0x0112] = 6  # lies on its side
    noted[0x010F] = "A camera"
    noted.get_ifd(0x8825)[1] = "N"
    kept = add(written, photograph(size=(3000, 1500), exif=noted))
    with Image.open(kept.file) as found:
        assert (found.format, found.size) == ("JPEG", (1000, 2000))
        assert not found.getexif()
        assert b"A camera" not in kept.file.storage.open(kept.file.name).read()


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_other_kinds_become_jpeg(written, form):
    assert Image.open(add(written, photograph(form=form)).file).format == "JPEG"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "no picture"),
        (b"GIF89a" + b"\0" * 50, "no picture"),
        (photograph()[:200], "no picture"),
        (b"MZ" + b"\0" * 500, "no picture"),
        (bomb(), "20 million pixels"),
        (b"\0" * 10_000_001, "10 MB"),
    ],
    ids=["script", "gif", "cut off", "program", "bomb", "too long"],
)
def test_a_hostile_file_is_refused_with_a_sentence(written, content, why):
    with pytest.raises(ValidationError, match=why) as refused:
        add(written, content)
    assert list(refused.value.message_dict) == ["upload"]
    assert not written.pictures.exists()


@pytest.mark.parametrize("missing", SAID)
def test_nothing_is_kept_of_which_it_is_not_said_what_whose_and_with_whose_consent(written, missing):
    with pytest.raises(ValidationError) as refused:
        add(written, photograph(), **{missing: ""})
    assert list(refused.value.message_dict) == [missing]


def test_it_is_public_once_a_published_text_shows_it(client, signed_in, written):
    shown, unused = add(written, photograph()), add(written, photograph(size=(30, 30)))
    parts = {"parts": {"lessons": f"Look.\n\n[[picture {shown.uuid}]]"}}
    changed = save_brief(brief=written, changes=parts, version=written.version, by=factories.author())
    address = {one: reverse("brief_picture", args=[written.slug, one.uuid]) for one in (shown, unused)}
    assert client.get(address[shown]).status_code == 404
    factories.publish_brief(changed)
    assert client.get(address[shown])["Content-Type"] == "image/jpeg"
    assert client.get(address[unused]).status_code == 404
    page = client.get(f"/briefs/{written.slug}/").content.decode()
    assert f'src="{address[shown]}"' in page
    assert 'alt="A clinic"' in page
    with pytest.raises(ValidationError, match="still shows"):
        remove_picture(picture=shown)
    remove_picture(picture=unused)
