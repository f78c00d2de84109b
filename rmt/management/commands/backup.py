from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from rmt.site import backups


class Command(BaseCommand):
    """Writes database, uploads and the latest seal into one file, which `restore` makes an installation of again.

    The site may run meanwhile. The file is whole or not there, and only its owner may read it: it holds what is not
    public. Sessions and stored pages stay out.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("to", type=Path, metavar="FILE", help="the file to write, or a folder to write it into")

    def handle(self, *, to: Path, **_options) -> None:
        try:
            path, manifest = backups.back_up(to, now=timezone.now())
        except backups.BackupError as problem:
            raise CommandError(f"Nothing was backed up. {problem}") from problem
        self.stdout.write(manifest["seal"] or "No seal was taken yet: `run_due` takes one a day.")
        self.stdout.write(f"{path}: {backups.in_words(manifest)}.")
