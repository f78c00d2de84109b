"""Names of uploaded files, made fit for a disk and for a page."""

import re
from pathlib import PurePath

from django.utils.translation import gettext as _

from rmt.text import clean_line

LONGEST_NAME = 100


def clean_name(name: str) -> str:
    """The name without folders, control signs and signs that a disk refuses; shortened, its ending kept.

    >>> clean_name("C:\\\\tmp\\\\Loi n° 22 <final>.PDF"), clean_name("../../etc/passwd"), clean_name("\\u202ecod.exe")
    ('Loi n° 22 final.PDF', 'passwd', 'cod.exe')
    """
    name = clean_line(re.sub(r'[:*?"<>|]', "", re.split(r"[\\/]", name)[-1])).lstrip(".")
    path = PurePath(name or _("file"))
    return path.stem[: LONGEST_NAME - len(path.suffix)] + path.suffix[:LONGEST_NAME]
