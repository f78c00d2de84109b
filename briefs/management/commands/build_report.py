from argparse import ArgumentParser
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from briefs.actions import choose_edition, edition_for, report_by_name
from briefs.building import ask_for_building, build
from briefs.models import Building, Issue, Report
from indicators.ledger import pin_edition
from indicators.models import Edition
from rmt.models import User

KINDS = (Report.Kind.ANNUAL, Report.Kind.PERIOD, Report.Kind.DASHBOARD)


class Command(BaseCommand):
    """Builds a report now and stores it as its next issue: build_report annual 2025, period phase-1, period since-2021,
    dashboard 2026-q3. It is not public before somebody publishes it.
    """

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=[kind.value for kind in KINDS])
        parser.add_argument("name", help="2025, phase-1, since-2021 or 2026-q3")
        parser.add_argument("--edition", metavar="CODE", help="of an annual report the last one of the next January")
        parser.add_argument("--language", default=User.Language.ENGLISH, help="en; reports are written in no other yet")
        parser.add_argument("--into", metavar="DIR", type=Path, help="copy the page, the PDF and the Word file there")
        parser.add_argument("--pin", action="store_true", help="pin a new edition and take that")
        parser.add_argument("--by", metavar="EMAIL", help="in whose name; left out, of who pinned the edition")

    def handle(
        self,
        *,
        kind: str,
        name: str,
        language: str,
        edition: str | None,
        into: Path | None,
        pin: bool,
        by: str | None,
        **_options: object,
    ) -> None:
        if into is not None and not into.is_dir():
            raise CommandError(f"There is no folder {into}.")
        person = self.person(by)
        try:
            taken = self.edition(edition, pin=pin, by=person)
            report = report_by_name(kind=kind, name=name, language=language, by=person or taken.by, now=timezone.now())
            if edition is None and not pin:
                taken = edition_for(report) or taken
            issue = self.built(report, taken, by=person or taken.by)
        except ValidationError as broken_rule:
            raise CommandError(" ".join(broken_rule.messages)) from broken_rule
        self.stdout.write(
            f"{issue.title}, issue {issue.number}, from edition {taken.code} of {taken.pinned_at:%d %B %Y}."
        )
        for path in self.files(issue, into):
            self.stdout.write(str(path))

    def person(self, email: str | None) -> User | None:
        if email is None:
            return None
        found = User.objects.filter(email=email, is_active=True).first()
        if found is None:
            raise CommandError(f"Nobody signs in as {email}.")
        return found

    def edition(self, code: str | None, *, pin: bool, by: User | None) -> Edition:
        """The edition that is asked for, pinned if need be, or the latest."""
        if pin:
            if by is None:
                raise CommandError("Say in whose name the edition is pinned: --by EMAIL.")
            return pin_edition(note="Pinned by build_report.", by=by)
        found = Edition.objects.order_by("pinned_at", "pk")
        taken = found.filter(code=code).last() if code else found.last()
        if taken is None:
            missing = f"There is no edition {code}." if code else "No edition is pinned yet: pin one, or say --pin."
            raise CommandError(missing)
        return taken

    def built(self, report: Report, edition: Edition, *, by: User) -> Issue:
        """The issue, built here and now. Whatever keeps it from being built ends the command in one line."""
        if report.edition != edition:
            report = choose_edition(report=report, edition=edition, by=by)
        building = ask_for_building(report, by)
        build.func(building.pk)
        building = Building.objects.select_related("issue").get(pk=building.pk)
        if building.issue is None:
            raise CommandError(building.failure or "Another process is building it: wait until that is done.")
        return building.issue

    def files(self, issue: Issue, into: Path | None) -> list[Path]:
        """Where the files of an issue are: in the storage of uploads, or copied into a folder, with the page."""
        stored = [Path(file.path) for file in (issue.pdf, issue.docx)]
        if into is None:
            return stored
        name = f"{issue.kind}-{issue.slug}-{issue.language}-v{issue.number}"
        contents = {"pdf": issue.pdf.read(), "docx": issue.docx.read(), "html": issue.html.encode()}
        written = []
        for kind, content in contents.items():
            written.append(into / f"{name}.{kind}")
            written[-1].write_bytes(content)
        return written
