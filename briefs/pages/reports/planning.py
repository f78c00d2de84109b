"""What a manager types to plan a report: one form for each kind."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from briefs.models import Report
from indicators.pages.transition import DayInput
from rmt.forms import DeskForm
from rmt.models import User

FIRST_YEAR = 2016


class PlanForm(DeskForm):
    """What every kind of report asks; `planned` says what `plan_report` is given."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=User.Language.choices)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Leave it empty, and it is called by its kind and period."),
        max_length=200,
        required=False,
    )

    def planned(self) -> Mapping[str, Any]:
        """Language, title, slug, period and what else is asked, as `plan_report` takes them."""
        language = self.cleaned_data["language"]
        with override(language):
            title = self.cleaned_data["title"] or self.usual_title()
        return {"language": language, "title": title, **self.about()}

    def usual_title(self) -> str:
        """What such a report is called if nobody says otherwise, in its language."""
        raise NotImplementedError

    def about(self) -> Mapping[str, Any]:
        """Slug, `period_start`, `period_end` and, if the kind needs more, `asked`."""
        raise NotImplementedError


class AnnualForm(PlanForm):
    """The report on a calendar year, which comes out in the March after it."""

    field_order = ("year", "language", "title")

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = timezone.localdate().year
        self.fields["year"].choices = [(year, year) for year in range(this_year, FIRST_YEAR - 1, -1)]
        self.fields["year"].initial = this_year - 1

    def usual_title(self) -> str:
        return _("Annual report %(year)s") % {"year": self.cleaned_data["year"]}

    def about(self) -> Mapping[str, Any]:
        year = self.cleaned_data["year"]
        return {"slug": str(year), "period_start": date(year, 1, 1), "period_end": date(year + 1, 1, 1)}


class PeriodForm(PlanForm):
    """A report on several years: a phase, or from a year until today."""

    field_order = ("first_day", "last_day", "language", "title")

    first_day = forms.DateField(label=gettext_lazy("First day"), widget=DayInput())
    last_day = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput())
    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Its address is made of it: “Phase I, 2016–2020” stands at phase-i-2016-2020."),
        max_length=200,
    )

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if not slugify(title):
            raise forms.ValidationError(_("Use some Latin letters or digits: the address is made of them."))
        return title

    def usual_title(self) -> str:
        return str(self.cleaned_data["title"])

    def about(self) -> Mapping[str, Any]:
        last = self.cleaned_data["last_day"]
        return {
            "slug": slugify(self.cleaned_data["title"].replace("–", "-"))[:80],
            "period_start": self.cleaned_data["first_day"],
            "period_end": date.fromordinal(last.toordinal() + 1),
        }


class DashboardForm(PlanForm):
    """Two pages on a quarter."""

    field_order = ("quarter", "language", "title")

    quarter = forms.ChoiceField(label=gettext_lazy("Quarter"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        last = today.year * 4 + (today.month - 1) // 3
        codes = [f"{quarter // 4}-q{quarter % 4 + 1}" for quarter in range(last, last - 12, -1)]
        self.fields["quarter"].choices = [(code, quarter_in_words(code)) for code in codes]
        self.fields["quarter"].initial = codes[1]

    def usual_title(self) -> str:
        return _("Dashboard, %(quarter)s") % {"quarter": quarter_in_words(self.cleaned_data["quarter"])}

    def about(self) -> Mapping[str, Any]:
        code = self.cleaned_data["quarter"]
        year, quarter = (int(part) for part in code.split("-q"))
        end = date(year, 3 * quarter + 1, 1) if quarter < 4 else date(year + 1, 1, 1)
        return {"slug": code, "period_start": date(year, 3 * quarter - 2, 1), "period_end": end}


def quarter_in_words(code: str) -> str:
    """A quarter by its code, "2026-q3".

    >>> quarter_in_words("2026-q3")
    'third quarter of 2026'
    """
    year, quarter = code.split("-q")
    words = (
        _("first quarter of %(year)s"),
        _("second quarter of %(year)s"),
        _("third quarter of %(year)s"),
        _("fourth quarter of %(year)s"),
    )
    return words[int(quarter) - 1] % {"year": year}


FORMS: dict[str, type[PlanForm]] = {
    Report.Kind.ANNUAL: AnnualForm,
    Report.Kind.PERIOD: PeriodForm,
    Report.Kind.DASHBOARD: DashboardForm,
}
"""The form of each kind that can be planned."""
