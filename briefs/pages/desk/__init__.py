"""Briefs as they are written and reviewed on the desk."""
