"""Visits to a portfolio, subscriptions, and the mail digest of what is new in it.

Progress is a number of the ledger, not a moment: numbers are given one after another, so none is ever passed over.
"""

from datetime import UTC, datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.definitions import RULE_15
from projects.models import Partner, PartnerRepresentative, PortfolioVisit, Subscription
from projects.pages.portfolio.selectors import Supported, ledger_seq, new_results
from rmt.mail import letter, post
from rmt.models import OutgoingMail, User

logger = structlog.get_logger(__name__)

ONE_VISIT = timedelta(hours=1)


@transaction.atomic
def visit(*, partner: Partner, by: User, now: datetime) -> PortfolioVisit:
    """Note that a representative reads the portfolio; it knows where the visit before ended.

    Pages read within an hour of each other are one visit: what is new stays marked on a second look.
    """
    seq = ledger_seq()
    found, is_first = PortfolioVisit.objects.select_for_update().get_or_create(
        user=by, partner=partner, defaults={"at": now, "seq": seq}
    )
    if not is_first:
        if now - found.at > ONE_VISIT:
            found.before_at, found.before_seq = found.at, found.seq
        found.at, found.seq = now, seq
        found.save()
    return found


def last_visit(*, partner: Partner, by: User) -> PortfolioVisit | None:
    """The visit that was noted last, for what is read beside the page; nothing is noted."""
    return PortfolioVisit.objects.filter(user=by, partner=partner).first()


@transaction.atomic
def subscribe(*, partner: Partner, by: User) -> Subscription:
    """Send `by` the partner's new results by mail, from what is published after this moment on."""
    row, _made = Subscription.objects.select_for_update().get_or_create(
        user=by, partner=partner, defaults={"since_seq": ledger_seq()}
    )
    if not row.is_on:
        row.is_on, row.since_seq = True, ledger_seq()
        row.save()
    return row


def unsubscribe(*, partner: Partner, by: User) -> None:
    """Send `by` no more digests about the partner."""
    Subscription.objects.filter(user=by, partner=partner).update(is_on=False)


def send_digests(*, now: datetime) -> tuple[int, int]:
    """Mail each subscriber what is new since their last digest: one mail a day at the most, none if nothing is new.

    How many were queued, and how many could not be made. What fails for one person stops nobody else's, and is tried
    again with the next run.
    """
    sent = failed = 0
    representing = PartnerRepresentative.objects.on(now.date()).filter(user__is_active=True).values("user")
    subscribers = Subscription.objects.filter(is_on=True, user__in=representing).order_by("user")
    for pk in subscribers.values_list("user", flat=True).distinct():
        try:
            with transaction.atomic():
                sent += _send_digest(User.objects.get(pk=pk), now=now)
        except Exception:
            logger.exception("digest.not_made", user=pk)
            failed += 1
    return sent, failed


def _send_digest(user: User, *, now: datetime) -> bool:
    """Whether there was something to say: it is noted and queued in one."""
    represented = PartnerRepresentative.objects.on(now.date()).filter(user=user).values("partner")
    rows = list(Subscription.objects.select_for_update().filter(user=user, is_on=True, partner__in=represented))
    today = datetime(now.year, now.month, now.day, tzinfo=UTC)
    if any(row.last_digest is not None and row.last_digest >= today for row in rows):
        return False
    head = ledger_seq()
    news = [(row, found) for row in rows if (found := new_results(row.partner, after=row.since_seq))]
    if not news:
        return False
    post(_message(user, [(row.partner, found) for row, found in news]))
    for row, _found in news:
        row.since_seq, row.last_digest = head, now
        row.save()
    return True


def _message(user: User, news: list[tuple[Partner, list[Supported]]]) -> OutgoingMail:
    count = len({r.listed.number for _partner, found in news for r in found})
    results = ngettext("%(count)s new result", "%(count)s new results", count) % {"count": count}
    names = ", ".join(partner.name for partner, _found in news)
    context = {
        "user": user,
        "news": news,
        "count": count,
        "site": settings.SITE_URL,
        "portfolio": settings.SITE_URL + reverse("portfolio"),
        "rule_15": RULE_15,
        "on": timezone.localdate(),
    }
    subject = _("%(results)s: %(partners)s") % {"results": results, "partners": names}
    return letter("projects/portfolio/digest", to=user.email, subject=subject, context=context)
