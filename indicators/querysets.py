"""The reading vocabulary: who may see which results, and what was public on a day."""

from datetime import date

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from rmt.records import PublicFactQuerySet
from rmt.roles import roles_of


class ResultQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Results that `user` may know of (docs/design.md, "People"); everything else answers 404.

        A focal point knows every result of the country; a lead and a regional specialist what is sent; a manager
        what was sent at least once, and what belongs to no country; an evaluator everything; an author their own.
        """
        roles = roles_of(user)
        if roles.is_evaluator:
            return self
        if not roles.is_anything:
            return self.none()
        sent = Q(status__in=["submitted", "validated", "withdrawn"])
        visible = Q(author=user) | Q(country__in=roles.countries)
        visible |= sent & Q(country__region__in=roles.regions)
        visible |= Q(pk__in=self.model.objects.filter(sent, tags__theme__in=roles.themes).values("pk"))
        visible |= Q(indicator__theme__in=roles.themes, indicator__collected_by="lead")
        if roles.is_manager:
            visible |= Q(submitted_at__isnull=False) | Q(country=None) | Q(indicator__collected_by="manager")
        return self.filter(visible)

    def for_desk(self):
        """What a row of a desk list reads, in one query."""
        related = ("country", "indicator", "author", "submitted_by", "instrument", "pool", "reported_in", "convention")
        return self.select_related(*related)

    def waiting_for(self, user):
        """Results waiting for review that `user` may decide, the longest waiting first."""
        submitted = self.visible_to(user).filter(status="submitted")
        return submitted.exclude(pk__in=self._touched_by(user)).order_by("submitted_at", "pk")

    def waiting_for_another(self, user):
        """Results waiting for review that `user` entered, changed or sent: somebody else decides."""
        submitted = self.visible_to(user).filter(status="submitted")
        return submitted.filter(pk__in=self._touched_by(user)).order_by("submitted_at", "pk")

    def waiting_to_read(self, user):
        """Results waiting for review that `user` reads without deciding: of the region, or with the own theme.

        A manager and an evaluator read them all.
        """
        roles = roles_of(user)
        submitted = self.filter(status="submitted").order_by("submitted_at", "pk")
        if roles.is_manager or roles.is_evaluator:
            return submitted
        of_theme = self.model.objects.filter(tags__theme__in=roles.themes).values("pk")
        own = Q(country__region__in=roles.regions) | Q(pk__in=of_theme) | Q(indicator__theme__in=roles.themes)
        return submitted.filter(own)

    def held_back(self):
        """Validated results whose day of publication has not come, the next first."""
        return self.filter(status="validated", publish_not_before__isnull=False).order_by("publish_not_before", "pk")

    def _touched_by(self, user):
        """Ids of what `user` entered, sent, or changed since it was last validated (`actions.entered_by`)."""
        results = self.model.objects.order_by()
        changed = results.alias(validated=self.last_validated_version()).filter(
            revisions__by=user, revisions__version__gt=F("validated")
        )
        return results.filter(Q(author=user) | Q(submitted_by=user) | Q(pk__in=changed.values("pk"))).values("pk")

    def last_validated_version(self):
        """The version in which each result was last validated, as an expression; 0 if it never was.

        Versions count, not moments: a theme confirmed or a withdrawal meanwhile forgets nobody.
        """
        events = self.model.objects.order_by().filter(pk=OuterRef("pk"), review_events__kind="validated").values("pk")
        return Coalesce(Subquery(events.annotate(last=Max("review_events__version")).values("last")), 0)

    def without_project(self):
        """Results that were sent, of which nobody said yet which project supported them."""
        return self.filter(contributions=None, status__in=["submitted", "validated"])

    def said_to_contain(self, text: str):
        """Results whose title holds some words, or whose public number is meant."""
        digits = text.strip().removeprefix("No.").strip()
        is_number = digits.isascii() and digits.isdecimal() and len(digits) < 10
        return self.filter(Q(title__icontains=text) | (Q(number=int(digits)) if is_number else Q(pk=None)))

    def suggested_for(self, project):
        """Results that `project` may have supported and that do not name it, the likeliest first.

        In a country where it works (or, if no country is recorded for it, about one of its themes), at a time when
        it may have been at work.
        """
        found = self.exclude(status="discarded").exclude(contributions__project=project)
        if project.start_first:
            found = found.filter(Q(achieved_last=None) | Q(achieved_last__gte=project.start_first))
        if project.end_last:
            found = found.filter(Q(achieved_first=None) | Q(achieved_first__lte=project.end_last))
        countries, themes = project.countries.all(), project.themes.all()
        of_theme = self.model.objects.filter(tags__theme__in=themes).exclude(tags__state="rejected").values("pk")
        same = Q(country__in=countries) if countries.exists() else Q(pk__in=of_theme)
        same_theme = Exists(self.model.objects.filter(pk=OuterRef("pk"), pk__in=of_theme))
        return found.filter(same).annotate(same_theme=same_theme).order_by("-same_theme", "-achieved_last", "pk")

    def due_for_publication(self, day: date):
        """Validated results whose embargo ends by `day` and that are not public yet in this version."""
        return self.filter(status="validated", publish_not_before__lte=day)


class PublicationQuerySet(PublicFactQuerySet):
    def as_of(self, day: date | None):
        """Statements in force at the end of `day`, UTC; `None` is now."""
        return super().as_of(day).filter(kind="statement")

    def at(self, edition):
        """Statements in force in an edition: of each result the last word up to its `seq`, unless that withdrew it."""
        later = self.model._base_manager.filter(
            result=OuterRef("result"), seq__gt=OuterRef("seq"), seq__lte=edition.seq
        )
        return self.filter(~Exists(later), seq__lte=edition.seq, kind="statement")

    def supported_by_project(self, project):
        """Publications that name `project`."""
        return self.filter(Exists(project.published_contributions.filter(publication=OuterRef("pk"))))

    def supported_by(self, partner):
        """Publications that name a project which `partner` funds today, alone or with others (rule 15)."""
        contributions = self.model._meta.get_field("contributions").related_model.objects
        funded = contributions.filter(project__fundings__partner=partner, publication=OuterRef("pk"))
        return self.filter(Exists(funded))

    def supported_by_pool(self):
        """Publications that name a project with money of the pool today, whoever pays into it (modality 1)."""
        contributions = self.model._meta.get_field("contributions").related_model.objects
        pooled = contributions.filter(project__fundings__modality=1, publication=OuterRef("pk"))
        return self.filter(Exists(pooled))

    def without_project(self):
        """Publications that name no project."""
        return self.filter(contributions=None)

    def from_source(self, source: str):
        """Publications that rest on one source."""
        return self.filter(source=source)

    def latest_first(self):
        """The last to become public first; what was only restated since stays in its place.

        Historical entries come after what was entered here, those with the latest source first: loading is no news.
        """
        return self.order_by("origin", F("source_last").desc(nulls_last=True), "-number")

    def by_achievement(self):
        """The last achieved first."""
        return self.order_by("-achieved_last", "-achieved_first", "number")

    def with_labels(self):
        """With the names that a list of results prints."""
        return self.select_related("country", "indicator")
