"""Each publication gets a salt and a digest, and the chain is written anew over them; editions follow.

Nothing had been published to anybody when this was written. It reads whatever payloads stand, so it comes after every
migration that writes payloads. The triggers are taken off for it; `post_migrate` puts them back.
"""

import hashlib
import json
import secrets
from datetime import UTC

from django.db import migrations

GENESIS = "0" * 64
GUARDED = ("indicators_publication", "indicators_edition")


def chain_over_digests(apps, schema_editor):
    def said(row):
        row.salt = secrets.token_hex(32)
        row.digest = _sha256(f"{row.salt}{row.payload}")
        return {"digest": row.digest}

    _chain(apps, schema_editor, said)


def chain_over_payloads(apps, schema_editor):
    def said(row):
        row.salt, row.digest = None, ""
        return {"payload": row.payload}

    _chain(apps, schema_editor, said)


def _chain(apps, schema_editor, said):
    publications, editions = apps.get_model("indicators", "Publication"), apps.get_model("indicators", "Edition")
    last, hashes = GENESIS, {0: GENESIS}
    rows = publications.objects.order_by("seq").select_related("result")
    if not rows.exists() and not editions.objects.exists():
        return
    for table in GUARDED:
        on = f' ON "{table}"' if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f'DROP TRIGGER IF EXISTS "{table}_no_update"{on}')
    # Twice, for hashes are unique: first out of the way, then as they will be.
    for row in rows.iterator(chunk_size=500):
        publications.objects.filter(pk=row.pk).update(prev_hash=f"from {row.seq}", hash=f"at {row.seq}")
    for row in rows.iterator(chunk_size=500):
        link = {
            "seq": row.seq,
            "prev": last,
            "result": str(row.result.uuid),
            "version": row.version,
            "kind": row.kind,
            "reason": row.reason,
            "at": row.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
            **said(row),
        }
        written = _sha256(json.dumps(link, sort_keys=True, ensure_ascii=False, separators=(",", ":")))
        publications.objects.filter(pk=row.pk).update(salt=row.salt, digest=row.digest, prev_hash=last, hash=written)
        last = hashes[row.seq] = written
    apps.get_model("indicators", "LedgerHead").objects.filter(pk=1).update(hash=last)
    for edition in editions.objects.all():
        editions.objects.filter(pk=edition.pk).update(hash=hashes[edition.seq])


def _sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


class Migration(migrations.Migration):
    dependencies = [("indicators", "0013_salts")]

    operations = [migrations.RunPython(chain_over_digests, chain_over_payloads)]
