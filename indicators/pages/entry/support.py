"""Which projects supported a result: those that work in its country, each with what it did and who funds it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from countries.models import Country
from indicators.models import Contribution, Result
from indicators.permissions import can_link_project
from indicators.results import support as contributions
from projects.models import Project
from rmt.models import User

MOST = 30


class SupportForm(forms.Form):
    """Projects to tick, of what is not public yet. Links of what is public have a page of their own."""

    fields: dict[str, Any]

    # Which projects the form offered: one that was not is left as it is.
    projects_offered = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, user: User, country: Country | None, result: Result | None) -> None:
        super().__init__(data)
        self.user, self.result = user, result
        self.projects = list(_projects(country, result)) if self._is_asked(country) else []
        linked = dict(result.contributions.values_list("project", "role")) if result else {}
        for project in self.projects:
            role = linked.get(project.pk)
            self.fields[f"project_{project.pk}"] = forms.BooleanField(label=str(project), required=False)
            self.fields[f"role_{project.pk}"] = forms.ChoiceField(
                label=_("What %(project)s did") % {"project": project},
                choices=Contribution.Role.choices,
                required=False,
            )
            self.initial[f"project_{project.pk}"] = role is not None
            self.initial[f"role_{project.pk}"] = role or Contribution.Role.SUPPORTED
        self.initial["projects_offered"] = " ".join(str(project.pk) for project in self.projects)

    def _is_asked(self, country: Country | None) -> bool:
        if country is None:
            return False
        is_public = self.result is not None and self.result.number is not None
        return not is_public and (self.result is None or can_link_project(self.user, self.result))

    @property
    def offered(self) -> list[dict[str, Any]]:
        """Each project as it is offered: whether it supported the result, how, and with whose money."""
        offered = []
        for project in self.projects:
            partners = (funding.partner for funding in project.fundings.all())
            funders = ", ".join(dict.fromkeys(partner.name for partner in partners if partner))
            fields = {"is_named": self[f"project_{project.pk}"], "role": self[f"role_{project.pk}"]}
            offered.append({"project": project, "funders": funders, **fields})
        return offered

    def save(self, result: Result) -> None:
        """Link what was ticked, and unlink what no longer is."""
        shown = set(self.cleaned_data.get("projects_offered", "").split())
        linked = dict(result.contributions.values_list("project", "role"))
        for project in self.projects:
            if str(project.pk) not in shown:
                continue
            if self.cleaned_data[f"project_{project.pk}"]:
                role = self.cleaned_data[f"role_{project.pk}"] or Contribution.Role.SUPPORTED
                contributions.link_project(result=result, project=project, by=self.user, role=role)
            elif project.pk in linked:
                contributions.unlink_project(result=result, project=project, by=self.user)


def _projects(country: Country | None, result: Result | None) -> Iterable[Project]:
    """Projects of the country, those first that still run; what is linked already is among them."""
    of_country = Q(countries=country)
    linked = Q(contributions__result=result) if result else Q(pk=None)
    known = Project.objects.current().filter(pk__in=Project.objects.order_by().filter(of_country | linked).values("pk"))
    return known.prefetch_related("fundings__partner").order_by("-end_last", "title")[:MOST]
