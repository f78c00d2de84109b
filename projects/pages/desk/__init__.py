"""Projects, partners and money on the desk."""

from projects.pages.desk.views import desk_page, post_only, read_only

__all__ = ["desk_page", "link_views", "partner_views", "post_only", "read_only", "views"]
