"""Which files are kept as evidence, and what is said about the others."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from indicators.results import check_file
from indicators.results.evidence_files import LARGEST_MB


def archive(*names, **content) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        for name in names:
            made.writestr(name, "x")
        for name, text in content.items():
            made.writestr(name, text)
    return kept.getvalue()


WORD = archive("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("law.pdf", b"%PDF-1.7\n"),
        ("law.docx", WORD),
        ("table.xlsx", archive("[Content_Types].xml", "xl/workbook.xml")),
        ("talk.pptx", archive("[Content_Types].xml", "ppt/presentation.xml")),
        ("law.odt", archive(mimetype="application/vnd.oasis.opendocument.text")),
        ("table.csv", "année;femmes\n2020;12\n".encode("latin-1")),
        ("note.TXT", "Sourate".encode("utf-16")),
        ("scan.png", b"\x89PNG\r\n\x1a\n..."),
        ("scan.jpeg", b"\xff\xd8\xff\xe0..."),
    ],
)
def test_it_is_kept_with_its_digest(name, content):
    kept = check_file(SimpleUploadedFile(name, content))
    assert kept.name == name
    assert len(kept.sha256) == 64
    assert kept.file.read() == content


@pytest.mark.parametrize(
    ("name", "content", "what_to_do"),
    [
        ("empty.pdf", b"", "is empty. Choose the file again."),
        ("page.html", b"<script>", "Send one of these"),
        ("law.pdf.exe", b"MZ", "Send one of these"),
        ("law", b"%PDF-", "Send one of these"),
        ("law.pdf", b"<html>", "Save it again as pdf"),
        ("law.docx", b"PK\x03\x04broken", "Save it again as docx"),
        ("law.docx", archive("[Content_Types].xml", "xl/workbook.xml"), "Save it again as docx"),
        ("note.txt", b"MZ\x00\x01", "Save it again as txt"),
        ("scan.png", b"GIF89a", "Save it again as png"),
        ("law.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "contains macros"),
        ("big.txt", b"a" * (LARGEST_MB * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_it_is_refused_by_name_with_what_to_do(name, content, what_to_do):
    with pytest.raises(ValidationError) as refused:
        check_file(SimpleUploadedFile(name, content))
    assert f"“{name}”" in refused.value.messages[0]
    assert what_to_do in refused.value.messages[0]
