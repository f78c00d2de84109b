"""What a person types about projects, partners and money. Rules are the actions'; forms keep the shape."""

from projects.pages.desk.forms.links import IndicatorForm, LinkForm
from projects.pages.desk.forms.partners import ChooseTwoForm, GapForm, PartnerAliasForm, PartnerForm, ReasonToRemoveForm
from projects.pages.desk.forms.project import ProjectEntry, ProjectForm
from projects.pages.desk.forms.project_rows import DocumentForm, FundingForm, OutputForm, ProjectAliasForm

__all__ = [
    "ChooseTwoForm",
    "DocumentForm",
    "FundingForm",
    "GapForm",
    "IndicatorForm",
    "LinkForm",
    "OutputForm",
    "PartnerAliasForm",
    "PartnerForm",
    "ProjectAliasForm",
    "ProjectEntry",
    "ProjectForm",
    "ReasonToRemoveForm",
]
