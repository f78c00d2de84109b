"""Django looks for the admin of the app here; it is kept with the people whose accounts it shows."""

from rmt.people import admin

__all__ = ["admin"]
