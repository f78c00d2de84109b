"""What each publication says that it followed from, as rows: read from the payloads that are there already."""

import json

from django.db import migrations

BATCH = 1000


def write(apps, _schema_editor):
    publication, follow, result = (
        apps.get_model("indicators", name) for name in ("Publication", "PublishedFollow", "Result")
    )
    there = set(follow.objects.values_list("publication", "followed"))  # of an earlier run: rows are never deleted
    ids = {str(uuid): pk for uuid, pk in result.objects.values_list("uuid", "pk").iterator()}
    found = []
    for pk, payload in publication.objects.order_by("pk").values_list("pk", "payload").iterator(chunk_size=BATCH):
        followed = (ids.get(uuid) for uuid in json.loads(payload).get("follows", []))
        new = (one for one in followed if one and (pk, one) not in there)
        found += [follow(publication_id=pk, followed_id=one) for one in new]
    follow.objects.bulk_create(found, batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("indicators", "0005_replies_and_what_followed")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop, elidable=True)]
