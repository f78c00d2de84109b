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
    ColumnQuestion,
    ListCell,
    Problem,
    ProblemGroup,
    SpellingQuestion,
    Table,
    check,
    column_name,
    currency,
    ways_out_of,
)
from projects.models import Project
from rmt.text import key_of

SAMPLES = 3
LONGEST_SAMPLE = 60
ANOTHER = "-"  # no name has this key
QUESTIONS, GROUPS = 50, 50  # on one page; the others come next

WAYS = {
    "blank": gettext_lazy("leave these cells blank"),
    "out": gettext_lazy("leave these rows out"),
    "add": gettext_lazy("merge the lines of each project: their amounts add up"),
    "repeat": gettext_lazy("merge the lines of each project: each repeats the whole amount"),
}
WORDS: Mapping[str, Sequence[tuple[Any, Any]]] = {
    "status": Project.Status.choices,
    "is_flagship": [("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))],
    "gender_marker": Project.Marker.choices,
    "disability_marker": Project.Marker.choices,
}


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
    """How a column is meant; is it the same partner as …? Some can be answered now and the others later."""

    def __init__(self, columns: Sequence[ColumnQuestion], partners: Sequence[SpellingQuestion]) -> None:
        super().__init__()
        asked: list[tuple[str, str, list[tuple[str, str]]]] = [(q.key, q.text, list(q.choices)) for q in columns]
        for question in partners[:QUESTIONS]:
            same = [(key_of(name), _("yes, it is %(name)s") % {"name": name}) for name in question.candidates]
            text = _("Is “%(text)s” a partner that is known already?") % {"text": question.text}
            asked.append((question.key, text, [*same, (ANOTHER, _("no, it is another partner: add it"))]))
        self.more = max(0, len(partners) - QUESTIONS)
        for number, (key, text, choices) in enumerate(asked):
            self.fields[f"key-{number}"] = forms.CharField(widget=forms.HiddenInput, initial=key)
            self.fields[f"answer-{number}"] = forms.ChoiceField(
                label=text, choices=choices, widget=forms.RadioSelect, required=False
            )


def answers_in(sent: Mapping[str, str]) -> dict[str, str]:
    """Key of a question → the answer, "" for a partner of its own; the import ignores what it did not ask."""
    found = {}
    for number in range(MOST_NEW_PARTNERS):
        key, answer = sent.get(f"key-{number}", ""), sent.get(f"answer-{number}", "")
        if key and answer and max(len(key), len(answer)) <= 200:
            found[key] = "" if answer == ANOTHER else answer
    return found


class GroupsForm(forms.Form):
    """What is to be done about equal problems: one answer for all the rows that have them."""

    def __init__(
        self,
        groups: Sequence[ProblemGroup],
        sent: Mapping[str, tuple[str, str]] | None = None,
        wrong: Mapping[str, ValidationError] | None = None,
    ) -> None:
        """`sent` and `wrong` are by kind: what was answered well is no group any more, and others take its place."""
        self.groups = groups[:GROUPS]
        super().__init__(_by_place(self.groups, sent) if sent is not None else None)
        self.more = groups[GROUPS:]
        for number, group in enumerate(self.groups):
            ways = ways_out_of(group)
            choices = [(way, WAYS[way]) for way in ways if way != "means"]
            self.fields[f"kind-{number}"] = forms.CharField(widget=forms.HiddenInput, initial=group.kind)
            self.fields[f"way-{number}"] = forms.ChoiceField(
                label=_("What is to be done"),
                choices=[("", _("I mend it in the file")), *choices],
                required=False,
            )
            if "means" in ways:
                self.fields[f"means-{number}"] = _meaning_field(group.example)
        if wrong:
            self.full_clean()
            for number, group in enumerate(self.groups):
                if group.kind in wrong:
                    self.add_error(f"means-{number}", wrong[group.kind])

    def rows(self) -> Iterator[tuple[ProblemGroup, list[BoundField]]]:
        """Each group with its fields."""
        for number, group in enumerate(self.groups):
            names = (f"kind-{number}", f"means-{number}", f"way-{number}")
            yield group, [self[name] for name in names if name in self.fields]


def _by_place(groups: Sequence[ProblemGroup], sent: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    data: dict[str, str] = {}
    for number, group in enumerate(groups):
        way, meaning = sent.get(group.kind, ("", ""))
        data |= {
            f"kind-{number}": group.kind,
            f"way-{number}": "" if way == "means" else way,
            f"means-{number}": meaning,
        }
    return data


def _meaning_field(problem: Problem) -> forms.Field:
    label, choices = _("It means"), WORDS.get(problem.field)
    if choices:
        return forms.ChoiceField(label=label, choices=[("", "–"), *choices], required=False)
    names = {"countries": "country-names", "themes": "theme-names"}.get(problem.field)
    return forms.CharField(
        label=label,
        help_text=_("Several with a semicolon between them.") if names else "",
        widget=forms.TextInput(attrs={"list": names} if names else {}),
        required=False,
    )


def ways_in(sent: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Kind of problem → what is to be done, and what a name means; a meaning that is filled in says it by itself."""
    found = {}
    for number in range(GROUPS):
        kind, meaning = sent.get(f"kind-{number}", ""), sent.get(f"means-{number}", "").strip()[:200]
        way = sent.get(f"way-{number}", "") or ("means" if meaning else "")
        if kind and way:
            found[kind] = way, meaning
    return found


class TakeBackForm(forms.Form):
    """Why an import is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is taken back"),
        help_text=gettext_lazy("The history of each project keeps it."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why: the history of the projects keeps it.")},
    )
