"""Which public pages a person answers for, and when each was last read and found right; never by whom, in public."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from countries.models import Country, Theme
from indicators.models import Edition, PageCheck
from rmt.models import User
from rmt.roles import roles_of
from rmt.text import day


def checks_of(user: User, *, today: date) -> dict[str, Any]:
    """The pages of the person's countries and themes, the longest unchecked first, and the latest edition."""
    roles = roles_of(user)
    countries = list(Country.objects.filter(pk__in=roles.countries))
    themes = list(Theme.objects.filter(pk__in=roles.themes))
    checks = PageCheck.objects.filter(country__in=countries) | PageCheck.objects.filter(theme__in=themes)
    last: dict[str, PageCheck] = {}
    for check in sorted(checks.select_related("edition"), key=lambda check: (check.day, check.pk)):
        if page := check.country or check.theme:  # always: a constraint; this tells the type checker
            last[_key(page)] = check
    pages = []
    for kind, subjects in ((_("Country"), countries), (_("Theme"), themes)):
        for subject in subjects:
            found = last.get(_key(subject))
            last_text = day(found.day) if found else _("never")
            if found and found.edition:
                last_text = _("%(day)s, for edition %(code)s") % {"day": last_text, "code": found.edition.code}
            page_of = {
                "key": _key(subject),
                "title": str(subject),
                "url": subject.get_absolute_url(),
                "kind": kind,
                "last": last_text,
                "is_checked_today": found is not None and found.day == today,
            }
            pages.append((found.day if found else date.min, page_of))
    pages.sort(key=lambda pair: (pair[0], pair[1]["title"]))
    return {"pages": [page for _day, page in pages], "edition": Edition.objects.order_by("-pk").first()}


def unchecked_pages_of(user: User, *, since: date) -> int:
    """How many pages of `user` nobody has found right since a day: for the desk."""
    roles = roles_of(user)
    recent = PageCheck.objects.filter(day__gte=since)
    checked = recent.filter(country__in=roles.countries).values("country").distinct().count()
    checked += recent.filter(theme__in=roles.themes).values("theme").distinct().count()
    return len(roles.countries) + len(roles.themes) - checked


def last_check(*, country: Country | None = None, theme: Theme | None = None) -> str:
    """What the public page says: "Checked by the country team on 3 June 2026", without names; "" if nobody has."""
    check = PageCheck.objects.filter(country=country, theme=theme).order_by("-day", "-pk").first()
    if check is None:
        return ""
    if country:
        return _("Checked by the country team on %(day)s") % {"day": day(check.day)}
    return _("Checked by the lead of the theme on %(day)s") % {"day": day(check.day)}


def _key(page: Country | Theme) -> str:
    """How the form names a page: `country:togo`, `theme:financing`."""
    return f"{'country' if isinstance(page, Country) else 'theme'}:{page.slug}"
