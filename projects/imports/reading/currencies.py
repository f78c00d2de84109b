"""Currencies by the signs and codes that people write, and by the places whose sign a format shows."""

from collections.abc import Mapping

ISO_4217 = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK
    HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON
    RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS
    UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XDR XOF XPF YER ZAR ZMW ZWG ZWL
    ATS BEF BYR CYP DEM EEK ESP FIM FRF GHC GRD IEP ITL LTL LUF LVL MRO MTL MZM NLG PTE SDD SIT SKK STD TMM VEB VEF
    ZMK ZWD
"""
CODES = frozenset(ISO_4217.split())

SIGNS: Mapping[str, str] = {
    "us$": "USD", "$us": "USD", "u$s": "USD", "usd$": "USD", "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP",
    "us dollar": "USD", "us dollars": "USD", "dollars us": "USD", "swiss franc": "CHF", "swiss francs": "CHF",
    "pound sterling": "GBP", "pounds sterling": "GBP", "yen": "JPY", "franc cfa": "XOF", "francs cfa": "XOF",
    "fr.": "CHF", "sfr.": "CHF", "sfr": "CHF", "a$": "AUD", "au$": "AUD", "c$": "CAD", "ca$": "CAD", "nz$": "NZD",
    "hk$": "HKD", "s$": "SGD", "r$": "BRL", "₹": "INR", "₦": "NGN", "₱": "PHP", "₩": "KRW", "₫": "VND", "฿": "THB",
    "₽": "RUB", "₺": "TRY", "₴": "UAH", "₸": "KZT", "₾": "GEL", "₮": "MNT", "៛": "KHR", "₭": "LAK", "৳": "BDT",
    "ksh": "KES", "tsh": "TZS", "ush": "UGX", "fcfa": "XOF", "f cfa": "XOF", "rmb": "CNY", "元": "CNY", "円": "JPY",
    "zł": "PLN", "gh₵": "GHS",
}  # fmt: skip

DOLLARS_AND_PESOS = """
    USD AUD CAD NZD HKD SGD TWD FJD SBD BBD BMD BND BSD BZD GYD JMD KYD LRD NAD SRD TTD XCD ARS CLP COP CUP DOP MXN UYU
"""

# A sign that several currencies share says which it is only beside a code, a header or an answer.
SHARED_SIGNS: Mapping[str, frozenset[str]] = {
    "$": frozenset(DOLLARS_AND_PESOS.split()),
    "¥": frozenset({"JPY", "CNY"}),
    "kr": frozenset({"SEK", "NOK", "DKK", "ISK"}),
}

# By the code of the place that a format names beside its sign ([$$-409]), without leading zeros.
PLACES: Mapping[str, str] = {
    "409": "USD", "C09": "AUD", "1009": "CAD", "C0C": "CAD", "1409": "NZD", "C04": "HKD", "1004": "SGD", "4809": "SGD",
    "404": "TWD", "2C0A": "ARS", "340A": "CLP", "240A": "COP", "80A": "MXN", "380A": "UYU", "1C0A": "DOP",
    "2009": "JMD", "2C09": "TTD", "2409": "XCD", "2809": "BZD", "411": "JPY", "804": "CNY", "414": "NOK", "814": "NOK",
    "41D": "SEK", "406": "DKK", "40F": "ISK", "EN-US": "USD", "EN-AU": "AUD", "EN-CA": "CAD", "FR-CA": "CAD",
    "EN-NZ": "NZD", "JA-JP": "JPY", "ZH-CN": "CNY", "NB-NO": "NOK", "SV-SE": "SEK", "DA-DK": "DKK",
}  # fmt: skip


def currency_of_sign(sign: str, place: str = "") -> str | None:
    """A code of ISO 4217, or a sign that several currencies share; `None` if it means no currency.

    >>> currency_of_sign("€"), currency_of_sign("CHF"), currency_of_sign("$"), currency_of_sign("$", "409")
    ('EUR', 'CHF', '$', 'USD')
    >>> currency_of_sign("pax"), currency_of_sign("million")
    (None, None)
    """
    sign = " ".join(sign.split())
    folded = sign.casefold().rstrip(".") if sign.casefold() not in SIGNS else sign.casefold()
    if folded in SHARED_SIGNS:
        return PLACES.get(place.lstrip("0").upper(), folded)
    return SIGNS.get(folded) or (sign.upper() if sign.upper() in CODES else None)
