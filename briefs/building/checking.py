"""The check of issues: their text and the bytes of their files are those that were stored (rule 4)."""

import hashlib
from collections.abc import Iterator

from briefs.building.issues import digest_of
from briefs.models import Issue


def issue_problems() -> Iterator[str]:
    """Each issue whose content, page or files are not what they were when it was built, in words."""
    for issue in Issue.objects.order_by("pk").iterator(chunk_size=20):
        if digest_of(issue.content, issue.html) != issue.digest:
            yield f"{issue}: its text does not match its digest: it was changed"
        for kind, file, sha256 in (("PDF", issue.pdf, issue.pdf_sha256), ("Word", issue.docx, issue.docx_sha256)):
            try:
                with file.open("rb") as opened:
                    found = hashlib.file_digest(opened, "sha256").hexdigest()
            except (OSError, ValueError):
                yield f"{issue}: its {kind} file is not there"
                continue
            if found != sha256:
                yield f"{issue}: its {kind} file is not the one that was built"
