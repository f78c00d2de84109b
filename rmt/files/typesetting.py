"""PDF set by typst: data goes in as JSON, never as part of the template; the same data gives the same bytes."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any

import typst
from django.conf import settings


def compile_pdf(template: str, content: Mapping[str, Any], *, day: date) -> bytes:
    """A PDF/UA-1 from `templates/<template>`; `day` is its date, so that the bytes hold no clock.

    The template reads what it prints from `json(bytes(sys.inputs.content))`.
    """
    return typst.compile(
        str(settings.BASE_DIR / "templates" / template),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()),
        font_paths=[font_folder()],
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False, sort_keys=True)},
    )


@lru_cache
def font_folder() -> str:
    """The folder of Noto Sans: in a package, so that every machine sets the same pages."""
    return str(files("fontpkg_noto_sans") / "files")
