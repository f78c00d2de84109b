"""The verbs that let a report out: previews by link, publication on a moment, and sending it to groups."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from briefs.actions.reports import Kind, ReportConflict, note
from briefs.building import is_served
from briefs.models import DistributionGroup, GroupMember, Issue, PreviewLink, Report, Sending
from briefs.search_rows import index_reports
from rmt.mail import domain_of, letter, post
from rmt.models import SiteVersion, User
from rmt.text import clean_line, moment

MOST_MEMBERS = 100
LONGEST_PREVIEW = timedelta(days=60)
PREVIEW_OF_A_SENDING = timedelta(days=14)


def newest_issue(report: Report) -> Issue | None:
    """What was built of a report last; `None` before anything was."""
    issues = Issue.objects.filter(kind=report.kind, slug=report.slug, language=report.language)
    return issues.select_related("edition").order_by("-number").first()


@transaction.atomic
def make_preview(*, report: Report, reader: str, expires_at: datetime, by: User, now: datetime) -> str:
    """A link to a report that is not public yet, for one named reader, until a moment: its token, shown this once.

    Only its digest is kept. Raises ValidationError, keyed by field.
    """
    reader = clean_line(reader)
    if newest_issue(report) is None:
        raise ValidationError(_("Build the report first: a preview shows what was built."))
    if not reader:
        raise ValidationError({"reader": _("Say for whom it is: their name stands on every page.")})
    if not now < expires_at <= now + LONGEST_PREVIEW:
        words = _("Choose a day within the next %(days)s days.")
        raise ValidationError({"expires_on": words % {"days": LONGEST_PREVIEW.days}})
    token = secrets.token_urlsafe(32)
    PreviewLink.objects.create(
        report=report, token_sha256=digest_of_token(token), reader=reader, expires_at=expires_at, by=by, at=now
    )
    note(report, Kind.PREVIEW, text=reader, by=by, at=now)
    return token


def digest_of_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def preview_of(token: str, *, now: datetime) -> PreviewLink | None:
    """The preview that a token opens now; `None` once it has expired or was revoked, or if there is none."""
    links = PreviewLink.objects.filter(token_sha256=digest_of_token(token), revoked_at=None, expires_at__gt=now)
    return links.select_related("report__edition").first()


@transaction.atomic
def revoke_preview(*, preview: PreviewLink, by: User, now: datetime) -> None:
    """Close a preview link at once."""
    if PreviewLink.objects.filter(pk=preview.pk, revoked_at=None).update(revoked_at=now):
        note(preview.report, Kind.REVOKED, text=preview.reader, by=by, at=now)


def check_publication(*, report: Report, issue: Issue, public_from: datetime | None, now: datetime) -> None:
    """Raises ValidationError, keyed by field, if what was built may not be published, or not from that moment on."""
    if report.kind not in Report.LET_OUT_KINDS:
        raise ValidationError(_("Reports of this kind are for those who asked for them: none is public."))
    if (issue.kind, issue.slug, issue.language) != (report.kind, report.slug, report.language):
        raise ValidationError(_("This was not built of this report."))
    if not is_served(issue):
        raise ValidationError(_("Something in it had to be hidden since it was built. Build it again first."))
    if public_from is not None and public_from <= now:
        raise ValidationError({"public_from": _("This moment has passed. Choose a later one, or publish it now.")})


@transaction.atomic
def publish_report(*, report: Report, issue: Issue, public_from: datetime | None, by: User, now: datetime) -> Report:
    """Publish what was built, now or from a moment on; what is public stays so for ever. A report for a partner is
    given to its representatives in the same way, and to nobody else.

    Pages that list reports are made anew by the hourly run when the moment has come; the report itself is there at
    once. Raises ValidationError, keyed by field; ReportConflict if somebody changed the report since it was read.
    """
    check_publication(report=report, issue=issue, public_from=public_from, now=now)
    found = Report.objects.filter(pk=report.pk, version=report.version)
    at = public_from or now
    if not found.update(public_issue=issue, public_from=at, version=F("version") + 1):
        raise ReportConflict
    note(report, Kind.PUBLISHED, text=f"v{issue.number}", by=by, at=now, issue=issue, public_from=at)
    index_reports()
    SiteVersion.bump()
    return Report.objects.get(pk=report.pk)


@transaction.atomic
def keep_group(*, group: DistributionGroup | None = None, name: str) -> DistributionGroup:
    """A group to which reports go together, new or by another name. Raises ValidationError, for `name`."""
    name = clean_line(name)
    slug = group.slug if group else slugify(name)[:50]
    if not name or not slug:
        raise ValidationError({"name": _("Say what the group is called.")})
    others = DistributionGroup.objects.exclude(pk=group.pk) if group else DistributionGroup.objects.all()
    if others.filter(name__iexact=name).exists() or others.filter(slug=slug).exists():
        raise ValidationError({"name": _("There is a group of this name already.")})
    if group is None:
        return DistributionGroup.objects.create(slug=slug, name=name)
    group.name = name
    group.save(update_fields=["name"])
    return group


@transaction.atomic
def add_member(*, group: DistributionGroup, name: str, organization: str, email: str) -> GroupMember:
    """Somebody more in a group. Raises ValidationError, keyed by field."""
    DistributionGroup.objects.select_for_update().get(pk=group.pk)
    validate_email(email)
    if group.members.filter(email__iexact=email).exists():
        raise ValidationError({"email": _("This address is in the group already.")})
    if group.members.count() >= MOST_MEMBERS:
        words = _("A group has at most %(most)s members. Begin another one.")
        raise ValidationError({"email": words % {"most": MOST_MEMBERS}})
    return group.members.create(name=name, organization=organization, email=email.lower())


def issue_to_send(*, report: Report, group: DistributionGroup, now: datetime) -> Issue:
    """What a group would get of a report: what is public, or else what was built last.

    Raises ValidationError if nothing was built, nobody is in the group, or this issue went there already.
    """
    issue = report.issue_at(now) if report.is_public(now) else newest_issue(report)
    if issue is None or not is_served(issue):
        raise ValidationError(_("Build the report first: there is nothing to send."))
    if not group.members.exists():
        raise ValidationError({"group": _("Nobody is in this group yet.")})
    if before := Sending.objects.filter(issue=issue, group=group).first():
        words = _("It went to this group already, on %(when)s.")
        raise ValidationError({"group": words % {"when": moment(before.at)}})
    return issue


@transaction.atomic
def send_report(*, report: Report, group: DistributionGroup, by: User, now: datetime) -> int:
    """Mail a link to a report to everybody in a group, in English, and write down to whom; how many.

    What is not public yet goes out as a preview for each of them, for two weeks. These mails are not counted as mail
    to addresses outside, of which a person may have twenty sent a day: that limit is for addresses that anybody types
    in, and a group is kept by managers, has a hundred members at most, and gets each issue once.
    Raises ValidationError if nothing was built, nobody is in the group, or this issue went there already.
    """
    DistributionGroup.objects.select_for_update().get(pk=group.pk)
    issue = issue_to_send(report=report, group=group, now=now)
    is_public = report.is_public(now)
    members = list(group.members.all())
    for member in members:
        with override(User.Language.ENGLISH):
            _mail_to(member, report, is_public=is_public, by=by, now=now)
    Sending.objects.bulk_create(
        Sending(
            issue=issue,
            group=group,
            organization=member.organization,
            domain=domain_of(member.email).removeprefix("…@"),
            by=by,
            at=now,
        )
        for member in members
    )
    words = ngettext("%(group)s, %(count)s address", "%(group)s, %(count)s addresses", len(members))
    note(report, Kind.SENT, text=words % {"group": group.name, "count": len(members)}, by=by, at=now, issue=issue)
    return len(members)


def _mail_to(member: GroupMember, report: Report, *, is_public: bool, by: User, now: datetime) -> None:
    until = now + PREVIEW_OF_A_SENDING
    if is_public:
        path = report.get_absolute_url()
    else:
        reader = f"{member.name}, {member.organization}"[:200]
        token = make_preview(report=report, reader=reader, expires_at=until, by=by, now=now)
        path = reverse("report_preview", args=[token])
    context = {
        "member": member,
        "report": report,
        "is_public": is_public,
        "can_be_public": report.kind in Report.PUBLIC_KINDS,
        "until": until,
        "public_from": report.public_from,
        "url": settings.SITE_URL + path,
    }
    post(letter("briefs/mail/report", to=member.email, subject=report.title, context=context))
