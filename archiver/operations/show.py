"""Show: a post with its fields, media, versions and gaps, or a target with its posts."""

import json
from typing import Any

from archiver import platforms
from archiver.archive import Archive
from archiver.catalog.queries import PostRecord
from archiver.errors import AddressError
from archiver.model.capture import moment_of
from archiver.model.refs import PostRef, TargetRef
from archiver.operations import naming, stories


def show(archive: Archive, text: str) -> dict[str, Any]:
    """Give what is known of a post or target. Raises AddressError where the archive has none of that name."""
    ref = naming.ref_of(archive, text)
    return _target(archive, ref) if isinstance(ref, TargetRef) else _post(archive, ref)


def _post(archive: Archive, ref: PostRef) -> dict[str, Any]:
    found = archive.catalog.post(ref)
    if found is None:
        raise AddressError(
            f"No capture in this archive shows {ref}.", "Capture it with 'archiver crawl' and its URL."
        )
    address = None if ref.is_story else platforms.named(ref.platform).address(ref)
    told = {"stories": _of_story(archive, found)} if ref.is_story else {}
    return told | {
        "post": {"ref": str(ref), "url": address},
        "permanent_id": found.rows[0]["permanent_id"],
        "owner": {"id": found.rows[0]["owner_id"], "name": found.rows[-1]["owner_name"]},
        "first_capture": min((row["first_capture"] for row in found.rows), key=moment_of),
        "last_capture": max((row["last_capture"] for row in found.rows), key=moment_of),
        "fields": _fields(found),
        "counts": _counts(found.rows),
        "media": [_medium(row) for row in found.media],
        "versions": [_version(row) for row in found.versions],
        "gaps": [{key: row[key] for key in ("capture", "reason", "detail", "record")} for row in found.gaps],
    }


def _of_story(archive: Archive, found: PostRecord) -> list[dict[str, Any]]:
    """Say how a story stands under each target it was seen under."""
    targets = (TargetRef(found.ref.platform, row["target"].partition(":")[2]) for row in found.rows)
    return [
        stories.as_json(each) for target in targets for each in stories.stories_of(archive, target, found.ref)
    ]


def _fields(found: PostRecord) -> dict[str, Any]:
    """Give the latest state, and of several classes of vantage the one that saw it whole."""
    best = max(found.versions, key=lambda row: (row["whole"], moment_of(row["last_capture"])))
    fields: dict[str, Any] = json.loads(best["fields"])
    return fields


def _counts(rows: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    latest = max(rows, key=lambda row: moment_of(row["last_capture"]))
    return {
        name: {"value": value, "exact": exact}
        for name, (value, exact) in json.loads(latest["counts"]).items()
    }


def _medium(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "asset": row["asset"],
        "sha256": row["sha256"],
        "mime": row["mime"],
        "width": row["width"],
        "height": row["height"],
        "seconds": row["seconds"],
        "codecs": row["codecs"].split() if row["codecs"] else [],
        "size": row["size"],
        "made": row["made"],
        "capture": row["capture"],
        "record": row["record"],
        "phash": row["phash"],
        "dhash": row["dhash"],
        "hash_mode": row["mode"],
        "hash_version": row["version"],
    }


def _version(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "first_capture": row["first_capture"],
        "last_capture": row["last_capture"],
        "vantage": row["lane"],
        "whole": bool(row["whole"]),
        "fields": json.loads(row["fields"]),
        "record": row["record"],
    }


def _account(row: dict[str, Any]) -> dict[str, Any]:
    """Give one state of the account; its handle is the name it went by then."""
    return {
        "id": row["account_id"],
        "first_capture": row["first_capture"],
        "last_capture": row["last_capture"],
        "vantage": row["lane"],
        "fields": json.loads(row["fields"]),
        "counts": {
            name: {"value": value, "exact": exact}
            for name, (value, exact) in json.loads(row["counts"]).items()
        },
        "record": row["record"],
    }


def _target(archive: Archive, ref: TargetRef) -> dict[str, Any]:
    latest = archive.catalog.latest_capture(ref)
    if latest is None:
        raise AddressError(
            f"No capture in this archive is of {ref}.", f"Capture it with: archiver crawl {ref}"
        )
    address = platforms.named(ref.platform).address
    return {
        "target": {"ref": str(ref), "url": address(ref)},
        "account": [_account(row) for row in archive.catalog.account(ref)],
        "latest": {
            key: latest[key]
            for key in ("capture", "kind", "outcome", "reason", "started_at", "listed", "claimed")
        },
        "posts": [
            {
                "ref": f"{row['platform']}:{row['key']}",
                "url": address(PostRef(row["platform"], row["key"])),
                "first_capture": row["first_capture"],
                "last_capture": row["last_capture"],
            }
            for row in archive.catalog.posts_of(ref)
        ],
        "stories": [stories.as_json(each) for each in stories.stories_of(archive, ref)],
    }
