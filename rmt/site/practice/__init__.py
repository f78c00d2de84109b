"""Practice: the same desk on made-up data that can be reset, under `/practice/…`.

Nothing made up can reach the ledger: for the time of a request below `/practice/`, the database of the thread is a
SQLite file of that person's own, a copy of a seed; so are uploads, and no mail leaves. Nothing outside this package
knows of it. Each host keeps its own seeds and copies: behind several hosts, a person has a desk on each.
"""
