"""What a check finds if somebody changes the record behind its back, and what it cannot find.

`/about/record/` prints this list, and the test of tampering tries each line of it: page and proof cannot differ.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _


class Found(models.TextChoices):
    """By what a change is found."""

    ALONE = "alone", _("The check finds it alone")
    TOLD = "told", _("The check says that it changed, not whether that was right")
    OUTSIDE = "outside", _("Only a seal kept outside finds it")
    NEVER = "never", _("Nothing finds it")


@dataclass(frozen=True)
class Promise:
    """One way to change the record behind its back, and by what it is found."""

    name: str
    found: Found
    what: LazyText


PROMISES = (
    Promise("text", Found.ALONE, _("A word or a figure in the text of a publication is changed.")),
    Promise("text, hash", Found.ALONE, _("The same, and that publication is given a hash that fits.")),
    Promise("column", Found.ALONE, _("A number that pages read is changed, and the text of the publication is not.")),
    Promise("middle", Found.ALONE, _("A publication is taken out of the middle, or one is slipped in.")),
    Promise("last", Found.ALONE, _("The last publication is cut off.")),
    Promise("erased", Found.ALONE, _("The text of a publication is erased, and no order says so.")),
    Promise("moment", Found.ALONE, _("A publication is dated before one that stands before it.")),
    Promise(
        "late", Found.ALONE, _("A publication is added today and dated back to before a seal that does not hold it.")
    ),
    Promise(
        "chain",
        Found.ALONE,
        _("A publication is changed and the whole chain is calculated anew, but not the seals kept here."),
    ),
    Promise(
        "tail",
        Found.ALONE,
        _("The last publications are cut off as if they had never been, but the seals or an edition still hold them."),
    ),
    Promise("event", Found.ALONE, _("What happened to a result (who validated it, when, and why) is changed.")),
    Promise("reply", Found.ALONE, _("A reply of a government, an employers' or a workers' organization is changed.")),
    Promise("update", Found.ALONE, _("The update that a country sent is changed or removed.")),
    Promise("statistic", Found.ALONE, _("A statistic, a profile or a ratification is changed.")),
    Promise("superseded", Found.ALONE, _("The day on which such a fact gave way to another is moved.")),
    Promise("edition", Found.ALONE, _("An edition is made to point at other publications.")),
    Promise("file", Found.ALONE, _("A file of evidence is exchanged for another.")),
    Promise(
        "file, digest", Found.ALONE, _("The same, and the record of the file is made to fit; its publication is not.")
    ),
    Promise("seal", Found.ALONE, _("A seal that is kept here is changed, removed or slipped in.")),
    Promise("trigger", Found.ALONE, _("A lock that keeps the database from changing such rows is missing or altered.")),
    Promise("framework", Found.TOLD, _("An indicator or another part of the framework is changed.")),
    Promise("target", Found.TOLD, _("A target is changed.")),
    Promise("phase", Found.ALONE, _("The period for which a country has priority is changed.")),
    Promise("instrument", Found.TOLD, _("A law, strategy or scheme is changed.")),
    Promise("all: text", Found.OUTSIDE, _("A publication is changed, and chain, editions and seals are made anew.")),
    Promise("all: tail", Found.OUTSIDE, _("The last publications are cut off, and editions and seals are made anew.")),
    Promise("all: event", Found.OUTSIDE, _("What happened to a result is changed, and the seals are made anew.")),
    Promise("all: reply", Found.OUTSIDE, _("A reply is changed, and the seals are made anew.")),
    Promise("all: file", Found.OUTSIDE, _("A file of evidence is exchanged, and chain and seals are made anew.")),
    Promise("all: statistic", Found.OUTSIDE, _("A statistic is changed, and the seals are made anew.")),
    Promise(
        "all: framework",
        Found.OUTSIDE,
        _("The framework, a target or a law is changed, and the seals are made anew."),
    ),
    Promise(
        "unsealed",
        Found.NEVER,
        _(
            "Something that was added since the last seal is changed or removed before the next one. A publication "
            "that is changed is found all the same, unless the rest of the chain is made anew."
        ),
    ),
    Promise(
        "unsent",
        Found.NEVER,
        _("The record is changed and made anew back to the last seal that was sent or printed, and no further."),
    ),
    Promise("lie", Found.NEVER, _("Somebody writes what is not true, in the ordinary way, on the day itself.")),
)
