"""What a person tells of a list: which file, which sheet, what each column holds, which partner a spelling means."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.imports import (
    LABELS,
    MAX_BYTES,
    MOST_NEW_PARTNERS,
    ListCell,
    SpellingQuestion,
    Table,
    check,
    column_name,
    currency,
)
from rmt.text import key_of

SAMPLES = 3
LONGEST_SAMPLE = 60
ANOTHER = "-"  # no name has this key


class ListForm(forms.Form):
    """A file with a list."""

    file = forms.FileField(
        label=gettext_lazy("The list"),
        help_text=gettext_lazy("XLSX or CSV, at most 10 MB, 20 000 rows and 200 columns; no macros, no password."),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty. Choose it again."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than 10 MB. Send a list of projects only."))
        return file


class SheetForm(forms.Form):
    """Which sheet of a workbook holds the list."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"))

    def __init__(self, data: Any = None, *, table: Table) -> None:
        super().__init__(data, initial={"sheet": table.sheet})
        self.fields["sheet"].choices = [(title, title) for title in table.sheets]  # type: ignore[attr-defined]  # typed as Field


class ColumnsForm(forms.Form):
    """What each column holds, and the currency of amounts that name none."""

    currency = forms.CharField(
        label=gettext_lazy("Currency (optional)"),
        help_text=gettext_lazy("Only for amounts whose cell, column and header name none. Its code, such as USD."),
        required=False,
        max_length=10,
    )

    def __init__(self, data: Any = None, *, table: Table, columns: Mapping[str, str], currency: str | None) -> None:
        super().__init__(data, initial={"currency": currency})
        self.table = table
        choices = [("", _("not read")), *((field.value, label) for field, label in LABELS.items())]
        for place, header in enumerate(table.headers):
            if header:
                self.fields[f"column-{place}"] = forms.ChoiceField(
                    label=header, choices=choices, required=False, initial=columns.get(header, "")
                )

    def rows(self) -> Iterator[tuple[str, BoundField, list[str]]]:
        """Each column: what a spreadsheet calls it, its field, and the first values in it."""
        for place, header in enumerate(self.table.headers):
            if header:
                yield column_name(place), self[f"column-{place}"], _samples(self.table, place)

    @property
    def nameless(self) -> str:
        """The columns that hold something below no header."""
        return ", ".join(
            column_name(place)
            for place, header in enumerate(self.table.headers)
            if not header and _samples(self.table, place)
        )

    def clean_currency(self) -> str | None:
        return currency(ListCell(self.cleaned_data["currency"] or None))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        columns: dict[str, str] = {}
        for place, header in enumerate(self.table.headers):
            if not (chosen := cleaned.get(f"column-{place}")):
                continue
            if chosen in columns.values():
                twice = _("Another column is mapped to “%(field)s” already: choose one.")
                self.add_error(f"column-{place}", twice % {"field": LABELS[chosen]})
            columns[header] = chosen
        if not self.errors:
            check(self.table.headers, columns)
        cleaned["columns"] = columns
        return cleaned


def _samples(table: Table, place: int) -> list[str]:
    found: list[str] = []
    for row in table.rows:
        text = " ".join(row.cells[place].text.split())
        if text and text not in found:
            found.append(text if len(text) <= LONGEST_SAMPLE else f"{text[:LONGEST_SAMPLE]}…")
        if len(found) == SAMPLES:
            break
    return found


class QuestionsForm(forms.Form):
    """Is it the same as …? One question for each spelling; some can be answered now and the others later."""

    def __init__(self, questions: Sequence[SpellingQuestion]) -> None:
        super().__init__()
        for number, question in enumerate(questions):
            same = [(key_of(name), _("yes, it is %(name)s") % {"name": name}) for name in question.candidates]
            self.fields[f"key-{number}"] = forms.CharField(widget=forms.HiddenInput, initial=question.key)
            self.fields[f"answer-{number}"] = forms.ChoiceField(
                label=_("Is “%(text)s” a partner that is known already?") % {"text": question.text},
                choices=[*same, (ANOTHER, _("no, it is another partner: add it"))],
                widget=forms.RadioSelect,
                required=False,
            )


def answers_in(sent: Mapping[str, str]) -> dict[str, str]:
    """Spelling → name that it means, "" for a partner of its own; the import ignores what it did not ask."""
    found = {}
    for number in range(MOST_NEW_PARTNERS):
        key, answer = sent.get(f"key-{number}", ""), sent.get(f"answer-{number}", "")
        if key and answer and max(len(key), len(answer)) <= 200:
            found[key] = "" if answer == ANOTHER else answer
    return found
