"""Who may know of which briefs and reports."""

from django.db import models
from django.db.models import Q

from rmt.roles import roles_of


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


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Reports that `user` may know of on the desk: managers and evaluators all, anybody else those in which a
        chapter is theirs; everything else answers 404.
        """
        roles = roles_of(user)
        if roles.is_manager or roles.is_evaluator:
            return self
        return self.filter(chapters__assigned_to=user).distinct() if user.is_authenticated else self.none()

    def public_at(self, moment):
        """Reports of which readers get an issue at a moment (rule 2)."""
        return self.filter(events__kind="published", events__public_from__lte=moment).distinct()
