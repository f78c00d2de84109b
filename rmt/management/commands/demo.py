import os
import subprocess
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from indicators.generated import how_many
from rmt.site import demo, demo_briefs


class Command(BaseCommand):
    """Makes the demonstration ready (database, reference data, real entries, accounts), prints it, and serves it."""

    help = __doc__

    def add_arguments(self, parser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="make it ready and stop")

    def handle(self, *, no_serve: bool, **_options) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demonstration. Set DEMO=1, or say `make demo`.")
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        if settings.DEMO_FULL and (missing := demo.MADE_UP - how_many()) > 0:
            # Before the real entries: what is published is published in order, and the made-up years begin in 2021.
            self.stdout.write(f"Making up {missing} results …")
            call_command("generate_load", results=missing, seed=1 + how_many(), stdout=self.stdout)
        call_command("load_reference", stdout=self.stdout)
        secret = demo.password()
        demo.make_people(secret)
        demo.check_themes()
        self.publish()
        call_command("make_practice", stdout=self.stdout)
        self.introduce(secret)
        if not no_serve:
            self.serve()

    def publish(self) -> None:
        """Publish briefs and reports; what cannot be is named, and stops nothing."""
        now = timezone.now()
        # What the briefs tell is real: figures of made-up results would stand in their sentences.
        refused = {} if settings.DEMO_FULL else demo_briefs.publish_briefs(now=now)
        refused |= demo_briefs.publish_reports(now=now)
        for name, reasons in refused.items():
            self.stdout.write(f"Not published: {name}. {' '.join(reasons)}")

    def introduce(self, secret: str) -> None:
        """Say loudly what this is, and who can sign in."""
        port = os.environ.get("PORT") or "8000"
        self.stdout.write("\nDEMONSTRATION, not an official site. Do not enter anything confidential.\n\n")
        if settings.DEMO_FULL:
            self.stdout.write(
                f"{demo.MADE_UP} OF ITS RESULTS ARE MADE UP, and so are the laws, projects, partners and\n"
            )
            self.stdout.write("money behind them. No total on this site is real.\n\n")
        for email, first_name, last_name, role in demo.PEOPLE:
            name = f"{first_name} {last_name}"
            self.stdout.write(f"  {email:<28} {name:<16} {role}")
        self.stdout.write(f"\n  The password of every account: {secret}")
        if settings.MAIL_BACKEND.endswith("filebased.EmailBackend"):
            self.stdout.write(f"  Mail:     files in {settings.EMAIL_FILE_PATH}/")
        self.stdout.write(f"  Read:     http://localhost:{port}/countries/cambodia/")
        self.stdout.write(f"  Sign in:  http://localhost:{port}/accounts/login/      Stop: Ctrl-C\n")

    def serve(self) -> None:
        """Start a worker, which ends with the server, and become the server: two processes on this machine only."""
        port = os.environ.get("PORT") or "8000"
        self.stdout.flush()
        subprocess.Popen(  # noqa: S603 (no shell, no outside words)
            [sys.executable, sys.argv[0], "db_worker", "--ends-with-parent", "--no-reload"]
        )
        arguments = f"rmt.wsgi --bind 127.0.0.1:{port} --workers 2 --threads 4 --limit-request-line 8190".split()
        os.execv(  # noqa: S606 (no shell, no outside words)
            sys.executable,
            [sys.executable, "-m", "gunicorn", *arguments, "--log-level", "warning", "--no-control-socket"],
        )
