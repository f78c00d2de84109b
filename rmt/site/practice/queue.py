"""What is left to the worker: a queue in the database; on a practice desk, where no worker looks, done at once."""

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks_db import DatabaseBackend

from rmt.site.practice.desks import current


class Queue(DatabaseBackend):
    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        """Queue a task in the real database only. In practice nothing waits: later there is nobody to do it."""
        if current() is None:
            return super().enqueue(task, args, kwargs)
        if task.run_after is None:
            transaction.on_commit(partial(task.call, *args, **kwargs))
        return None
