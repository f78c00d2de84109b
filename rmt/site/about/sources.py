"""Data, texts and type of others that stand on these pages, each with its licence (fixtures/README.md)."""

from django.utils.translation import gettext_lazy as _

# What is used, whose it is, and under which licence.
SOURCES = (
    (
        _("The nine series of SDG indicator 1.3.1"),
        _("United Nations Statistics Division and ILO; UN SDG indicators database, October 2020"),
        "CC BY 4.0",
    ),
    (_("Population of countries, 2015–2024"), _("World Bank, series SP.POP.TOTL"), "CC BY 4.0"),
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
    (_("Names of countries"), _("django-countries, corrected to the usage of the ILO"), "MIT"),
    (_("Codes of countries, time zones"), _("ISO 3166-1 and M49; IANA"), _("facts; public domain")),
    (_("Typeface"), _("Noto Sans"), "OFL 1.1"),
)
