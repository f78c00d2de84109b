"""What an author can put into a text, and how it will read."""

from pathlib import PurePath
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from briefs.actions import latest_edition
from briefs.documents import Document, page_of
from briefs.figures_in_text import menu, of_all_years, reading_of, typed_numbers, written
from briefs.models import Brief
from briefs.writing import pictures_of
from countries.models import Country, Theme
from indicators.models import Edition


def tools_of(brief: Brief) -> dict[str, Any]:
    """The figures that a brief can refer to, with their values as of its edition, and its pictures."""
    tools = tools_as_of(brief.edition or latest_edition(), country=brief.country, theme=brief.theme)
    return tools | {"pictures": brief.pictures.all()}


def tools_as_of(
    edition: Edition | None, *, country: Country | None = None, theme: Theme | None = None, period: str = ""
) -> dict[str, Any]:
    """The figures that a text can refer to as of an edition: of a country and a theme, and of the world; those of the
    `period` that it is about come first.
    """
    found = menu(reading_of(edition), country=country, theme=theme, period=period) if edition else []
    return {"menu": found, "period": period}


def preview_of(text: str, *, brief: Brief | None, edition: Edition | None) -> dict[str, Any]:
    """What a text would look like, what is wrong with it, and numbers in it that were typed by hand."""
    if edition is None:
        return {"problems": [_("No edition is pinned yet, so no figure can be read. A manager pins the first one.")]}
    reading = reading_of(edition)
    pictures = pictures_of(brief) if brief else {}
    problems = written(text, reading=reading, pictures=pictures).problems
    language = brief.language if brief else get_language() or "en"
    with translation.override(language):  # figures and notes speak as the text does; problems as the author does
        found = written(text, reading=reading, pictures=pictures)
        document = Document(
            kind="preview", title="", language=language, edition=edition.code, seal="", day="", address="",
            blocks=found.blocks, notes=found.notes, figures=found.figures,
        )  # fmt: skip
        article = page_of(document, picture_url=lambda file: _picture(brief, file)) if found.blocks else ""
    typed = typed_numbers(
        text,
        language=language,
        reading=reading,
        country=brief.country.iso3 if brief and brief.country else "",
        theme=brief.theme.slug if brief and brief.theme else "",
    )
    of_all = of_all_years(text) if brief is None else []
    return {"article": article, "problems": problems, "typed": typed, "of_all_years": of_all}


def _picture(brief: Brief | None, file: str) -> str:
    return reverse("desk_brief_picture", args=[brief.uuid, PurePath(file).stem]) if brief else ""
