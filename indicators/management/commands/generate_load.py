import io

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators.generated import generate, is_of_its_own
from indicators.loading import RESULT_LOADERS
from indicators.models import Publication


class Command(BaseCommand):
    """Fills a database of its own with made-up results, for tests and benchmarks: never one that somebody uses.

    An empty database gets the reference data without the real entries, so that the made-up history begins in 2021.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--results", type=int, required=True, help="how many results to add")
        parser.add_argument("--seed", type=int, default=1, help="another seed makes other results")

    def handle(self, *, results: int, seed: int, verbosity: int, **_options) -> None:
        if results < 1:
            raise CommandError("Say how many results: --results 10000.")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        if not is_of_its_own():
            raise CommandError("This database holds results that people entered. Name another one in DATABASE_URL.")
        if not Publication.objects.exists():
            load_reference_alone()
        for done in generate(results, seed=seed):
            if verbosity > 1:
                self.stdout.write(f"{done} of {results}")
        self.stdout.write(f"Made-up results written: {results}.")


def load_reference_alone() -> None:
    """The reference data without the real entries: those are published on the day they are loaded."""
    call_command("load_reference", without=[name for name, _load in RESULT_LOADERS], stdout=io.StringIO())
