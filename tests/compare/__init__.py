"""What every address answers, before and after a refactoring: the same text, or a diff.

    .venv/bin/python -m tests.compare take DIR          # about six minutes: two fresh databases, every page as text
    .venv/bin/python -m tests.compare diff BEFORE AFTER # what differs; exit status 1 if anything does

`take` imports nothing of the application, so that it runs unchanged before and after modules move: it knows settings,
models by name, management commands and addresses. PDFs are read with `pdftotext` (poppler-utils).
"""
