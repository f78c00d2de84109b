"""Files that people send as evidence: what is accepted, and under which name it is kept."""

import hashlib
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from indicators.models import Evidence, Revision
from rmt.files import clean_name

LARGEST_MB = 10
DAYS_UNTIED_FILES_ARE_KEPT = 7
LONGEST_PART_READ = 1_000_000

OFFICE_FOLDERS = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}
SIGNATURES = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff"}
ODT = b"application/vnd.oasis.opendocument.text"


@dataclass(frozen=True)
class CheckedFile:
    """A file that is what it says it is, with the name and the digest to keep."""

    file: UploadedFile
    name: str
    sha256: str


def check_file(upload: UploadedFile) -> CheckedFile:
    """The file, if it can be kept. Raises ValidationError, which names the file and says what to do."""
    name = clean_name(upload.name or "")
    ending = PurePath(name).suffix.lower()
    about = {"name": name}
    if not upload.size:
        raise ValidationError(_("“%(name)s” is empty. Choose the file again.") % about, code="empty")
    if upload.size > LARGEST_MB * 1024 * 1024:
        message = _("“%(name)s” is larger than %(most)s MB. Send a smaller one, or a link to it.")
        raise ValidationError(message % (about | {"most": LARGEST_MB}), code="too-large")
    if ending not in CHECKS:
        message = _("“%(name)s” is not a kind of file that can be kept. Send one of these: %(kinds)s.")
        kinds = ", ".join(sorted(kind.removeprefix(".") for kind in CHECKS))
        raise ValidationError(message % (about | {"kinds": kinds}), code="kind")
    if not CHECKS[ending](upload, ending):
        message = _(
            "“%(name)s” is not a %(kind)s file inside, or it is damaged or protected. Save it again as %(kind)s."
        )
        raise ValidationError(message % (about | {"kind": ending.removeprefix(".")}), code="content")
    if ending in MAY_HAVE_MACROS and _has_macros(upload):
        message = _("“%(name)s” contains macros. Save it without them, for example as PDF, and send that.")
        raise ValidationError(message % about, code="macros")
    return CheckedFile(upload, name, digest(upload))


def digest(upload: UploadedFile) -> str:
    """SHA-256 of the content, read in chunks."""
    total = hashlib.sha256()
    for chunk in upload.chunks():
        total.update(chunk)
    upload.seek(0)
    return total.hexdigest()


def _start(upload: UploadedFile, size: int = 1024) -> bytes:
    upload.seek(0)
    return upload.read(size)


def _is_pdf(upload: UploadedFile, _ending: str) -> bool:
    return b"%PDF-" in _start(upload)


def _is_picture(upload: UploadedFile, ending: str) -> bool:
    return _start(upload).startswith(SIGNATURES[ending])


def _is_text(upload: UploadedFile, _ending: str) -> bool:
    """No zero byte and no other document inside; UTF-16, as spreadsheets write it, begins with its mark."""
    start = _start(upload)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if start.startswith((b"%PDF-", b"PK\x03\x04", b"MZ", b"\x7fELF")):
        return False
    upload.seek(0)
    return all(b"\0" not in chunk for chunk in upload.chunks())


def _is_office(upload: UploadedFile, ending: str) -> bool:
    names = _zip_names(upload)
    return "[Content_Types].xml" in names and any(name.startswith(OFFICE_FOLDERS[ending]) for name in names)


def _is_odt(upload: UploadedFile, _ending: str) -> bool:
    return "mimetype" in _zip_names(upload) and _zip_part(upload, "mimetype").strip() == ODT


def _has_macros(upload: UploadedFile) -> bool:
    names = _zip_names(upload)
    if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        return True
    return "[Content_Types].xml" in names and b"macroEnabled" in _zip_part(upload, "[Content_Types].xml")


def _zip_names(upload: UploadedFile) -> list[str]:
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return []


def _zip_part(upload: UploadedFile, name: str) -> bytes:
    """The beginning of one part; never all of it, which could be far larger than the file."""
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive, archive.open(name) as part:
            return part.read(LONGEST_PART_READ)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return b""


CHECKS: dict[str, Callable[[UploadedFile, str], bool]] = {
    ".pdf": _is_pdf,
    **dict.fromkeys(SIGNATURES, _is_picture),
    **dict.fromkeys(OFFICE_FOLDERS, _is_office),
    ".odt": _is_odt,
    ".csv": _is_text,
    ".txt": _is_text,
}
MAY_HAVE_MACROS = {*OFFICE_FOLDERS, ".odt"}


def remove_untied_files(older_than: datetime) -> int:
    """Remove files that were sent with a form before `older_than` and never became evidence; how many.

    Evidence that was once part of a result stays, also when it is no longer: a revision or a publication names it.
    """
    removed = 0
    for evidence in _never_tied():
        storage, name = evidence.file.storage, str(evidence.file.name)
        if storage.exists(name) and storage.get_modified_time(name) >= older_than:
            continue
        if Evidence.objects.filter(pk=evidence.pk, result=None).delete()[0]:  # else it was tied just now
            storage.delete(name)
            removed += 1
    return removed


def _never_tied() -> Iterable[Evidence]:
    for evidence in Evidence.objects.filter(result=None, url=None):
        if not Revision.objects.filter(payload__contains=f'"{evidence.uuid}"').exists():
            yield evidence
