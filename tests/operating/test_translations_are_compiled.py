"""Catalogues of translations become what Python reads, on a machine without gettext."""

import gettext
import io
import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from rmt.translations import compiled

CATALOGUE = r"""
# A remark
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n > 1);\n"

msgid "law \"%(name)s\" "
"of %(year)s"
msgstr "loi « %(name)s » "
"de %(year)s"

msgid "change"
msgid_plural "changes"
msgstr[0] "changement"
msgstr[1] "changements"

msgid "not translated yet"
msgstr ""
"""


def test_each_sentence_is_read_with_its_plural():
    read = gettext.GNUTranslations(io.BytesIO(compiled(CATALOGUE)))
    assert read.gettext('law "%(name)s" of %(year)s') == "loi « %(name)s » de %(year)s"
    assert [read.ngettext("change", "changes", number) for number in (1, 2)] == ["changement", "changements"]
    assert read.gettext("not translated yet") == "not translated yet"


def test_what_is_no_line_of_a_catalogue_is_refused():
    with pytest.raises(ValueError, match="msgid without quotes"):
        compiled("msgid without quotes")


def test_placeholders_of_each_translation_are_those_of_its_sentence():
    for path in (settings.BASE_DIR / "locale").glob("*/LC_MESSAGES/*.po"):
        read = gettext.GNUTranslations(io.BytesIO(compiled(path.read_text())))
        for said, meant in read._catalog.items():
            words = said[0] if isinstance(said, tuple) else said
            if words:
                assert set(re.findall(r"%\(\w+\)s", meant)) == set(re.findall(r"%\(\w+\)s", words)), words


def test_an_address_in_a_text_of_another_language_is_the_one_that_there_is():
    """docs/design.md, "Addresses": English has no prefix, and the site is read in English alone so far."""
    with override("fr"):
        assert reverse("country", args=["togo"]) == "/countries/togo/"
