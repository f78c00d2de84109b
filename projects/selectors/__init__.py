"""What the public pages of projects and partners show, joined from several querysets."""

from projects.selectors.listing import PartnerListPage, ProjectListPage, partner_list_page, project_list_page
from projects.selectors.partner import PartnerPage, partner_page
from projects.selectors.project import ProjectPage, project_page

__all__ = [
    "PartnerListPage",
    "PartnerPage",
    "ProjectListPage",
    "ProjectPage",
    "partner_list_page",
    "partner_page",
    "project_list_page",
    "project_page",
]
