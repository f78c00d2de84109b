from datetime import UTC, date, datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators.mail import send_reminders


class Command(BaseCommand):
    """Mails what is due: updates to focal points, and the weekly list to leads and managers. Each mail once."""

    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say who would get what; send and write nothing")
        parser.add_argument("--day", type=a_day, help="as if it were noon UTC of this day; only with --dry-run")

    def handle(self, *, dry_run: bool, day: date | None, **_options) -> None:
        if day is not None and not dry_run:
            raise CommandError(
                "--day is for trying: add --dry-run. Without it, everybody would be mailed for that day."
            )
        now = datetime.combine(day, time(12), tzinfo=UTC) if day else timezone.now()
        run = send_reminders(now=now, is_trial=dry_run)
        for email, subject in run.sent:
            self.stdout.write(f"{email}: {subject}")
        self.stdout.write(f"Reminders that would be sent: {len(run.sent)}." if dry_run else f"Sent: {len(run.sent)}.")
        if run.failed:
            raise CommandError(f"Reminders that could not be sent: {run.failed}. The next run tries again.")


def a_day(text: str) -> date:
    """A day as ISO 8601 writes it; argparse says what is wrong with anything else."""
    return date.fromisoformat(text)
