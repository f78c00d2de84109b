from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators import actions
from projects.digests import send_digests


class Command(BaseCommand):
    """Does what is due, hourly: publishes results whose embargo has ended, and mails partners what is new."""

    help = __doc__

    def handle(self, **_options) -> None:
        try:
            published = actions.publish_due(today=timezone.localdate())
            self.stdout.write(f"Published: {len(published)}.")
        finally:
            digests = send_digests(now=timezone.now())
            self.stdout.write(f"Digests: {digests.sent}.")
        if digests.failed:
            raise CommandError(f"Digests that could not be sent: {digests.failed}. The next run tries again.")
