"""The pages about RMT: what it is, how it counts, what its words mean, who may see what."""

from rmt.site.about.glossary import GLOSSARY, Term, term_named
from rmt.site.about.pages import PAGES, AboutPage

__all__ = ["GLOSSARY", "PAGES", "AboutPage", "Term", "term_named", "views"]
