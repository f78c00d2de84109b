"""Which public pages a person answers for, and when each was last read and found right; never by whom, in public."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from countries.models import Country, Theme
from indicators.models import Edition, PageCheck
from rmt.models import User
from rmt.roles import roles_of
from rmt.text import day


@dataclass(frozen=True, slots=True)
class OwnPage:
    """A public page of this person: its key in the form, its address, and what was said of it last."""

    key: str
    title: str
    url: str
    kind: str
    last: str
    is_checked_today: bool


@dataclass(frozen=True, slots=True)
class ChecksPage:
    pages: Sequence[OwnPage]
    edition: Edition | None


def checks_of(user: User, *, today: date) -> ChecksPage:
    """The pages of the own countries and themes, those never or longest ago checked first."""
    roles = roles_of(user)
    countries = list(Country.objects.filter(pk__in=roles.countries))
    themes = list(Theme.objects.filter(pk__in=roles.themes))
    checks = PageCheck.objects.filter(country__in=countries) | PageCheck.objects.filter(theme__in=themes)
    last = _last(checks.select_related("edition"))
    pages = [
        (last.get(_key(one)), OwnPage(_key(one), str(one), one.get_absolute_url(), kind, *_said(last, one, today)))
        for kind, some in ((_("Country"), countries), (_("Theme"), themes))
        for one in some
    ]
    in_order = sorted(pages, key=lambda pair: (pair[0].day if pair[0] else date.min, pair[1].title))
    return ChecksPage([page for _check, page in in_order], Edition.objects.order_by("-pk").first())


def unchecked_pages_of(user: User, *, since: date) -> int:
    """How many pages of `user` nobody said to be right since a day: for the desk."""
    roles = roles_of(user)
    recent = PageCheck.objects.filter(day__gte=since)
    checked = recent.filter(country__in=roles.countries).values("country").distinct().count()
    checked += recent.filter(theme__in=roles.themes).values("theme").distinct().count()
    return len(roles.countries) + len(roles.themes) - checked


def last_check(*, country: Country | None = None, theme: Theme | None = None) -> str:
    """What the public page says: "Checked by the country team on 3 June 2026", without names; "" if nobody did."""
    check = PageCheck.objects.filter(country=country, theme=theme).order_by("-day", "-pk").first()
    if check is None:
        return ""
    if country:
        return _("Checked by the country team on %(day)s") % {"day": day(check.day)}
    return _("Checked by the lead of the theme on %(day)s") % {"day": day(check.day)}


def _key(one: Country | Theme) -> str:
    return f"{'country' if isinstance(one, Country) else 'theme'}:{one.slug}"


def _last(checks: Iterable[PageCheck]) -> dict[str, PageCheck]:
    found: dict[str, PageCheck] = {}
    for check in sorted(checks, key=lambda check: (check.day, check.pk)):
        if page := check.country or check.theme:  # always: a constraint; this tells the type checker
            found[_key(page)] = check
    return found


def _said(last: dict[str, PageCheck], one: Country | Theme, today: date) -> tuple[str, bool]:
    check = last.get(_key(one))
    if check is None:
        return _("never"), False
    said = day(check.day)
    if check.edition:
        said = _("%(day)s, for edition %(code)s") % {"day": said, "code": check.edition.code}
    return said, check.day == today
