"""`backup` writes one file and `restore` makes an empty place of it: the same pages, the same record; or nothing."""

import io
import json
import re
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scratch import manage

pytestmark = pytest.mark.django_db  # so that there is a database to copy


@pytest.fixture(scope="module")
def backup(installation, tmp_path_factory) -> Path:
    """A backup of an installation with an upload, an edition's seal and a session."""
    folder = tmp_path_factory.mktemp("backups")
    for command in (["run_due"], ["shell", "-c", UPLOAD]):
        ended = installation(*command)
        assert ended.returncode == 0, ended.stderr
    ended = installation("backup", folder)
    assert ended.returncode == 0, ended.stderr
    assert "RMT seal" in ended.stdout
    (path,) = folder.iterdir()
    return path


UPLOAD = """
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.base import ContentFile
default_storage.save("evidence/a/law.pdf", ContentFile(b"The law."))
from allauth.mfa.models import Authenticator
from rmt.mail import post
from rmt.models import OutgoingMail, User
from rmt.people.second_step import SecondStepAdapter
SessionStore().save(must_create=True)
user = User.objects.create(email="manager@example.org")
Authenticator.objects.create(user=user, type="totp", data={"secret": SecondStepAdapter().encrypt("ABCDEFGH")})
OutgoingMail.objects.all().delete()
post(OutgoingMail(to="somebody@example.org", subject="A law", text="A link that works"))
cache.set("a-page", "text")
"""

COUNT = """
from django.contrib.sessions.models import Session
from django.core.cache import cache
from rmt.models import SiteVersion
print(Session.objects.count(), cache.get("a-page"), SiteVersion.current())
"""

MAIL = """
from django_tasks_db.models import DBTaskResult
from rmt.models import OutgoingMail
print(DBTaskResult.objects.count())
print([(mail.text, mail.was_given_up) for mail in OutgoingMail.objects.all()])
"""

PAGES = """
import json, re
from django.test import Client
client = Client(headers={"host": "localhost"})
listed = re.findall(r"<loc>http://localhost(/[^<]*)</loc>", client.get("/sitemap.xml").content.decode())
print(json.dumps({address: client.get(address).content.decode() for address in [*listed[::12], "/about/record/"]}))
"""


def rewritten(backup: Path, to: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A copy of a backup with other members; the manifest stays the last."""
    with tarfile.open(backup) as tar:
        members = {member.name: tar.extractfile(member).read() for member in tar}
    change(members)
    with tarfile.open(to, "w") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return to


def test_a_restored_place_has_the_same_pages_and_the_same_record(installation, backup, empty_place):
    """But nobody is signed in there, nothing is stored, and what a browser kept of the old place is asked for anew."""
    before = json.loads(installation("shell", "-v0", "-c", PAGES).stdout)
    version = int(installation("shell", "-v0", "-c", COUNT).stdout.split()[-1])
    ended = manage("restore", backup, **empty_place)
    assert (ended.returncode, ended.stderr) == (0, "")
    lines = ended.stdout.splitlines()
    assert re.fullmatch(r"Restored as of \S+: \d+ rows of \d+ tables, 1 uploaded files\.", lines[0])
    assert lines[1] == "Mail that waited to be sent, given up here: 1."
    assert lines[2].startswith("The ledger is whole: ")
    assert lines[-1].startswith("It is the record of the seal in the backup: RMT seal ")
    assert json.loads(manage("shell", "-v0", "-c", PAGES, **empty_place).stdout) == before
    assert len(before) > 10
    sessions, stored, now = manage("shell", "-v0", "-c", COUNT, **empty_place).stdout.split()
    assert (sessions, stored) == ("0", "None")
    assert int(now) > version + 1_000_000
    assert (empty_place["MEDIA_ROOT"] / "evidence/a/law.pdf").read_bytes() == b"The law."


def test_a_copy_sends_nothing_and_says_if_its_key_opens_no_second_step(backup, empty_place):
    empty_place["SECRET_KEY"] = "another key of fifty signs or more: 0123456789 abcdef"
    ended = manage("restore", backup, **empty_place)
    assert ended.returncode == 0
    assert ended.stderr.startswith("SECRET_KEY is not that of the backup: no second step can be read")
    assert manage("shell", "-v0", "-c", MAIL, **empty_place).stdout.splitlines() == ["0", "[('', True)]"]


def test_only_its_owner_reads_it_and_it_holds_what_it_names(backup):
    assert backup.stat().st_mode & 0o777 == 0o600
    assert re.fullmatch(r"rmt-\d{4}-\d\d-\d\dT\d{6}Z\.tar", backup.name)
    with tarfile.open(backup) as tar:
        names = tar.getnames()
        manifest = json.load(tar.extractfile("manifest.json"))
    assert names[-1] == "manifest.json"
    assert sorted(manifest["files"]) == sorted(names[:-1])
    assert "media/evidence/a/law.pdf" in names
    assert "seal.json" in names
    assert manifest["rows"]["indicators_publication"] > 40
    assert {"rmt_cache", "django_session"}.isdisjoint(manifest["rows"])


def damaged(members: dict[str, bytes]) -> None:
    members["media/evidence/a/law.pdf"] = b"The LAW."


def shortened(members: dict[str, bytes]) -> None:
    del members["manifest.json"]


def without_a_file(members: dict[str, bytes]) -> None:
    del members["media/evidence/a/law.pdf"]


def reaching_out(name: str) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members.pop("manifest.json"))
        members[name] = members.pop("media/evidence/a/law.pdf")
        manifest["files"][name] = manifest["files"].pop("media/evidence/a/law.pdf")
        members["manifest.json"] = json.dumps(manifest).encode()

    return change


def saying(**other) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        manifest = json.loads(members["manifest.json"])
        members["manifest.json"] = json.dumps(manifest | other).encode()

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (damaged, "It is damaged: media/evidence/a/law.pdf"),
        (shortened, "only the beginning of one"),
        (without_a_file, "does not hold the files that its manifest names"),
        (reaching_out("media/../../out.pdf"), "It holds what no backup has"),
        (reaching_out("/etc/out.pdf"), "It holds what no backup has"),
        (saying(engine="oracle"), "It is a backup of oracle"),
        (saying(migrations=["rmt.9999_later"]), "of a later release, which has rmt.9999_later"),
        (saying(rows={"rmt_user": 7}), "does not have the rows that were backed up"),
    ],
    ids=["damaged", "shortened", "lacking", "reaching up", "absolute", "engine", "later", "rows"],
)
def test_what_is_not_whole_is_refused_and_the_place_is_as_empty_as_before(backup, empty_place, tmp_path, change, says):
    ended = manage("restore", rewritten(backup, tmp_path / "other.tar", change), **empty_place)
    assert ended.returncode == 1
    assert says in ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1
    assert not empty_place["MEDIA_ROOT"].exists() or not list(empty_place["MEDIA_ROOT"].iterdir())
    tables = "from django.db import connection; print(connection.introspection.table_names())"
    assert manage("shell", "-v0", "-c", tables, **empty_place).stdout.strip() == "[]"
    assert not list(tmp_path.rglob("out.pdf"))


def test_a_place_with_files_is_no_empty_place(backup, empty_place):
    kept = empty_place["MEDIA_ROOT"] / "evidence" / "ours.pdf"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"Ours.")
    ended = manage("restore", backup, **empty_place)
    assert ended.returncode == 1
    assert "has files already" in ended.stderr
    assert kept.read_bytes() == b"Ours."


@pytest.mark.parametrize("place", ["MEDIA_ROOT", "STATIC_ROOT"])
def test_it_is_not_written_where_the_site_keeps_or_serves_files(installation, tmp_path, place):
    ended = installation("backup", tmp_path / "all.tar", **{place: tmp_path})
    assert ended.returncode == 1
    assert "name another place" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_of_a_backup_that_failed(tmp_path, empty_place):
    ended = manage("backup", tmp_path / "all.tar", **empty_place)
    assert ended.returncode == 1
    assert ended.stderr == (
        "CommandError: Nothing was backed up. There is nothing to back up: the database has no tables of RMT.\n"
    )
    assert not list(tmp_path.glob("*.tar"))


def test_whatever_is_made_is_its_owners_alone(installation, backup):
    """The database, uploads and practice desks; not what everybody may read of a release."""
    made = installation("shell", "-v0", "-c", OPEN_TO_OTHERS).stdout.split()
    assert made == []


OPEN_TO_OTHERS = """
from pathlib import Path
from django.conf import settings
roots = [Path(settings.MEDIA_ROOT), Path(settings.PRACTICE_ROOT)]
files = [path for root in roots for path in root.rglob("*") if path.is_file()]
database = Path(settings.DATABASES["default"]["NAME"])
files += database.parent.glob(f"{database.name}*") if database.is_file() else []
assert files
print(*(path for path in files if path.stat().st_mode & 0o077))
"""
