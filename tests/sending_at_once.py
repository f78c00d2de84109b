"""The queue of most tests: what is left to the worker is done at once, so that `mailoutbox` holds what was posted.

That it leaves the request, and what happens when it fails, is proved with the real queue, in `tests/mailing`.
"""

from django_tasks.backends.immediate import ImmediateBackend


class AtOnce(ImmediateBackend):
    supports_defer = True

    def enqueue(self, task, args, kwargs):
        """Do it now, and let its errors be seen; what is for later is not done."""
        if task.run_after is None:
            task.call(*args, **kwargs)
