import email
from email import policy
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from briefs.building import issue_problems
from indicators import ledger
from indicators.models import Publication


class Command(BaseCommand):
    """Checks that nobody touched the record: the chain, every text, every projection, triggers, editions, seals, every
    table that they hold, the files of evidence, and what was built from editions. With --against, that seals which were
    kept elsewhere lie on it.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--against", metavar="FILE", type=Path, help="any text with seals: a mail, the text of a PDF, file names"
        )

    def handle(self, *, against: Path | None = None, **_options) -> None:
        kept = _seals_in(against) if against else []
        problems = [
            *ledger.check(),
            *issue_problems(),
            *(problem for seal in kept for problem in ledger.compare_with(seal)),
        ]
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"The record is not whole: {len(problems)} problem(s), named above.")
        for name in ledger.changed_since(ledger.latest_seal(None)):
            self.stdout.write(f"Changed since the last seal, which an ordinary correction does as well: {name}.")
        self.stdout.write(f"The ledger is whole: {Publication.objects.count()} publications.")
        if kept:
            self.stdout.write(f"It is the record of the {len(kept)} seal(s) in {against}.")


def _seals_in(path: Path) -> list[ledger.KeptSeal]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    kept = ledger.seals_in(f"{path.name}\n{_text_of(data)}")
    if not kept:
        raise CommandError(f"There is no seal in {path}. The text of a PDF has to be taken out of it first.")
    return kept


def _text_of(data: bytes) -> str:
    """The text of a file; of a mail, what it says, however it was encoded."""
    mail = email.message_from_bytes(data, policy=policy.default)
    parts = [part for part in mail.walk() if part.get_content_maintype() == "text"] if mail["MIME-Version"] else []
    return "\n".join([data.decode(errors="replace"), *(str(part.get_content()) for part in parts)])
