"""What somebody asks for in a pack: countries, themes, projects, years, and what it is for."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country, Theme
from indicators.figures import SINCE_2016
from projects.models import Project
from rmt.forms import DeskForm, YearField


class PackForm(DeskForm):
    """A pack for a meeting; `today` says which years there are."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        help_text=gettext_lazy("It stands on the cover: “Review meeting, January 2027”."),
        max_length=120,
        error_messages={"required": gettext_lazy("Say what the pack is called.")},
    )
    purpose = forms.CharField(
        label=gettext_lazy("What it is for (optional)"),
        help_text=gettext_lazy("One line below the title: a donor's visit, the Conference, a review meeting."),
        max_length=200,
        required=False,
    )
    first_year = YearField(label=gettext_lazy("First year"))
    last_year = YearField(label=gettext_lazy("Last year"))
    countries = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Countries and territories (optional)"),
        queryset=Country.objects.none(),
        widget=forms.CheckboxSelectMultiple({"class": "filtered", "data-filter": ""}),
        required=False,
    )
    themes = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Themes (optional)"),
        queryset=Theme.objects.none(),
        widget=forms.CheckboxSelectMultiple({"class": "two-columns"}),
        required=False,
    )
    projects = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Projects (optional)"),
        queryset=Project.objects.none(),
        widget=forms.CheckboxSelectMultiple({"class": "filtered", "data-filter": ""}),
        required=False,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["countries"].queryset = Country.objects.order_by("name_en")
        self.fields["themes"].queryset = Theme.objects.order_by("order")
        self.fields["projects"].queryset = Project.objects.current().order_by("title")

    def clean(self) -> dict[str, Any]:
        """The same, once the years are known to be in order and within the programme."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_year"), cleaned.get("last_year")
        years = {"first": SINCE_2016.start.year, "last": self.today.year}
        for name, year in (("first_year", first), ("last_year", last)):
            if year and not years["first"] <= year <= years["last"]:
                words = _("Choose a year from %(first)s to %(last)s: the programme began in 2016.")
                self.add_error(name, ValidationError(words % years))
        if first and last and last < first <= years["last"]:
            self.add_error("last_year", ValidationError(_("The last year lies before the first.")))
        return cleaned

    def asked(self) -> dict[str, Any]:
        """What `ask_for_pack` is given."""
        cleaned = self.cleaned_data
        return {
            "title": cleaned["title"],
            "purpose": cleaned["purpose"],
            "countries": list(cleaned["countries"]),
            "themes": list(cleaned["themes"]),
            "projects": list(cleaned["projects"]),
            "period_start": date(cleaned["first_year"], 1, 1),
            "period_end": date(cleaned["last_year"] + 1, 1, 1),
        }
