"""Where uploads are kept: with all others, or with the practice desk of whoever practises."""

import os
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage

from rmt.site.practice.desks import current


class MediaStorage(FileSystemStorage):
    """Files below MEDIA_ROOT; those of a practice desk are in its own folder, and are deleted with it."""

    @property  # looked up each time: the place differs from request to request
    def base_location(self) -> str:
        desk = current()
        place: str | Path = desk.media if desk else settings.MEDIA_ROOT
        return str(place)

    @property
    def location(self) -> str:
        return os.path.abspath(self.base_location)  # noqa: PTH100 (as Django does: links are not followed)
