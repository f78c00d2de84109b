"""Who may know of which briefs and reports, and which of them are public."""

from datetime import date, datetime

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from countries.models import Theme
from rmt.records import AppendOnlyQuerySet, PublicFactQuerySet
from rmt.roles import roles_of

COUNTRY_BRIEFS_PLANNED = 15
"""How many briefs on countries and territories the monitoring and evaluation plan asks for at least."""


class BriefQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Briefs that `user` may know of on the desk; everything else answers 404.

        A focal point those of the country, a lead those of the theme, a specialist those of the region; managers and
        evaluators all; an author their own.
        """
        roles = roles_of(user)
        if roles.is_manager or roles.is_evaluator:
            return self
        if not roles.is_anything:
            return self.none()
        return self.filter(
            Q(author=user)
            | Q(country__in=roles.countries)
            | Q(theme__in=roles.themes)
            | Q(country__region__in=roles.regions)
        )

    def originals(self):
        """Briefs that are no translation: others translate these."""
        return self.filter(translation_of=None)

    def waiting_for(self, user):
        """Briefs that were sent and that `user`, a manager, may decide on: others wrote and sent them."""
        return self.filter(status="submitted").exclude(Q(author=user) | Q(submitted_by=user))

    def returned_to(self, user):
        """Briefs of the own countries and themes that came back, and that nobody has touched since."""
        roles = roles_of(user)
        own = self.filter(Q(country__in=roles.countries) | Q(theme__in=roles.themes), status="draft")
        return own.filter(events__kind="returned", events__version=F("version")).distinct()


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reports that `user` may know of on the desk: managers and evaluators all, anybody else those in which a
        chapter is theirs and those that they asked for; everything else answers 404.
        """
        roles = roles_of(user)
        if roles.is_manager or roles.is_evaluator:
            return self
        return (
            self.filter(Q(chapters__assigned_to=user) | Q(by=user)).distinct() if user.is_authenticated else self.none()
        )

    def of_partner(self, partner):
        """The reports made for a partner, under this name or one that was merged into it."""
        slugs = [partner.slug, *partner.merged.values_list("slug", flat=True)]
        return self.filter(kind="partner", asked__partner__in=slugs)


class ReportEventQuerySet(AppendOnlyQuerySet):
    def publications(self):
        """That something was published, now or for a later moment, as far as it still stands.

        The last decision counts: what was decided anew before its moment came is not among these. So the one with the
        latest moment that has come is what readers get.
        """
        published = self.filter(kind="published")
        later = apps.get_model("briefs", "ReportEvent").objects.filter(
            report=OuterRef("report"), kind="published", pk__gt=OuterRef("pk"), at__lt=OuterRef("public_from")
        )
        return published.filter(~Exists(later))

    def public(self, moment: datetime):
        """The publications that made something public by a moment: not those that gave a report to its partner."""
        kinds = apps.get_model("briefs", "Report").PUBLIC_KINDS
        return self.publications().filter(report__kind__in=kinds, public_from__lte=moment)


class IssueQuerySet(PublicFactQuerySet):
    """Issues, of which those in force are public."""

    def not_removed(self):
        """Without those that two managers removed, on past days as well (rule 2)."""
        same = {name: OuterRef(name) for name in ("kind", "slug", "language")}
        removals = apps.get_model("briefs", "IssueRemoval").objects.filter(**same, last_number__gte=OuterRef("number"))
        return self.filter(~Exists(removals))

    def briefs_on(self, day: date | None):
        """The briefs and stories that were public at the end of `day`; `None` is now. With what they are about."""
        found = self.as_of(day).not_removed().filter(brief__isnull=False)
        with_subject = found.select_related("brief__country__region", "brief__theme", "edition")
        return with_subject.defer("content", "html", "inputs").order_by("title", "pk")

    def published_for(self, user, *, since: datetime):
        """New versions, public now, of briefs that `user` began or sent and another published since a moment."""
        theirs = Q(brief__author=user) | Q(brief__submitted_by=user)
        found = self.briefs_on(None).filter(theirs, recorded_at__gte=since, cause__in=["first", "newer"])
        return found.filter(brief__is_historical=False)

    def progress(self) -> dict[str, int]:
        """How much of what the plan asks for is among these: briefs on themes and on countries, each once, whatever
        its languages.
        """
        about = models.Count("brief__theme", filter=Q(kind="theme"), distinct=True)
        places = models.Count("brief__country", filter=Q(kind="country"), distinct=True)
        found = self.order_by().aggregate(themes=about, countries=places)
        return {**found, "of_themes": Theme.objects.count(), "of_countries": COUNTRY_BRIEFS_PLANNED}
