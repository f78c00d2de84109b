"""The public pages of projects and partners."""

from projects.pages.public.filters import ProjectFilter
from projects.pages.public.project_line import ProjectLine, line_of_project

__all__ = ["ProjectFilter", "ProjectLine", "line_of_project", "views"]
