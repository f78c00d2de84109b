"""What the authors of a brief are told by mail: that it came back, or that it is published."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from briefs.models import Brief, Issue
from rmt.mail import letter, post
from rmt.models import User


def tell_it_came_back(brief: Brief, *, comment: str, by: User) -> None:
    """Mail what should be changed to whoever began the brief and whoever sent it."""
    address = settings.SITE_URL + reverse("desk_brief", args=[brief.uuid])
    _tell(brief, "brief_returned", _("A brief came back: %(title)s"), by=by, comment=comment, url=address)


def tell_it_is_published(issue: Issue, brief: Brief, *, by: User) -> None:
    """Mail the public address of a version to whoever began the brief and whoever sent it."""
    address = settings.SITE_URL + brief.get_absolute_url()
    _tell(brief, "brief_published", _("Published: %(title)s"), by=by, number=issue.number, url=address)


def _tell(brief: Brief, name: str, subject: Promise, *, by: User, **said: Any) -> None:
    """Each in their language; nobody of what they did themselves, and nobody of what was drawn from old sources."""
    if brief.is_historical:
        return
    authors = {pk for pk in (brief.author_id, brief.submitted_by_id) if pk is not None and pk != by.pk}
    for to in User.objects.filter(pk__in=authors, is_active=True):
        with override(to.language):
            words = str(subject) % {"title": brief.title}
            post(letter(f"briefs/mail/{name}", to=to.email, subject=words, context={"brief": brief, "by": by, **said}))
