"""The briefs of the demonstration, drawn from published sources."""

from briefs.loading.briefs import load_briefs
from briefs.loading.files import DoesNotRead, read_brief, read_briefs

__all__ = ["DoesNotRead", "load_briefs", "read_brief", "read_briefs"]
