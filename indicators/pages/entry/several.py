"""Several links and several files at once: each becomes a row of the evidence."""

from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy

from rmt.forms import MOST_ROWS

PREFIX = "evidence"


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class SeveralForm(forms.Form):
    """What is typed or chosen here is moved into rows before they are read, so nothing here is ever wrong."""

    evidence_links = forms.CharField(
        label=gettext_lazy("Several links"),
        help_text=gettext_lazy("One in each line."),
        widget=forms.Textarea({"rows": "3"}),
        required=False,
    )
    evidence_files = forms.FileField(
        label=gettext_lazy("Several files"),
        help_text=gettext_lazy("Choose them together; each is kept as evidence of its own."),
        widget=FilesInput,
        required=False,
    )


def spread(data: Any, files: MultiValueDict | None) -> MultiValueDict:
    """Give each link and each file a row of its own, empty rows first. Returns the files by the names of their rows."""
    rows = MultiValueDict({name: files.getlist(name) for name in files} if files else {})
    links = [line.strip() for line in data.get("evidence_links", "").splitlines() if line.strip()]
    several = rows.pop("evidence_files", [])
    if not links and not several:
        return rows
    total = _total(data)
    free = [n for n in range(total) if _is_free(n, data, rows)]
    free += range(total, MOST_ROWS)
    for number, link in zip(free, links, strict=False):
        data[f"{PREFIX}-{number}-url"] = link
    for number, file in zip(free[len(links) :], several, strict=False):
        rows[f"{PREFIX}-{number}-file"] = file
    used = free[: len(links) + len(several)]
    data[f"{PREFIX}-TOTAL_FORMS"] = str(max([total, *(number + 1 for number in used)]))
    data["evidence_links"] = "\n".join(links[len(free) :])
    return rows


def _total(data: Any) -> int:
    try:
        return min(int(data.get(f"{PREFIX}-TOTAL_FORMS", "0")), MOST_ROWS)
    except ValueError:
        return 0


def _is_free(number: int, data: Any, files: MultiValueDict) -> bool:
    names = [f"{PREFIX}-{number}-{name}" for name in ("url", "kept", "title", "file")]
    return not any(data.get(name) or files.get(name) for name in names)
