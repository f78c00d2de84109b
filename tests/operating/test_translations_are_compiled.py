"""Catalogues of translations are compiled by build_assets on a machine without gettext, and say what was said."""

import re

import polib
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")


def test_they_are_compiled_when_the_site_is_set_up():
    entry = next(
        iter(polib.pofile(str(settings.BASE_DIR / "rmt/locale/fr/LC_MESSAGES/django.po")).translated_entries())
    )
    with override("fr"):
        assert gettext(entry.msgid) == entry.msgstr != entry.msgid


def test_placeholders_of_each_translation_are_those_of_its_sentence():
    for path in (settings.BASE_DIR / "rmt").glob("locale/*/LC_MESSAGES/*.po"):
        for entry in polib.pofile(str(path)):
            for meant in filter(None, [entry.msgstr, *entry.msgstr_plural.values()]):
                assert set(PLACEHOLDER.findall(meant)) == set(PLACEHOLDER.findall(entry.msgid)), entry.msgid


def test_an_address_in_a_text_of_another_language_is_the_one_that_there_is():
    """docs/design.md, "Addresses": English has no prefix, and the site is read in English alone so far."""
    with override("fr"):
        assert reverse("country", args=["togo"]) == "/countries/togo/"
