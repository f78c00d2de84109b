"""Issues: a document with its page and its files, stored for good; and reports built by the worker."""
