"""A project's own indicators, and the results that it supported."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Contribution, Indicator, ProjectIndicator
from projects.models import Project
from projects.pages.desk.forms.fields import CHOOSE, NO_SUCH_CHOICE, text
from rmt.forms import DeskForm, NumberField

NO_MATCH = "none"


class IndicatorForm(DeskForm):
    """An indicator of a project's own framework, and ours for it. Once it is recorded, its wording stays as it is."""

    code = text(gettext_lazy("Their number (optional)"), max_length=40)
    wording = text(gettext_lazy("Their wording"), max_length=400, required=True)
    indicator = forms.ChoiceField(
        label=gettext_lazy("Which of ours is it?"),
        error_messages={"required": gettext_lazy("Choose ours, or “no match”."), **NO_SUCH_CHOICE},
    )
    share = NumberField(
        label=gettext_lazy("Part of it that ours measures, per cent (optional)"),
        help_text=gettext_lazy("Only if ours measures a part of theirs."),
        required=False,
    )
    note = text(gettext_lazy("Note (optional)"), lines=2)

    def __init__(self, data: Any = None, *, project: Project, row: ProjectIndicator | None = None) -> None:
        initial = {name: getattr(row, name) for name in ("code", "wording", "share", "note")} if row else {}
        if row:
            initial["indicator"] = row.indicator.code if row.indicator else NO_MATCH
        super().__init__(data, initial=initial)
        self.project, self.row = project, row
        self.ours = {indicator.code: indicator for indicator in Indicator.objects.all()}
        ours = [(code, str(indicator)) for code, indicator in self.ours.items()]
        self.fields["indicator"].choices = [CHOOSE, (NO_MATCH, _("No match")), *ours]
        if row:
            self.fields["wording"].disabled = True

    def clean_wording(self) -> str:
        wording = " ".join(self.cleaned_data["wording"].split())
        others = self.project.own_indicators.exclude(pk=self.row.pk) if self.row else self.project.own_indicators.all()
        if others.filter(wording=wording).exists():
            raise ValidationError(_("This indicator stands on the list already."))
        return wording

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["ours"] = self.ours.get(cleaned.get("indicator", ""))
        share = cleaned.get("share")
        if share is not None and cleaned["ours"] is None:
            self.add_error("share", _("There is no part without one of ours: leave it empty."))
        elif share is not None and not 0 < share <= 100:
            self.add_error("share", _("A share is above 0 and at most 100 per cent."))
        return cleaned


class LinkForm(forms.Form):
    """What one button of a list of suggestions sends."""

    do = forms.ChoiceField(choices=[("link", ""), ("unlink", "")])
    role = forms.ChoiceField(choices=Contribution.Role.choices, required=False)

    def clean_role(self) -> str:
        return self.cleaned_data["role"] or Contribution.Role.SUPPORTED
