"""What a manager types to plan a report: one form for each kind."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from briefs.actions import about_name
from briefs.models import Report
from briefs.pages.reports.forms import A_DAY
from briefs.writing import LANGUAGES, quarter
from indicators.pages.transition import DayInput
from projects.models import Partner
from rmt.forms import DeskForm, YearField
from rmt.models import User
from rmt.text import span

FIRST_YEAR = 2016


class PlanForm(DeskForm):
    """What every kind of report asks; `planned` says what `plan_report` is given.

    Each kind says what such a report is usually called, in its language, and what it is about: slug, `period_start`,
    `period_end` and, if it needs more, `asked`.
    """

    usual_title: Callable[[], str]
    about: Callable[[], Mapping[str, Any]]

    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=[(code, User.Language(code).label) for code in LANGUAGES]
    )
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


def _not_taken(kind: str, names: Iterable[int | str]) -> int | str | None:
    """The first of these years or quarters on which there is no report of this kind yet."""
    taken = set(Report.objects.filter(kind=kind).values_list("slug", flat=True))
    return next((name for name in names if str(name) not in taken), None)


class AnnualForm(PlanForm):
    """The report on a calendar year, which comes out in the March after it."""

    field_order = ("year", "language", "title")

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = timezone.localdate().year
        self.fields["year"].choices = [(year, year) for year in range(this_year, FIRST_YEAR - 1, -1)]
        self.fields["year"].initial = _not_taken(Report.Kind.ANNUAL, range(this_year - 1, FIRST_YEAR - 1, -1))

    def usual_title(self) -> str:
        return _("Annual report %(year)s") % {"year": self.cleaned_data["year"]}

    def about(self) -> Mapping[str, Any]:
        year = self.cleaned_data["year"]
        return {"slug": str(year), "period_start": date(year, 1, 1), "period_end": date(year + 1, 1, 1)}


class PeriodForm(PlanForm):
    """A report on several years: a phase, or from a year until today."""

    field_order = ("first_day", "last_day", "language", "title")

    first_day = forms.DateField(label=gettext_lazy("First day"), widget=DayInput(), error_messages=A_DAY)
    last_day = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput(), error_messages=A_DAY)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("Its address is made of it: “Phase I, 2016–2020” stands at phase-i-2016-2020."),
        max_length=200,
        error_messages={"required": gettext_lazy("Say what it is called.")},
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
        quarters = [(number // 4, number % 4 + 1) for number in range(last, last - 12, -1)]
        periods = [(f"{year}-q{number}", quarter(year, number)) for year, number in quarters]
        self.fields["quarter"].choices = [(code, span(period.start, period.last)) for code, period in periods]
        self.fields["quarter"].initial = _not_taken(Report.Kind.DASHBOARD, [code for code, _period in periods[1:]])

    def usual_title(self) -> str:
        return str(self._about()["title"])

    def about(self) -> Mapping[str, Any]:
        days = {name: day for name, day in self._about().items() if name != "title"}
        return {"slug": self.cleaned_data["quarter"], **days}

    def _about(self) -> Mapping[str, Any]:
        return about_name(Report.Kind.DASHBOARD, self.cleaned_data["quarter"], today=timezone.localdate())


class PartnerForm(PlanForm):
    """What a partner's money helped to change in some years, for its representatives."""

    field_order = ("partner", "first_year", "last_year", "language", "title")

    partner = forms.ModelChoiceField(
        label=gettext_lazy("Partner"), queryset=Partner.objects.none(), to_field_name="slug", empty_label=None
    )
    first_year = YearField(label=gettext_lazy("First year"))
    last_year = YearField(label=gettext_lazy("Last year"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = Partner.objects.current().order_by("name")

    def clean(self) -> dict[str, Any]:
        """The same, once the years are in order and within the programme."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        if first and first < FIRST_YEAR:
            self.add_error("first_year", _("The programme began in 2016."))
        if first and last and last < first:
            self.add_error("last_year", _("The last year lies before the first."))
        elif last and last > timezone.localdate().year:
            self.add_error("last_year", _("This year has not begun yet."))
        return cleaned

    def usual_title(self) -> str:
        years = span(date(self.cleaned_data["first_year"], 1, 1), date(self.cleaned_data["last_year"], 12, 31))
        return _("Report for %(partner)s, %(years)s") % {"partner": self.cleaned_data["partner"], "years": years}

    def about(self) -> Mapping[str, Any]:
        partner, first, last = (self.cleaned_data[name] for name in ("partner", "first_year", "last_year"))
        return {
            "slug": f"{partner.slug[:68]}-{first}-{last}",
            "period_start": date(first, 1, 1),
            "period_end": date(last + 1, 1, 1),
            "asked": {"partner": partner.slug},
        }


FORMS: dict[str, type[PlanForm]] = {
    Report.Kind.ANNUAL: AnnualForm,
    Report.Kind.PERIOD: PeriodForm,
    Report.Kind.DASHBOARD: DashboardForm,
    Report.Kind.PARTNER: PartnerForm,
}
"""The form of each kind that can be planned."""
