"""A page that was read before must not stay as it was once a translator has corrected a word of it."""

from rmt.caching import code_version


def test_it_changes_the_version_of_every_page(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    catalogue = tmp_path / "rmt" / "locale" / "fr" / "LC_MESSAGES" / "django.mo"
    catalogue.parent.mkdir(parents=True)
    versions = set()
    for words in (b"resultat", "résultat".encode()):
        catalogue.write_bytes(words)
        versions.add(code_version.__wrapped__())
    assert len(versions) == 2
