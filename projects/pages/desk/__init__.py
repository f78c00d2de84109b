"""Projects, partners and money on the desk."""

__all__ = ["link_views", "partner_views", "views"]
