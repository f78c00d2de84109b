"""Funding gaps: money that is missing."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import FundingGap
from rmt.models import SiteVersion, User


@transaction.atomic
def open_gap(*, fields: Mapping[str, Any], by: User) -> FundingGap:
    """Money that is missing in a country, for a theme, or both."""
    gap = FundingGap(recorded_at=timezone.now(), **fields)
    if gap.country is None and gap.theme is None:
        raise ValidationError({"country": _("Name a country, a theme, or both.")})
    gap.full_clean()
    gap.save()
    SiteVersion.bump()
    return gap


@transaction.atomic
def close_gap(*, gap: FundingGap, by: User) -> FundingGap:
    """Say that the gap is no longer open: it was filled, or replaced by another."""
    FundingGap.objects.filter(pk=gap.pk, closed_at=None).update(closed_at=timezone.now())
    gap.refresh_from_db()
    SiteVersion.bump()
    return gap
