"""The year of a baseline becomes its first and last possible day: in working copies, in revisions, and in what is
published, whose hashes a later migration works out anew. Nothing real is published anywhere yet."""

import json
from datetime import date

from django.db import migrations
from rmt.records import drop_triggers


def _canonical(payload):
    return json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _rewrite(model, change):
    for row in model.objects.all().iterator(chunk_size=500):
        payload = json.loads(row.payload)
        if change(payload):
            model._base_manager.filter(pk=row.pk).update(payload=_canonical(payload))


def to_days(payload):
    if "baseline_year" not in payload:
        return False
    year = payload.pop("baseline_year")
    payload["baseline_first"] = f"{year:04}-01-01" if year else None
    payload["baseline_last"] = f"{year:04}-12-31" if year else None
    return True


def to_year(payload):
    if "baseline_first" not in payload:
        return False
    last, _first = payload.pop("baseline_last"), payload.pop("baseline_first")
    payload["baseline_year"] = int(last[:4]) if last else None
    return True


def forwards(apps, schema_editor):
    drop_triggers()
    for name in ("Result", "Publication"):
        model = apps.get_model("indicators", name)
        with_year = model._base_manager.exclude(baseline_year=None)
        for year in with_year.order_by("baseline_year").values_list("baseline_year", flat=True).distinct():
            days = {"baseline_first": date(year, 1, 1), "baseline_last": date(year, 12, 31)}
            model._base_manager.filter(baseline_year=year).update(**days)
    for name in ("Publication", "Revision"):
        _rewrite(apps.get_model("indicators", name), to_days)


def backwards(apps, schema_editor):
    drop_triggers()
    for name in ("Result", "Publication"):
        model = apps.get_model("indicators", name)
        for last in model._base_manager.exclude(baseline_last=None).values_list("baseline_last", flat=True).distinct():
            model._base_manager.filter(baseline_last=last).update(baseline_year=last.year)
    for name in ("Publication", "Revision"):
        _rewrite(apps.get_model("indicators", name), to_year)


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0009_spans_and_periods'),
    ]

    operations = [
        migrations.RunPython(forwards, backwards),
    ]
