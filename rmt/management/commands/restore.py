from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from indicators import ledger
from rmt.people.second_step import are_unreadable
from rmt.site import backups


class Command(BaseCommand):
    """Makes an empty database and an empty MEDIA_ROOT what a backup holds, and checks the record with its seal.

    Nothing is written before the whole file was checked; if anything fails, the place is as empty as before.
    Migrations that this release adds are run. Mail that waited is given up, so that a copy sends nothing.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="what `backup` wrote")

    def handle(self, *, file: Path, **_options) -> None:
        try:
            manifest, given_up = backups.restore(file)
        except backups.BackupError as problem:
            raise CommandError(f"Nothing was restored. {problem}") from problem
        self.stdout.write(f"Restored as of {manifest['made_at']}: {backups.in_words(manifest)}.")
        self.stdout.write(f"Mail that waited to be sent, given up here: {given_up}.")
        if are_unreadable():
            self.stderr.write(
                "SECRET_KEY is not that of the backup: no second step can be read, and every manager is shut out. "
                "Name the old key in SECRET_KEY or SECRET_KEY_FALLBACKS."
            )
        try:
            call_command("verify_ledger", stdout=self.stdout, stderr=self.stderr)
        except CommandError as problem:
            raise CommandError(f"Everything is as it was backed up. {problem}") from problem
        for seal in ledger.seals_in(manifest["seal"] or ""):
            for difference in ledger.compare_with(seal):
                raise CommandError(f"Everything is as it was backed up. {difference}")
            self.stdout.write(f"It is the record of the seal in the backup: {seal}.")
