"""What belongs to a result, row by row: evidence, what others did, who was consulted."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.core.validators import URLValidator
from django.forms import formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Consultation, Evidence, Result
from indicators.results import CheckedFile, EvidenceItem, check_file
from rmt import links
from rmt.forms import BLANK_ROWS, MOST_ROWS, FormRow, FormRows
from rmt.models import User


class OtherForm(FormRow):
    who = forms.CharField(
        label=gettext_lazy("Who?"),
        help_text=gettext_lazy("A ministry, an agency, a partner."),
        max_length=200,
        required=False,
    )
    what = forms.CharField(
        label=gettext_lazy("What did they do?"), widget=forms.Textarea({"rows": "2"}), required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("what") and not cleaned.get("who") and "who" not in self.errors:
            self.add_error("who", _("Say who did it."))
        return cleaned


class ConsultationForm(FormRow):
    """Who was consulted. A published source may name nobody, and may not say whether they endorsed the result."""

    group = forms.ChoiceField(
        label=gettext_lazy("Which group?"),
        choices=[("", gettext_lazy("Choose one")), *Consultation.Group.choices],
        required=False,
    )
    who = forms.CharField(
        label=gettext_lazy("Which organization?"),
        help_text=gettext_lazy("The organization, not a person: a name goes into a note for reviewers."),
        max_length=200,
        required=False,
    )
    when = forms.DateField(
        label=gettext_lazy("When? (optional)"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Enter a day, such as 2026-01-31, or leave it empty.")},
        required=False,
    )
    endorsed = forms.TypedChoiceField(
        label=gettext_lazy("Did they endorse it?"),
        choices=[
            ("", gettext_lazy("The source does not say")),
            ("True", gettext_lazy("Yes, they endorsed it")),
            ("False", gettext_lazy("No, they did not endorse it")),
        ],
        coerce=lambda value: value == "True",
        empty_value=None,
        required=False,
    )
    why_not = forms.CharField(label=gettext_lazy("If not: why not? (optional)"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.has_changed() and not cleaned.get("group") and "group" not in self.errors:
            self.add_error("group", _("Choose the group: government, employers or workers."))
        if cleaned.get("why_not") and cleaned.get("endorsed") is None and "endorsed" not in self.errors:
            cleaned["endorsed"] = False  # who gives a reason for not endorsing did not endorse
        if cleaned.get("endorsed") is not None and not cleaned.get("who") and "who" not in self.errors:
            self.add_error("who", _("Name the organization."))
        return cleaned


class EvidenceForm(FormRow):
    """A link or a file. `kept` names what is stored already, signed, so that a form can name only what it was given."""

    kept = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=gettext_lazy("What is it?"),
        help_text=gettext_lazy("As readers will see it: “Official Gazette No. 12, page 3”."),
        max_length=200,
        required=False,
    )
    url = forms.CharField(
        label=gettext_lazy("Link"),
        help_text=gettext_lazy("Begins with https:// or http://"),
        widget=forms.URLInput,
        max_length=500,
        validators=[
            URLValidator(
                schemes=["http", "https"],
                message=gettext_lazy("Enter a whole link, as your browser shows it: https://…"),
            )
        ],
        required=False,
    )
    file = forms.FileField(
        label=gettext_lazy("or a file"),
        help_text=gettext_lazy("PDF, Word, Excel, PowerPoint, ODT, CSV, text or picture; 10 MB at most."),
        widget=forms.FileInput,
        allow_empty_file=True,
        required=False,
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may see it?"),
        choices=Evidence.Audience.choices,
        initial=Evidence.Audience.REVIEWERS,  # rule 21: unless said otherwise
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.evidence = self._named()
        if self.evidence is not None and self.evidence.url is None:
            del self.fields["url"], self.fields["file"]

    def _named(self) -> Evidence | None:
        token = self.data.get(self.add_prefix("kept")) if self.is_bound else self.initial.get("kept")
        uuid = evidence_uuid(token or "", user=self.user)
        return Evidence.objects.filter(uuid=uuid).first() if uuid else None

    @property
    def changed_data(self) -> list[str]:
        """What was filled in; a row that only says who may see it is still empty."""
        return [name for name in super().changed_data if name != "audience"]

    def clean_file(self) -> CheckedFile | None:
        upload = self.cleaned_data["file"]
        return check_file(upload) if upload else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors or not self.has_changed() or "url" not in self.fields or self.is_removed:
            return cleaned
        url, file = cleaned.get("url"), cleaned.get("file")
        if url and file:
            message = _("Give the link or the file in one row, and the other in the next. Choose the file again there.")
            self.add_error("file", ValidationError(message))
        elif not url and not file:
            self.add_error("url", _("Give a link, or choose a file."))
        return cleaned

    def store_file(self) -> None:
        """Store a good file at once, as evidence of no result yet.

        A browser does not send a file twice, so a form that comes back with errors, or in a conflict, would lose it.
        The row names it from now on; `save` ties it to the result. What is never tied is seen by nobody.
        """
        file = self.cleaned_data.pop("file", None) if self.is_valid() and not self.is_removed else None
        if file is None:
            return
        self.evidence = Evidence.objects.create(
            title=file.name, file=file.file, file_name=file.name, sha256=file.sha256
        )
        self.data[self.add_prefix("kept")] = evidence_token(self.evidence.uuid, user=self.user)
        del self.fields["url"], self.fields["file"]
        self.is_existing = True

    @property
    def item(self) -> EvidenceItem:
        """The row as evidence to save; a link that was changed is other evidence."""
        cleaned = self.cleaned_data
        url = cleaned.get("url") or (self.evidence.url if self.evidence else None)
        default = url or (self.evidence.file_name if self.evidence else None) or ""
        is_same = self.evidence is not None and self.evidence.url == url
        return EvidenceItem(
            title=(cleaned.get("title") or default)[:200],
            url=url,
            audience=cleaned.get("audience") or Evidence.Audience.REVIEWERS,
            uuid=self.evidence.uuid if self.evidence and is_same else None,
        )


def evidence_token(uuid: UUID, *, user: User) -> str:
    """Names evidence in a form for one person; nobody can name what they were not shown."""
    return _signer(user).sign(str(uuid))


def evidence_uuid(token: str, *, user: User) -> UUID | None:
    """The evidence that a form names; `None` for none, or for a name that this person was not given."""
    try:
        return UUID(_signer(user).unsign(token))
    except (BadSignature, ValueError):
        return None


def _signer(user: User) -> Signer:
    return Signer(salt=f"evidence of {user.pk} at {links.site()}")


def _formset(form: type[FormRow], *, blank: int = BLANK_ROWS) -> Any:
    return formset_factory(
        form, formset=FormRows, extra=blank, max_num=MOST_ROWS, absolute_max=MOST_ROWS,
        can_delete=True,
    )  # fmt: skip


EvidenceRows = _formset(EvidenceForm, blank=1)  # several at once have a place of their own
OtherRows = _formset(OtherForm)
ConsultationRows = _formset(ConsultationForm)


def evidence_of(result: Result | None, *, user: User) -> list[dict[str, Any]]:
    """The evidence of a draft as the first rows of its form."""
    rows = result.evidence.all() if result else ()
    return [
        {"kept": evidence_token(it.uuid, user=user), "title": it.title, "url": it.url, "audience": it.audience}
        for it in rows
    ]
