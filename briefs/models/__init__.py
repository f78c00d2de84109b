"""The tables of briefs and reports."""

from briefs.models.briefs import PARTS, Brief, BriefEvent, BriefPicture, BriefRevision
from briefs.models.issues import Issue
from briefs.models.removals import IssueRemoval, IssueRemovalProposal
from briefs.models.reports import (
    Building,
    Chapter,
    DistributionGroup,
    GroupMember,
    OwnParagraph,
    PreviewLink,
    Report,
    ReportEvent,
    Sending,
)

__all__ = [
    "PARTS",
    "Brief",
    "BriefEvent",
    "BriefPicture",
    "BriefRevision",
    "Building",
    "Chapter",
    "DistributionGroup",
    "GroupMember",
    "Issue",
    "IssueRemoval",
    "IssueRemovalProposal",
    "OwnParagraph",
    "PreviewLink",
    "Report",
    "ReportEvent",
    "Sending",
]
