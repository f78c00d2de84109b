"""Data, texts and type of others that stand on these pages, each with its licence (fixtures/README.md)."""

from django.utils.translation import gettext_lazy as _

# What is used, whose it is, and under which licence.
SOURCES = (
    (
        _("The nine series of SDG indicator 1.3.1"),
        _("United Nations Statistics Division; ILO, Social Security Inquiry; a file saved on 1 October 2023"),
        _("by the terms of the UN SDG indicators database; facts only"),
    ),
    (
        _("Population of countries and territories, 2015–2025"),
        _("United Nations, World Population Prospects 2024; 2024 and 2025 are its medium projection"),
        "CC BY 3.0 IGO",
    ),
    (
        _("Ratifications of social security conventions"),
        _("Official gazettes, treaty lists and pages of the ILO, each named beside the fact"),
        _("facts only"),
    ),
    (
        _("Results of phase I"),
        _("Independent evaluation of phase I (2021) and earlier public pages of the tool, © ILO"),
        _("facts only, in our words; the texts are not copied"),
    ),
    (
        _("Outlines of the map"),
        _("plotly.js, from geospatial data of the United Nations; simplified"),
        "MIT",
    ),
    (_("Names of countries and territories"), _("django-countries, corrected to the usage of the ILO"), "MIT"),
    (_("Codes of countries and territories, time zones"), _("ISO 3166-1 and M49; IANA"), _("facts; public domain")),
    (_("Typeface"), _("Noto Sans"), "OFL 1.1"),
)
