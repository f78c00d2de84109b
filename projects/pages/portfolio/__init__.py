"""What a partner's money supported: its page, its workbook, its digest."""

from projects.pages.portfolio.digests import send_digests
from projects.pages.portfolio.selectors import ledger_seq

__all__ = ["ledger_seq", "send_digests", "views"]
