"""The pages under /about/, in the order of their menu."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Text = str | Promise


@dataclass(frozen=True)
class AboutPage:
    """One page of the menu: the name of its address, its title, and what a reader finds there."""

    name: str
    title: Text
    about: Text

    @property
    def url(self) -> str:
        return reverse(self.name)

    @property
    def trail(self) -> Sequence[tuple[str, str | None]]:
        return [(_("About"), reverse("about")), (str(self.title), None)]


PAGES = (
    AboutPage(
        "how_counted",
        gettext_lazy("How results are counted"),
        gettext_lazy("One definition for each figure, with examples, and every target with its history"),
    ),
    AboutPage(
        "theory_of_change",
        gettext_lazy("Theory of change"),
        gettext_lazy("How support is meant to become protection, and what can break on the way"),
    ),
    AboutPage(
        "glossary",
        gettext_lazy("Glossary"),
        gettext_lazy("What each word means here, in a sentence or two"),
    ),
    AboutPage(
        "who_sees_what",
        gettext_lazy("Who may see what, and why"),
        gettext_lazy("Who enters, who checks, who reads, and what stays hidden"),
    ),
    AboutPage(
        "corrections",
        gettext_lazy("Corrections"),
        gettext_lazy("How a figure is corrected, withdrawn or restated, and where that can be seen"),
    ),
    AboutPage(
        "record",
        gettext_lazy("The record and its seals"),
        gettext_lazy("How anybody can tell whether the record was changed behind its back, and what nobody could tell"),
    ),
    AboutPage(
        "licence",
        gettext_lazy("Data and licence"),
        gettext_lazy("What can be downloaded, whose data it is, and how to cite it"),
    ),
    AboutPage(
        "accessibility",
        gettext_lazy("Accessibility"),
        gettext_lazy("What was tested, what is still missing, and how to complain"),
    ),
    AboutPage(
        "privacy",
        gettext_lazy("Privacy"),
        gettext_lazy("What is kept of people, why, who sees it, and how long"),
    ),
    AboutPage(
        "contact",
        gettext_lazy("Contact"),
        gettext_lazy("Whom to ask, and what to say so that the answer comes quickly"),
    ),
)


def page_named(name: str) -> AboutPage:
    """The page at the address `name`."""
    return next(page for page in PAGES if page.name == name)
