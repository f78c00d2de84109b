"""Following the record from outside: by mail, confirmed by a link and stopped by one click, or by feed."""

from rmt.site.follow.actions import UNCONFIRMED_FOR, remove_old
from rmt.site.follow.digests import send_weekly

__all__ = ["UNCONFIRMED_FOR", "remove_old", "send_weekly", "views"]
