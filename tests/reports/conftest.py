"""The real queue and a worker that does what is in it, as the tests of mail have them."""

from tests.mailing.conftest import real_queue, worker

__all__ = ["real_queue", "worker"]
