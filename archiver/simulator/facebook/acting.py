"""Whoever is signed in, as answers name them within Stories: as the one who would comment."""

from archiver.simulator.facebook import pieces
from archiver.simulator.facebook.pieces import Json
from archiver.simulator.facebook.signing import Signer
from archiver.simulator.hartmann import FRIEND
from archiver.simulator.visitors import Session


def name(session: Session | None, signer: Signer, *documents: Json | None) -> None:
    """Put the visitor into each Story's place for comments, in documents not sent yet; nobody for a stranger."""
    if session is None:
        return
    pending: list[object] = list(documents)
    while pending:
        here = pending.pop()
        if isinstance(here, list):
            pending.extend(here)
        elif isinstance(here, dict):
            if "can_viewer_comment" in here and "comment_rendering_instance" in here:
                here["important_reactors"] = {"nodes": [pieces.actor(FRIEND)]}
                here["actor_provider"] = {"__typename": "Feedback", "current_actor": actor(session, signer)}
            pending.extend(value for key, value in here.items() if key != "actor_provider")


def actor(session: Session, signer: Signer) -> Json:
    """Give whoever is signed in, with their picture."""
    return {
        "__typename": "User",
        "id": str(session.pk),
        "__isActor": "User",
        "name": session.name,
        "profile_picture_depth_0": {"uri": signer.face(session, "dst-jpg_s64x64_tt6")},
        "profile_picture_depth_0_increased": {"uri": signer.face(session)},
    }
