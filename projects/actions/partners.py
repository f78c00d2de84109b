"""Partners and the names under which they are known."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from countries.names import countries_by_name, names_of
from projects.actions.records import free_slug
from projects.models import Partner, PartnerAlias
from projects.search_rows import index_partner
from rmt.models import SiteVersion, User
from rmt.text import key_of


def partners_by_name() -> dict[str, Partner]:
    """Every partner that was not merged, under the key of each of its spellings; a state under all names it has."""
    partners = {partner.pk: partner for partner in Partner.objects.current()}
    found = {key_of(partner.name): partner for partner in partners.values()}
    aliases = PartnerAlias.objects.filter(partner__in=partners)
    found |= {key: partners[pk] for key, pk in aliases.values_list("key", "partner")}
    countries = countries_by_name()
    states = {country: partner for key, partner in found.items() if (country := countries.state(key))}
    for country, partner in states.items():  # Germany is known as Allemagne, too; nobody had to say so
        for name in names_of(country):
            found.setdefault(key_of(name), partner)
    return found


@transaction.atomic
def create_partner(
    *,
    name: str,
    by: User,
    kind: str | None = None,
    iati_id: str | None = None,
    source: str | None = None,
    slug: str | None = None,
) -> Partner:
    """A new partner; its name is its first spelling. Refused if a spelling of a partner already means this one."""
    name = " ".join(name.split())
    _refuse_known(name, field="name")
    partner = Partner(
        slug=slug or free_slug(Partner, name),
        name=name,
        kind=kind or None,
        iati_id=(iati_id or "").strip() or None,
        source=(source or "").strip() or None,
    )
    partner.full_clean()
    partner.save()
    PartnerAlias.objects.create(partner=partner, text=name)
    SiteVersion.bump()
    index_partner(partner)
    return partner


@transaction.atomic
def change_partner(*, partner: Partner, fields: dict[str, Any], by: User) -> Partner:
    """Correct name, kind, IATI identifier or source; the earlier name stays as a spelling."""
    for name in ("name", "kind", "iati_id", "source"):
        if name in fields:
            value = fields[name]
            setattr(partner, name, (" ".join(value.split()) or None) if isinstance(value, str) else value)
    if not partner.name:
        raise ValidationError({"name": _("Give the partner a name.")})
    known = partners_by_name().get(key_of(partner.name))
    if known is not None and known.pk != partner.pk:
        _refuse_known(partner.name, field="name")
    partner.full_clean()
    partner.save()
    PartnerAlias.objects.get_or_create(key=key_of(partner.name), defaults={"partner": partner, "text": partner.name})
    SiteVersion.bump()
    index_partner(partner)
    return partner


@transaction.atomic
def add_alias(*, partner: Partner, text: str, by: User, source: str | None = None) -> PartnerAlias:
    """Another spelling of a partner; one that means this partner already is left as it is."""
    text = " ".join(text.split())
    known = partners_by_name().get(key_of(text))
    if known is not None and known.pk != partner.pk:
        _refuse_known(text, field="text")
    if not key_of(text):
        raise ValidationError({"text": _("“%(text)s” is not a name.") % {"text": text}})
    alias, _created = PartnerAlias.objects.get_or_create(
        key=key_of(text), defaults={"partner": partner, "text": text, "source": source or None}
    )
    SiteVersion.bump()
    index_partner(partner)
    return alias


@transaction.atomic
def drop_aliases(ids: Iterable[int]) -> None:
    """Take spellings back: they mean nobody from now on, and find nobody."""
    aliases = PartnerAlias.objects.filter(pk__in=ids)
    partners = list(Partner.objects.filter(aliases__in=aliases).distinct())
    aliases.delete()
    SiteVersion.bump()
    for partner in partners:
        index_partner(partner)


def _refuse_known(text: str, *, field: str) -> None:
    if not key_of(text):
        raise ValidationError({field: _("“%(text)s” is not a name.") % {"text": text}})
    known = partners_by_name().get(key_of(text))
    if known is not None:
        message = _("“%(text)s” is already known: it means %(partner)s.")
        raise ValidationError({field: message % {"text": text, "partner": known.name}})
