import os
import signal
import threading

import structlog
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.management.commands import db_worker

from briefs.building import queue_lost_buildings
from rmt.mail import queue_the_lost
from rmt.models import Heartbeat
from rmt.people.invitations import ask_again

logger = structlog.get_logger(__name__)

BEAT = 15


class Command(db_worker.Command):
    """Does what requests leave for later: sends mail, builds reports. Runs until it is stopped; `--batch`
    ends when all is done.

    `/readyz` says so when none has lived for a minute. What a worker that was killed left behind is queued again.
    """

    help = __doc__

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--ends-with-parent", action="store_true", help="stop once the process that started this one has ended"
        )

    def configure_logging(self, verbosity: int) -> None:
        """As the settings say; the worker's own lines about each task are for `--verbosity 2`."""
        if verbosity > 1:
            super().configure_logging(verbosity)

    def handle(self, *, ends_with_parent: bool, **options) -> None:  # type: ignore[override]  # more than it knows
        parent = os.getppid() if ends_with_parent else 0
        stopped = threading.Event()
        beat()
        queue_the_lost(now=timezone.now())
        queue_lost_buildings(now=timezone.now())
        ask_again(now=timezone.now())
        threading.Thread(target=live, args=(stopped, parent), daemon=True).start()
        try:
            super().handle(**options)
        finally:
            stopped.set()


def beat() -> None:
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": timezone.now()})


def live(stopped: threading.Event, parent: int) -> None:
    """Beat every fifteen seconds, beside the tasks, and end the process if its `parent` has ended (0: none)."""
    seconds = 0
    while not stopped.wait(1):
        if parent and os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        seconds += 1
        if seconds % BEAT:
            continue
        try:
            beat()
        except DatabaseError:
            logger.warning("worker.no_heartbeat")
        finally:
            connection.close()
