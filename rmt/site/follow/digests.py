"""What is new for those who follow: one mail a week at most, none if nothing is."""

from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.definitions import RULE_15
from projects.pages.portfolio import ledger_seq
from rmt.mail import letter, post
from rmt.models import Follower, Following
from rmt.site.follow.actions import hashed, stop_url
from rmt.site.follow.subjects import name_of, published_on, url_of
from rmt.site.sharing import entry_of_the_feed

logger = structlog.get_logger(__name__)

A_WEEK, A_DAY = timedelta(days=7), timedelta(days=1)
MOST_LISTED = 20


def send_weekly(*, now: datetime) -> tuple[int, int]:
    """Mail each follower what was published since their last mail: how many were queued, how many could not be made.

    Whoever was asked to confirm something within a day waits: nobody gets more than three mails in one.
    """
    sent = failed = 0
    due = Follower.objects.filter(followings__confirmed_at__isnull=False, asked_at__lte=now - A_DAY).exclude(
        last_digest__gt=now - A_WEEK
    )
    for pk in due.order_by("pk").values_list("pk", flat=True).distinct():
        try:
            with transaction.atomic():
                sent += _send(Follower.objects.select_for_update().get(pk=pk), now=now)
        except Exception:
            logger.exception("follow.digest_not_made", follower=pk)
            failed += 1
    return sent, failed


def _send(follower: Follower, *, now: datetime) -> bool:
    """Whether there was something to say; it is noted and queued in one."""
    if follower.last_digest and follower.last_digest > now - A_WEEK:
        return False
    head = ledger_seq()
    followed = list(follower.followings.filter(stopped_at=None).exclude(confirmed_at=None).order_by("pk"))
    news = [found for following in followed if (found := _news_of(follower, following))]
    follower.followings.filter(pk__in=[each.pk for each in followed]).update(since_seq=head)
    if not news:
        return False
    count = len(set().union(*(found["new"] for found in news)))  # one result may be new on a country and on a theme
    stop = stop_url(follower)
    context = {"news": news, "stop": stop, "rule_15": RULE_15}
    mail = letter("site/follow/mail/digest", to=follower.email, subject=_subject_of(news, count), context=context)
    mail.stop_url = stop
    post(mail)
    follower.last_digest = now
    follower.save(update_fields=["last_digest"])
    logger.info("follow.digest", address=hashed(follower.email), results=count)
    return True


def _subject_of(news: list[dict[str, Any]], count: int) -> str:
    """How much is new, and on what: one name, because a list of mail has little room, and a column has an end."""
    results = ngettext("%(count)s new on record", "%(count)s new on record", count) % {"count": count}
    words = {"results": results, "name": news[0]["name"], "more": len(news) - 1}
    if len(news) == 1:
        return _("%(results)s: %(name)s") % words
    return _("%(results)s: %(name)s and %(more)s more") % words


def _news_of(follower: Follower, following: Following) -> dict[str, Any] | None:
    """What was published on one thing since the last mail, the latest first."""
    new = published_on(following.kind, following.key).filter(seq__gt=following.since_seq).order_by("-seq")
    seqs = set(new.values_list("seq", flat=True))
    if not seqs:
        return None
    return {
        "name": name_of(following.kind, following.key),
        "url": settings.SITE_URL + url_of(following.kind, following.key),
        "entries": [entry_of_the_feed(each) for each in new.select_related("country", "indicator")[:MOST_LISTED]],
        "new": seqs,
        "more": max(0, len(seqs) - MOST_LISTED),
        "stop": stop_url(follower, following),
    }
