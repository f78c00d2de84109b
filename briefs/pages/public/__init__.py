"""Briefs as the public reads them."""
