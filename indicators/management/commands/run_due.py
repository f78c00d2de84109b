from django.core.management.base import BaseCommand
from django.utils import timezone

from indicators import actions


class Command(BaseCommand):
    """Does what is due, hourly: publishes the validated results whose embargo has ended."""

    help = __doc__

    def handle(self, **_options) -> None:
        published = actions.publish_due(today=timezone.localdate())
        self.stdout.write(f"Published: {len(published)}.")
