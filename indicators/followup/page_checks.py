"""A public page was read and found right: by whom, on which day, for which edition."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from countries.models import Country, Theme
from indicators.models import Edition, PageCheck
from rmt.models import SiteVersion, User


@transaction.atomic
def record_page_check(*, page: Country | Theme, by: User, day: date) -> PageCheck:
    """Record that a public page was read on a day and found right, for the latest edition; the page shows the day."""
    check = PageCheck.objects.create(
        country=page if isinstance(page, Country) else None,
        theme=page if isinstance(page, Theme) else None,
        day=day,
        edition=Edition.objects.order_by("-pk").first(),
        by=by,
        at=timezone.now(),
    )
    SiteVersion.bump()
    return check
