"""A public page was read and is right: who said so, on which day, for which edition."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from countries.models import Country, Theme
from indicators.models import Edition, PageCheck
from rmt.models import SiteVersion, User


@transaction.atomic
def record_page_check(*, page: Country | Theme, by: User, day: date) -> PageCheck:
    """Say that a public page was read on a day and is right, for the latest edition; its page says so from now on."""
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
