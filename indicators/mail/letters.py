"""The words of the mails about what is due and what waits: text and HTML, with links, and how to stop them."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rmt.mail import letter
from rmt.models import OutgoingMail, User
from rmt.text import day

LISTED = 10


def address(name: str, *args: Any) -> str:
    """The full address of a page."""
    return settings.SITE_URL + reverse(name, args=args)


def zone_of(user: User) -> ZoneInfo:
    """The time zone that the person chose."""
    return ZoneInfo(user.time_zone or "UTC")


def reminder(user: User, awaited: Sequence[Any]) -> OutgoingMail:
    """What is awaited of a person's countries (`reminders.Awaited`), the most urgent first."""
    rows = sorted(awaited, key=lambda each: (each.days, each.country.name))
    names = ", ".join(dict.fromkeys(each.country.name for each in rows))
    deadline = min(each.deadline for each in rows)
    if rows[0].days < 0:
        subject = _("Late: the update of %(countries)s")
    elif all(each.is_returned for each in rows):
        subject = _("Returned, to be sent again by %(day)s: the update of %(countries)s")
    else:
        subject = _("Due on %(day)s: the update of %(countries)s")
    context = {"rows": [(each, when_text(each)) for each in rows]}
    return _message(user, "reminder", subject % {"countries": names, "day": day(deadline)}, context)


def when_text(awaited: Any) -> str:
    """Until when, in words: "due on 10 January 2027, in 30 days"."""
    days, number = awaited.days, abs(awaited.days)
    if awaited.is_returned and days == 0:
        text = _("it was returned: send it again today, %(day)s")
    elif awaited.is_returned and days > 0:
        text = ngettext(
            "it was returned: send it again by %(day)s, in %(count)s day",
            "it was returned: send it again by %(day)s, in %(count)s days",
            number,
        )
    elif awaited.is_returned:
        text = ngettext(
            "it was returned, to be sent again by %(day)s, %(count)s day ago",
            "it was returned, to be sent again by %(day)s, %(count)s days ago",
            number,
        )
    elif days == 0:
        text = _("due today, %(day)s")
    elif days > 0:
        text = ngettext("due on %(day)s, in %(count)s day", "due on %(day)s, in %(count)s days", number)
    else:
        text = ngettext("it was due on %(day)s, %(count)s day ago", "it was due on %(day)s, %(count)s days ago", number)
    return text % {"day": day(awaited.deadline), "count": number}


def weekly(user: User, waiting: Mapping[str, Any]) -> OutgoingMail:
    """What waits for a lead or a manager (`weekly_list.waiting_for`)."""
    results = [f"{result} ({result.country or _('The world')})" for result in waiting["results"]]
    lists = [
        (_("Themes that you have not checked yet"), "tags", [_tag(tag) for tag in waiting["tags"]]),
        (_("Themes that no lead checked for 14 days"), "tags", [_tag(tag) for tag in waiting["handed_up"]]),
        (_("Results to review"), "review", results),
        (_("Updates to review"), "updates", [str(update) for update in waiting["updates"]]),
    ]
    count = sum(len(rows) for _heading, _name, rows in lists) + waiting["to_confirm"]
    subject = ngettext("%(count)s thing waits for you", "%(count)s things wait for you", count)
    sections = [
        {
            "heading": heading,
            "url": address(name),
            "count": len(rows),
            "rows": rows[:LISTED],
            "more": max(len(rows) - LISTED, 0),
        }
        for heading, name, rows in lists
        if rows
    ]
    context = {"sections": sections, "to_confirm": waiting["to_confirm"], "desk": address("desk")}
    return _message(user, "weekly", subject % {"count": count}, context)


def held_back(user: User, results: Sequence[Any]) -> OutgoingMail:
    """Results whose day of publication has come, and that stay back because they clash with what is published."""
    named = [f"{result} ({result.country or _('The world')})" for result in results]
    rows = list(zip(named, (address("desk_result", result.uuid) for result in results), strict=True))
    subject = ngettext(
        "%(count)s result was not published on its day: it clashes",
        "%(count)s results were not published on their day: they clash",
        len(rows),
    )
    return _message(user, "held_back", subject % {"count": len(rows)}, {"rows": rows})


def _tag(tag: Any) -> str:
    title = getattr(tag, "published_title", None) or str(tag.result)
    return f"{tag.theme}: {title} ({tag.result.country or _('The world')})"


def _message(user: User, template: str, subject: str, context: dict[str, Any]) -> OutgoingMail:
    context = {"user": user, "stop": address("me"), "site": settings.SITE_URL, **context}
    return letter(f"indicators/mail/{template}", to=user.email, subject=subject, context=context)
