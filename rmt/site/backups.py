"""One file that holds everything of an installation, and an empty place made into that installation again.

The file is a tar: `media/…`, `database.sqlite3` or `database.dump`, `seal.json` (the latest seal, whole), and last
`manifest.json`, with the digest of each of them, the migrations, and how many rows each table has. Sessions and stored
pages stay out: people sign in again, and pages are made again. Mail that waits comes along, and is given up where it
is restored: the place that was backed up may have sent it, or send it still.
"""

import hashlib
import json
import math
import os
import shutil
import sqlite3
import stat
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import Error, connection
from django.db.backends.postgresql.client import DatabaseClient
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import F
from django.utils import timezone

from indicators.ledger import latest_seal
from rmt.caching import code_version
from rmt.mail import give_up_what_waits
from rmt.models import SiteVersion

FORMAT = 1
MANIFEST, SEAL, MEDIA = "manifest.json", "seal.json", "media"
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
CHUNK = 1024 * 1024
SECONDS_OF_AN_UPLOAD = 60  # what is younger may be half there


class BackupError(Exception):
    """Why nothing was backed up or restored, in one line."""


# Backing up


def back_up(to: Path, *, now: datetime) -> tuple[Path, dict[str, Any]]:
    """Write one file, readable by its owner only, and return it with its manifest; `to` is its name, or a folder.

    It has its name only when it is whole. Raises BackupError, and leaves nothing.
    """
    target = to / f"rmt-{now:%Y-%m-%dT%H%M%SZ}.tar" if to.is_dir() else to
    for place in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        if target.resolve().is_relative_to(Path(place).resolve()):
            raise BackupError(f"{target} would lie among the files that the site keeps or serves: name another place.")
    if target.exists():
        raise BackupError(f"{target} is there already: name another file.")
    with _said_in_one_line(), tempfile.TemporaryDirectory(prefix=".rmt-backup-", dir=target.parent) as folder:
        part = Path(folder) / "part.tar"
        with tarfile.open(part, "x") as tar:
            manifest = _fill(tar, Path(folder), now=now)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.rename(target)
    return target, manifest


def _fill(tar: tarfile.TarFile, folder: Path, *, now: datetime) -> dict[str, Any]:
    """Everything into the tar; returns its manifest.

    Uploads are there before their rows and go after them. So they are read before the database and, for what came
    meanwhile, once more after it: all that its rows name is inside.
    """
    files: dict[str, dict[str, Any]] = {}
    _add_media(tar, files, written_before=now.timestamp() - SECONDS_OF_AN_UPLOAD)
    with _one_state():
        tables = connection.introspection.table_names()
        if MigrationRecorder.Migration._meta.db_table not in tables:
            raise BackupError("There is nothing to back up: the database has no tables of RMT.")
        seal = latest_seal(None)
        manifest = {
            "format": FORMAT,
            "made_at": now.isoformat(timespec="seconds"),
            "site": settings.SITE_URL,
            "engine": connection.vendor,
            "engine_version": ".".join(map(str, connection.get_database_version())),
            "code": code_version(),
            "migrations": sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
            "rows": _rows(tables),
            "seal": seal.line if seal else None,
            "files": files,
        }
        name = DATABASE[connection.vendor]
        (_copy_of_sqlite if connection.vendor == "sqlite" else _dump_of_postgresql)(folder / name)
    _add(tar, files, name, folder / name)
    _add_media(tar, files)
    if seal:
        (folder / SEAL).write_text(seal.content)
        _add(tar, files, SEAL, folder / SEAL)
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True))
    _add(tar, {}, MANIFEST, folder / MANIFEST)
    return manifest


@contextmanager
def _one_state() -> Iterator[None]:
    """Whatever is read inside is one state of the database, and nobody who writes has to wait."""
    begin = "BEGIN" if connection.vendor == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
    with connection.cursor() as cursor:
        cursor.execute(begin)
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _left_out() -> list[str]:
    """The tables whose rows stay out."""
    stores = [store["LOCATION"] for store in settings.CACHES.values() if "DatabaseCache" in store["BACKEND"]]
    return [Session._meta.db_table, *stores]


def _rows(tables: Iterable[str]) -> dict[str, int]:
    """How many rows each table has; none of those that stay out."""
    counts = {}
    with connection.cursor() as cursor:
        for table in sorted(set(tables) - set(_left_out())):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 (a table of ours)
            counts[table] = cursor.fetchone()[0]
    return counts


def _copy_of_sqlite(path: Path) -> None:
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        there = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in there.intersection(_left_out()):
            copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 (names of our own tables)
        copy.commit()
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("VACUUM")  # what was erased is not in free pages either
        found = copy.execute("PRAGMA quick_check").fetchone()[0]
    if found != "ok":
        raise BackupError(f"The database is damaged: {found}")


def _dump_of_postgresql(path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
    left_out = [f"--exclude-table-data={table}" for table in _left_out()]
    kept = ["--no-owner", "--no-privileges", "--no-comments", *left_out]
    _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={path}", *kept)


def _run(tool: str, *arguments: str) -> None:
    """One of PostgreSQL's own tools, on our database; raises BackupError with the last line of what it says."""
    if shutil.which(tool) is None:
        raise BackupError(f"{tool} is not on this machine: apt-get install postgresql-client.")
    (_psql, *server, name), environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    ended = subprocess.run(  # noqa: S603 (no shell, no outside words)
        [tool, *server, "--no-password", f"--dbname={name}", *arguments],
        env=os.environ | (environment or {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise BackupError((ended.stderr.strip().splitlines() or [f"{tool} failed."])[-1])


def _add_media(tar: tarfile.TarFile, files: dict[str, dict[str, Any]], *, written_before: float = math.inf) -> None:
    """Every upload that is not in the tar yet. One that goes while it is read belonged to no row any more."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        name = f"{MEDIA}/{path.relative_to(root).as_posix()}"
        with suppress(FileNotFoundError):
            kind = path.lstat()
            if name not in files and stat.S_ISREG(kind.st_mode) and kind.st_mtime < written_before:
                _add(tar, files, name, path)


def _add(tar: tarfile.TarFile, files: dict[str, dict[str, Any]], name: str, path: Path) -> None:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = file.tell(), 0o600, int(path.stat().st_mtime)
        file.seek(0)
        tar.addfile(member, file)
    files[name] = {"size": member.size, "sha256": digest}


def in_words(manifest: Mapping[str, Any]) -> str:
    """How much it is, for whoever made or restored it."""
    uploads = sum(name.startswith(f"{MEDIA}/") for name in manifest["files"])
    return f"{sum(manifest['rows'].values())} rows of {len(manifest['rows'])} tables, {uploads} uploaded files"


# Restoring


def restore(path: Path) -> tuple[dict[str, Any], int]:
    """Make an empty place what the backup `path` holds, with this release's migrations.

    Returns its manifest, and how many mails waited in it, which are given up.
    Everything is checked before anything is written. Raises BackupError, and leaves the place empty as it was.
    """
    with _said_in_one_line(), tarfile.open(path, "r:") as tar:
        _refuse_a_place_that_is_not_empty()
        manifest = _checked(tar)
        try:
            given_up = _put_back(tar, manifest)
        except BaseException:
            _empty_again()
            raise
    return manifest, given_up


def _refuse_a_place_that_is_not_empty() -> None:
    if connection.introspection.table_names():
        raise BackupError("The database has tables already: name an empty one in DATABASE_URL.")
    media = Path(settings.MEDIA_ROOT)
    if media.exists() and any(media.iterdir()):
        raise BackupError(f"{media} has files already: name an empty folder in MEDIA_ROOT.")


def _checked(tar: tarfile.TarFile) -> dict[str, Any]:
    """The manifest of a backup that holds what it names, byte for byte, and nothing else."""
    members = tar.getmembers()
    last = members.pop() if members else None
    if last is None or last.name != MANIFEST or not last.isreg():
        raise BackupError("It is no backup of RMT, or only the beginning of one.")
    try:
        manifest = json.load(_open(tar, last))
    except ValueError as error:
        raise BackupError(f"Its manifest cannot be read: {error}.") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BackupError("Its format is not that of this release.")
    if manifest["engine"] != connection.vendor:
        raise BackupError(f"It is a backup of {manifest['engine']}, and DATABASE_URL names {connection.vendor}.")
    names = [member.name for member in members]
    if sorted(names) != sorted(manifest["files"]) or DATABASE[connection.vendor] not in names:
        raise BackupError("It does not hold the files that its manifest names.")
    for member in members:
        if not member.isreg() or not _is_ours(member.name):
            raise BackupError(f"It holds what no backup has: {member.name!r}.")
        if hashlib.file_digest(_open(tar, member), "sha256").hexdigest() != manifest["files"][member.name]["sha256"]:
            raise BackupError(f"It is damaged: {member.name} is not what was written.")
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).graph.nodes}
    installed = {app.label for app in apps.get_app_configs()}
    later = [name for name in manifest["migrations"] if name not in known and name.partition(".")[0] in installed]
    if later:
        raise BackupError(f"It is of a later release, which has {later[0]}: restore it with that one.")
    return manifest


def _is_ours(name: str) -> bool:
    path = PurePosixPath(name)
    if name in (SEAL, *DATABASE.values()):
        return True
    return len(path.parts) > 1 and path.parts[0] == MEDIA and ".." not in path.parts and str(path) == name


def _open(tar: tarfile.TarFile, member: tarfile.TarInfo) -> BufferedReader:
    file = tar.extractfile(member)
    if not isinstance(file, BufferedReader):
        raise BackupError(f"It holds what no backup has: {member.name!r}.")
    return file


def _put_back(tar: tarfile.TarFile, manifest: Mapping[str, Any]) -> int:
    """Files, the database, this release's migrations and triggers; returns how many mails are given up."""
    with tempfile.TemporaryDirectory(prefix="rmt-restore-") as folder:
        for name in manifest["files"]:
            inside = PurePosixPath(name).parts[1:]
            _write(tar, name, Path(settings.MEDIA_ROOT, *inside) if inside else Path(folder) / name)
        database = Path(folder) / DATABASE[connection.vendor]
        if connection.vendor == "sqlite":
            connection.close()
            shutil.copyfile(database, connection.settings_dict["NAME"])
        else:
            _run(
                "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(database)
            )
    if _rows(connection.introspection.table_names()) != manifest["rows"]:
        raise BackupError("The database does not have the rows that were backed up.")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    _be_a_version_that_nobody_has_read()
    cache.clear()
    return give_up_what_waits(now=timezone.now())


def _be_a_version_that_nobody_has_read() -> None:
    """The numbers given out after the backup stand for pages of another content, in caches and in browsers."""
    SiteVersion.bump()
    SiteVersion.objects.filter(pk=1).update(number=F("number") + int(time.time()))


def _write(tar: tarfile.TarFile, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        shutil.copyfileobj(_open(tar, tar.getmember(name)), file, CHUNK)


def _empty_again() -> None:
    media = Path(settings.MEDIA_ROOT)
    for path in media.iterdir() if media.exists() else ():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    connection.close()
    if connection.vendor == "sqlite":
        name = connection.settings_dict["NAME"]
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(f"{name}{ending}").unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")
        cursor.execute("DROP FUNCTION IF EXISTS rmt_refuse()")


@contextmanager
def _said_in_one_line() -> Iterator[None]:
    """Whatever the machine, the tar or the database refuses becomes a BackupError."""
    try:
        yield
    except (OSError, tarfile.TarError, sqlite3.Error, Error) as error:
        raise BackupError((str(error).strip().splitlines() or [type(error).__name__])[0]) from error
