"""Two rows that are one: what belongs to the one goes over, and the one that goes stays as a row that redirects."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.results.support import move_contributions, restate_support
from projects.actions import partners_by_name, plain, remember, values_of
from projects.models import MergeEvent, Partner, PartnerAlias, Project, ProjectAlias, ProjectCountry
from rmt import search
from rmt.models import SiteVersion, User
from rmt.text import key_of

Moved = dict[str, Any]

FUNDING_KEY = ("year", "resource", "currency")
FUNDING_SAME = ("modality", "planned", "received", "spent", "usd_rate")
OUTPUT_SAME = ("due_last", "delivered")
ONLY_ONE_HAS = ("symbol", "iati_id")


@transaction.atomic
def merge_partner(*, kept: Partner, gone: Partner, reason: str, by: User) -> MergeEvent:
    """Make `gone` a part of `kept`: money, representatives, spellings and mapped indicators go over.

    Rows that say the same are kept once. Raises ValidationError if two rows of one kind differ: correct them first.
    """
    kept, gone = _both(Partner, kept, gone, reason)
    _keep_subscriptions_on(kept, gone)
    funded = list(Project.objects.filter(fundings__partner=gone).distinct())
    moved: Moved = {
        "funding": _move(gone.fundings.all(), partner=kept, key=("project_id", *FUNDING_KEY), same=FUNDING_SAME),
        "indicators": _move(gone.own_indicators.all(), partner=kept, key=("wording",), same=("indicator_id",)),
        "representatives": gone.representatives.update(partner=kept),
        "subscriptions": gone.subscriptions.exclude(user__in=kept.subscriptions.values("user")).update(partner=kept),
        "spellings": gone.aliases.update(partner=kept),
    }
    if key_of(gone.name) not in partners_by_name():
        PartnerAlias.objects.create(partner=kept, text=gone.name)
    _redirect(Partner, kept, gone)
    restate_support(funded, by=by, reason=reason.strip())
    return _event(moved, reason, by, kept_partner=kept, gone_partner=gone)


def _keep_subscriptions_on(kept: Partner, gone: Partner) -> None:
    """Who asked for the mail of either gets that of both, from the earlier of the two numbers on."""
    for theirs in gone.subscriptions.filter(is_on=True):
        own = kept.subscriptions.filter(user=theirs.user).first()
        if own is not None:
            own.since_seq = min(own.since_seq, theirs.since_seq) if own.is_on else theirs.since_seq
            own.is_on = True
            own.save()


@transaction.atomic
def merge_project(*, kept: Project, gone: Project, reason: str, by: User) -> MergeEvent:
    """Make `gone` a part of `kept`: money, outputs, documents, staff, results and mapped indicators go over.

    Published results that named `gone` are restated with `kept`. What `gone` said of itself stays with it; countries
    and themes that `kept` lacks are added to it, without a share. Raises ValidationError as `merge_partner` does.
    """
    kept, gone = _both(Project, kept, gone, reason)
    moved: Moved = {
        "funding": _move(gone.fundings.all(), project=kept, key=("partner_id", *FUNDING_KEY), same=FUNDING_SAME),
        "outputs": [
            *_move(gone.outputs.exclude(code=None), project=kept, key=("code",), same=("title", *OUTPUT_SAME)),
            *_move(gone.outputs.filter(code=None), project=kept, key=("title",), same=OUTPUT_SAME),
        ],
        "documents": _move(gone.documents.all(), project=kept, key=("url",), same=()),
        "indicators": _move(gone.own_indicators.all(), project=kept, key=("wording",), same=("indicator_id",)),
        "staff": gone.staff.update(project=kept),
        "results": move_contributions(kept=kept, gone=gone, reason=reason.strip(), by=by),
        "identifiers": _move_identifiers(kept, gone),
    }
    for text in (gone.title, gone.symbol, *gone.aliases.values_list("text", flat=True)):
        if text and key_of(text):
            ProjectAlias.objects.get_or_create(project=kept, key=key_of(text), defaults={"text": text})
    for country in gone.countries.exclude(pk__in=kept.countries.all()):
        ProjectCountry.objects.create(project=kept, country=country)
    kept.themes.add(*gone.themes.all())
    _redirect(Project, kept, gone)
    Project.objects.filter(pk=kept.pk).update(version=F("version") + 1)
    remember(kept, "merged", {"slug": gone.slug, **moved}, by=by)
    return _event(moved, reason, by, kept_project=kept, gone_project=gone)


def _move_identifiers(kept: Project, gone: Project) -> Moved:
    """The symbol and the IATI id that only `gone` has: they are unique, so the one that stays takes them."""
    taken = {name: getattr(gone, name) for name in ONLY_ONE_HAS if getattr(gone, name) and not getattr(kept, name)}
    Project.objects.filter(pk=gone.pk).update(**dict.fromkeys(taken))
    Project.objects.filter(pk=kept.pk).update(**taken)
    return taken


def _both(model: type[models.Model], kept: Any, gone: Any, reason: str) -> tuple[Any, Any]:
    """The two rows, locked in one order; refused if they are one, or if one of them was merged already."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why these two are one: the history keeps it.")})
    if kept.pk == gone.pk:
        raise ValidationError({"gone": _("These are one already. Choose two.")})
    rows = model._default_manager.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    found: dict[int, Any] = {row.pk: row for row in rows}
    for field, row in (("kept", found[kept.pk]), ("gone", found[gone.pk])):
        if row.merged_into_id:
            raise ValidationError({field: _("%(row)s was merged into another already.") % {"row": row}})
    return found[kept.pk], found[gone.pk]


def _move(rows: QuerySet, *, key: tuple[str, ...], same: tuple[str, ...], **to: models.Model) -> list[Moved]:
    """Move rows to another owner, and say which; one that says the same as a row there is not kept twice."""
    moved = []
    for row in rows:
        moved.append({"id": row.pk, **values_of(row, (*key, *same))})
        there = row._meta.default_manager.filter(**to, **{name: getattr(row, name) for name in key}).first()
        if there is None:
            type(row)._default_manager.filter(pk=row.pk).update(**to)
        elif values_of(there, same) == values_of(row, same):
            row.delete()
        else:
            message = _("Both have “%(row)s”, and they differ. Correct one of the two first.")
            raise ValidationError({"gone": message % {"row": row}})
    return moved


def _redirect(model: type[models.Model], kept: models.Model, gone: models.Model) -> None:
    """Both `gone` and what was merged into it earlier lead to `kept`: one step, however long the history."""
    model._default_manager.filter(merged_into=gone).update(merged_into=kept)
    model._default_manager.filter(pk=gone.pk).update(merged_into=kept)
    SiteVersion.bump()


def _event(moved: Moved, reason: str, by: User, **rows: models.Model) -> MergeEvent:
    search.refresh_names()
    text = json.dumps(moved, ensure_ascii=False, sort_keys=True, default=plain)
    return MergeEvent.objects.create(reason=reason.strip(), moved=text, by=by, at=timezone.now(), **rows)
