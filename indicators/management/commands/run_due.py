from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from briefs.actions import make_due_dashboards
from briefs.building import issue_hidden_anew, moments_passed, queue_lost_buildings, remove_files_of_no_issue
from indicators.ledger import take_daily_seal
from indicators.mail import send_reminders
from indicators.results import DAYS_UNTIED_FILES_ARE_KEPT, actions, remove_untied_files
from projects.imports import forget_left_behind
from projects.pages.portfolio import send_digests
from rmt import search
from rmt.forms import drafts, sent_once
from rmt.mail import forget_the_old, queue_the_lost
from rmt.models import AccountEvent, Heartbeat, OutgoingMail
from rmt.people.invitations import ask_again
from rmt.site.follow import remove_old, send_weekly
from rmt.site.practice import seed as practice_desks

logger = structlog.get_logger(__name__)

HOURLY = timedelta(hours=1)


class Command(BaseCommand):
    """Does what is due, hourly: publishes results whose embargo has ended, hides in briefs and reports what has to
    be hidden, seals the record, mails what is new, and deletes what `/about/privacy/` promises.

    Each job is on its own: one that fails stops no other, and is tried again with the next run.
    """

    help = __doc__

    def handle(self, **_options) -> None:
        jobs = (
            publish, hide, seal, dashboards, reports, digests, reminders, followers, mail, uploads, lists, typed, sent,
            sign_ins, practice, found,
        )  # fmt: skip
        problems = [problem for job in jobs for problem in self._do(job)]
        if problems:
            raise CommandError(" ".join([*problems, "The next run tries again."]))

    def _do(self, job: Callable[[], tuple[str, str]]) -> list[str]:
        """What went wrong with a job, if anything; what it did is written out."""
        try:
            did, problem = job()
        except Exception as error:
            logger.exception("run_due.job_failed", job=job.__name__)
            return [f"{job.__name__} failed: {' '.join(str(error).split())}."]
        self.stdout.write(did)
        return [problem] if problem else []


def publish() -> tuple[str, str]:
    return f"Published: {len(actions.publish_due(today=timezone.localdate()))}.", ""


def hide() -> tuple[str, str]:
    """What has to be hidden since it was built comes out anew without it, before the seal of the day (rule 12)."""
    anew, failed = issue_hidden_anew()
    problem = f"Briefs and reports that could not be issued anew and are not served: {failed}." if failed else ""
    return f"Briefs and reports issued anew, because something had to be hidden: {anew}.", problem


def reports() -> tuple[str, str]:
    """Reports whose moment has come stand on the pages that list them; what a lost worker left is queued again."""
    now = timezone.now()
    public, lost = moments_passed(since=last_run(now), now=now), queue_lost_buildings(now=now)
    return (
        f"Reports now public: {public}; queued again: {lost}; files removed: {remove_files_of_no_issue(now=now)}.",
        "",
    )


def dashboards() -> tuple[str, str]:
    """The dashboard of the last quarter, which is nobody's work: built once an edition is there, then published."""
    asked, published = make_due_dashboards(now=timezone.now())
    return f"Dashboards asked for: {asked}; published: {published}.", ""


def seal() -> tuple[str, str]:
    taken = take_daily_seal(now=timezone.now())
    return f"Seal: {taken.line}." if taken else "Seal: taken today already.", ""


def digests() -> tuple[str, str]:
    sent, failed = send_digests(now=timezone.now())
    return f"Digests: {sent}.", f"Digests that could not be sent: {failed}." if failed else ""


def reminders() -> tuple[str, str]:
    run = send_reminders(now=timezone.now())
    return f"Reminders: {len(run.sent)}.", f"Reminders that could not be sent: {run.failed}." if run.failed else ""


def followers() -> tuple[str, str]:
    """News for whoever follows from outside; who never confirmed and who stopped is forgotten first (rule 21)."""
    now = timezone.now()
    forgotten = remove_old(now=now)
    sent, failed = send_weekly(now=now)
    problem = f"Mails to followers that could not be made: {failed}." if failed else ""
    return f"Mails to followers: {sent}; forgotten: {forgotten}.", problem


def last_run(now: datetime) -> datetime:
    """When the run before this one noted that it lived; an hour ago, if none ever did."""
    return Heartbeat.objects.filter(name="run_due").values_list("at", flat=True).first() or now - HOURLY


def mail() -> tuple[str, str]:
    """Mail that was lost on its way is queued again; what was given up since the last run is a problem, said once."""
    now = timezone.now()
    given_up = OutgoingMail.objects.filter(ended_at__gt=last_run(now), ended_at__lte=now).exclude(failure="").count()
    lost = queue_the_lost(now=now)
    again, old = lost + ask_again(now=now), forget_the_old(now=now)
    problems = [f"Mail given up since the last run: {given_up}."] * bool(given_up)
    problems += [f"Mail that should have left over ten minutes ago: {lost}. Does db_worker run?"] * bool(lost)
    Heartbeat.objects.update_or_create(name="run_due", defaults={"at": now})
    return f"Mail queued again: {again}; forgotten: {old}.", " ".join(problems)


def uploads() -> tuple[str, str]:
    removed = remove_untied_files(timezone.now() - timedelta(days=DAYS_UNTIED_FILES_ARE_KEPT))
    return f"Files that never became evidence, removed: {removed}.", ""


def typed() -> tuple[str, str]:
    return f"Typed long ago and never saved, removed: {drafts.remove_old(now=timezone.now())}.", ""


def lists() -> tuple[str, str]:
    return f"Lists whose import nobody went on with, removed: {forget_left_behind(now=timezone.now())}.", ""


def sign_ins() -> tuple[str, str]:
    """Events whose year is over, and sessions that have ended (rule 21)."""
    forgotten = AccountEvent.objects.forget(now=timezone.now())
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return f"Sign-ins of more than a year ago, removed: {forgotten}.", ""


def practice() -> tuple[str, str]:
    return f"Practice desks that nobody used for long, removed: {practice_desks.remove_unused()}.", ""


def sent() -> tuple[str, str]:
    return f"Keys of forms that were sent long ago, removed: {sent_once.remove_old(now=timezone.now())}.", ""


def found() -> tuple[str, str]:
    """A safety net: whoever publishes or renames keeps the table itself."""
    search.mend()
    return "What can be found is what is public.", ""
