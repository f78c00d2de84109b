"""Briefs and reports as they can be found by words."""
