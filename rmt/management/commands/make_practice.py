from django.core.management.base import BaseCommand

from rmt.site.practice import seed


class Command(BaseCommand):
    """Makes the seed that practice desks are copied from, if this release has none, and removes old desks.

    Run it on each web host when a release is set up; without it, whoever practises first waits some seconds.
    """

    help = __doc__

    def handle(self, **_options) -> None:
        seed.ready()
        removed = seed.tidy()
        self.stdout.write(f"Practice is ready. Old practice desks removed: {removed}.")
