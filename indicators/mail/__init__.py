"""Reminders and weekly lists: who gets what, and when."""

from indicators.mail.reminders import send_reminders

__all__ = ["reminders", "send_reminders"]
