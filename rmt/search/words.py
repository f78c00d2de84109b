"""The index of words: which entries have a word that begins so, in the words of the database at hand."""

from django.db import connection, transaction

TABLE = "rmt_searchentry"

# A table of FTS5 that holds no text of its own; each row of the entries takes its words there and away again.
ON_SQLITE = (
    "DROP TRIGGER IF EXISTS rmt_searchentry_words_added",
    "DROP TRIGGER IF EXISTS rmt_searchentry_words_gone",
    "DROP TRIGGER IF EXISTS rmt_searchentry_words_changed",
    "CREATE VIRTUAL TABLE IF NOT EXISTS rmt_searchentry_words USING fts5("
    "text, content='rmt_searchentry', content_rowid='id', tokenize='unicode61 remove_diacritics 0', prefix='2 3 4')",
    "INSERT INTO rmt_searchentry_words(rmt_searchentry_words) VALUES ('rebuild')",
    "CREATE TRIGGER rmt_searchentry_words_added AFTER INSERT ON rmt_searchentry BEGIN "
    "INSERT INTO rmt_searchentry_words(rowid, text) VALUES (NEW.id, NEW.text); END",
    "CREATE TRIGGER rmt_searchentry_words_gone AFTER DELETE ON rmt_searchentry BEGIN "
    "INSERT INTO rmt_searchentry_words(rmt_searchentry_words, rowid, text) VALUES ('delete', OLD.id, OLD.text); END",
    "CREATE TRIGGER rmt_searchentry_words_changed AFTER UPDATE ON rmt_searchentry BEGIN "
    "INSERT INTO rmt_searchentry_words(rmt_searchentry_words, rowid, text) VALUES ('delete', OLD.id, OLD.text); "
    "INSERT INTO rmt_searchentry_words(rowid, text) VALUES (NEW.id, NEW.text); END",
)
ON_POSTGRESQL = (
    "CREATE INDEX IF NOT EXISTS rmt_searchentry_words ON rmt_searchentry "
    "USING gin (array_to_tsvector(array_remove(string_to_array(text, ' '), '')))",
)


def install_words(**_signal) -> None:
    """Make the index of words, or make it anew from the entries; called after each `migrate`, as the triggers are."""
    with transaction.atomic(), connection.cursor() as cursor:
        if TABLE in connection.introspection.table_names(cursor):
            for statement in ON_POSTGRESQL if connection.vendor == "postgresql" else ON_SQLITE:
                cursor.execute(statement)
