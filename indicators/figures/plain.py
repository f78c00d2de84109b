"""How a decimal is written down, the same on every database."""

from decimal import Decimal


def plain_decimal(value: Decimal | None) -> str | None:
    """A decimal without exponent and without trailing zeros, the same on every database.

    >>> plain_decimal(Decimal("2100000.00")), plain_decimal(Decimal("0.50")), plain_decimal(Decimal("0.00"))
    ('2100000', '0.5', '0')
    """
    if value is None:
        return None
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text
