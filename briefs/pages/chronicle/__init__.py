"""All that was said on a country: a page of the desk, a file, and a document that is asked for."""
