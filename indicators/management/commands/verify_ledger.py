from django.core.management.base import BaseCommand, CommandError

from indicators import ledger
from indicators.models import Publication


class Command(BaseCommand):
    """Checks that nobody touched the ledger: the chain, every text, every projection, every edition."""

    help = __doc__

    def handle(self, **_options) -> None:
        problems = list(ledger.verify())
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"The ledger is not whole: {len(problems)} problem(s), named above.")
        self.stdout.write(f"The ledger is whole: {Publication.objects.count()} publications.")
