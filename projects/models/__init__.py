"""Projects, the partners that fund them, and the money between the two."""

from projects.models.imports import ImportedProject, ImportMapping, ProjectImport, UploadedList
from projects.models.merges import MergeEvent
from projects.models.money import Funding, FundingGap
from projects.models.partners import Partner, PartnerAlias, PartnerRepresentative
from projects.models.portfolio import PortfolioVisit, Subscription
from projects.models.projects import (
    NOBODYS_SYMBOL,
    Document,
    Output,
    Project,
    ProjectAlias,
    ProjectChange,
    ProjectCountry,
    ProjectStaff,
    PurposeCode,
)

__all__ = [
    "NOBODYS_SYMBOL",
    "Document",
    "Funding",
    "FundingGap",
    "ImportMapping",
    "ImportedProject",
    "MergeEvent",
    "Output",
    "Partner",
    "PartnerAlias",
    "PartnerRepresentative",
    "PortfolioVisit",
    "Project",
    "ProjectAlias",
    "ProjectChange",
    "ProjectCountry",
    "ProjectImport",
    "ProjectStaff",
    "PurposeCode",
    "Subscription",
    "UploadedList",
]
