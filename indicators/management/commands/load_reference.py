from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from indicators.loading import reference
from rmt import search


class Command(BaseCommand):
    """Loads `fixtures/`: reference data and the real entries. Loading twice changes nothing."""

    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("--from", dest="folder", type=Path, default=settings.BASE_DIR / "fixtures")
        parser.add_argument("--without", nargs="*", default=(), metavar="FILE", help="leave these files out")

    def handle(self, *, folder: Path, without: Sequence[str], **_options) -> None:
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        try:
            loaded = reference.load(folder, without=without)
        except (reference.DoesNotFit, OSError) as problem:
            raise CommandError(f"Nothing was loaded. {problem}") from problem
        search.mend()  # what a release before this one published is found as well
        self.stdout.write("Reference data loaded." if loaded else "Reference data is up to date.")
