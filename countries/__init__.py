"""Regions, countries, themes, branches, instruments, and the public facts about each country."""
