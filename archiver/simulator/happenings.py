"""What owners do, and the platform to what they own: each a pure verb that gives the account as it is after.

Nothing is forgotten: a post that was withdrawn stays in the company, marked, so that the truth can name it.
Posts are named by their codes. What cannot happen raises ValueError.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from archiver.simulator.company import Company, Medium, Person, Post, Withdrawal, invented, number

Surface = Literal["grid", "reels"]

AGE = "age"
"""Kept from those who are not known to be grown up: all without an account."""
AUDIENCE = "audience"
"""Kept from all but followers that the account admitted."""

_PINS = 3
_LEAST_SLIDES = 3
_OF_LISTINGS = {"in_grid", "in_reels", "pinned", "pinned_in_reels", "pin"}
_GUESSES = ("one or more people", "a machine", "a factory", "text that says 'HW'", "an indoor room", "a tool")
_GUESS = "May be an image of "


def country(letters: str) -> str:
    """Give the scope of a restriction to one country, named by two letters."""
    return f"country:{letters.upper()}"


def publish(company: Company, post: Post) -> Company:
    """Add a post at its place in time: the account's own, or a partner's that it stands for as a co-author."""
    if any(other.pk == post.pk for other in company.posts):
        raise ValueError(f"A post with the number {post.pk} is there already.")
    posts = sorted((*company.posts, post), key=lambda one: one.taken_at, reverse=True)
    return replace(company, posts=tuple(posts))


def edit_caption(company: Company, code: str, caption: str | None) -> Company:
    """Write another caption, which marks the post as edited."""
    return _changed(company, code, caption=caption, edited=True, translations=())


def translate_caption(company: Company, code: str, language: str, words: str) -> Company:
    """Show those who read a language, named as in `de`, other words than the author wrote."""
    others = tuple(pair for pair in _found(company, code).translations if pair[0] != language)
    return _changed(company, code, translations=(*others, (language, words)))


def remove_slide(company: Company, code: str, place: int) -> Company:
    """Take one slide, counted from 1, out of a carousel; two must stay."""
    post = _found(company, code)
    if len(post.media) < _LEAST_SLIDES or not 1 <= place <= len(post.media):
        raise ValueError(f"Slide {place} cannot be taken out of {len(post.media)}.")
    gone = post.media[place - 1]
    kept = tuple(medium for medium in post.media if medium is not gone)
    return _changed(company, code, media=kept, removed=(*post.removed, gone))


def reencode(company: Company, code: str) -> Company:
    """Write the media of a post anew: the same pictures and asset ids, other bytes."""
    again = tuple(replace(medium, encoding=medium.encoding + 1) for medium in _found(company, code).media)
    return _changed(company, code, media=again)


def offer_apart(company: Company, code: str, *, apart: bool = True) -> Company:
    """Offer the films of a post at their best as pictures and sound apart only, and in one file half as large."""
    return _with_films(company, code, apart=apart)


def mute(company: Company, code: str) -> Company:
    """Take the sound of a post's films away, which gives them other files and asset ids."""
    return _with_films(company, code, muted=True)


def cut_anew(company: Company, code: str, footage: str) -> Company:
    """Have the films of a post show something else, which gives them other files and asset ids."""
    return _with_films(company, code, footage=footage)


def regenerate_alt_text(company: Company) -> Company:
    """Guess anew what is seen in pictures whose alternative text the author did not write."""
    posts = (
        replace(post, media=tuple(_guessed_anew(medium) for medium in post.media)) for post in company.posts
    )
    return replace(company, posts=tuple(posts))


def delete(company: Company, code: str) -> Company:
    """Take a post away."""
    return _withdrawn(company, code, "deleted")


def hide_post(company: Company, code: str) -> Company:
    """Archive a post, so that nobody but its owner sees it."""
    return _withdrawn(company, code, "archived")


def take_down(company: Company, code: str) -> Company:
    """Have the platform remove a post."""
    return _withdrawn(company, code, "taken_down")


def restore(company: Company, code: str) -> Company:
    """Show a post again that was withdrawn."""
    if not _found(company, code).withdrawn:
        raise ValueError(f"{code} is not withdrawn.")
    return _changed(company, code, withdrawn="")


def repost(company: Company, code: str, at: datetime) -> Company:
    """Publish the pictures and words of a post anew: under another number, in other bytes."""
    post = _found(company, code)
    if not post.media or any(medium.is_video for medium in post.media):
        raise ValueError(f"{code} is no post of pictures alone.")
    pk = number(at, f"{code}/again")
    again = (
        replace(
            medium,
            pk=pk if len(post.media) == 1 else number(at, f"{medium.pk}/again"),
            motif=medium.motif or str(medium.pk),
            encoding=medium.encoding + 1,
        )
        for medium in post.media
    )
    fresh = replace(post, pk=pk, taken_at=at, media=tuple(again), withdrawn="", pinned=False, comment=None)
    return publish(company, replace(fresh, edited=False, likes=0, comments=0))


def restrict(company: Company, code: str, scope: str) -> Company:
    """Keep a post from some without a word: `AGE`, `AUDIENCE` or a `country`."""
    if scope not in {AGE, AUDIENCE} and not scope.startswith("country:"):
        raise ValueError(f"Nobody is told apart by {scope!r}.")
    return _changed(company, code, kept_from=_found(company, code).kept_from | {scope})


def lift(company: Company, code: str, scope: str) -> Company:
    """End a restriction."""
    return _changed(company, code, kept_from=_found(company, code).kept_from - {scope})


def pin(company: Company, code: str, surface: Surface = "grid") -> Company:
    """Put a post first; of more than three, the one that was pinned first is pinned no more."""
    _found(company, code)
    if surface == "reels":
        return _changed(company, code, pinned_in_reels=True)
    pinned = [post for post in company.grid if post.pinned and post.code != code]
    for displaced in pinned[_PINS - 1 :]:
        company = unpin(company, displaced.code)
    first = min((post.pin for post in pinned), default=0)
    return _changed(company, code, pinned=True, pin=first - 1)


def unpin(company: Company, code: str, surface: Surface = "grid") -> Company:
    """Let a post go back to its place in time."""
    if surface == "reels":
        return _changed(company, code, pinned_in_reels=False)
    return _changed(company, code, pinned=False, pin=0)


def reorder_grid(company: Company, codes: Iterable[str]) -> Company:
    """Give the grid an order of its owner's: these posts first, the others after them as they stood."""
    wanted = [_found(company, code).pk for code in codes]
    others = [post.pk for post in company.grid if post.pk not in wanted]
    return replace(company, order=(*wanted, *others))


def hide_from_grid(company: Company, code: str) -> Company:
    """Take a post out of the account's listings; its own page stays."""
    return _changed(company, code, in_grid=False, in_reels=False)


def reels_only(company: Company, code: str) -> Company:
    """Take a video out of the grid; the reels tab keeps it."""
    if _found(company, code).kind != "video":
        raise ValueError(f"{code} is no video.")
    return _changed(company, code, in_grid=False, in_reels=True)


def show_in_grid(company: Company, code: str) -> Company:
    """Put a post back into the account's listings."""
    return _changed(company, code, in_grid=True, in_reels=True)


def add_collaborator(company: Company, code: str, person: Person) -> Company:
    """Make somebody an author beside the owner; the account itself, of a partner's post."""
    post = _found(company, code)
    if person.pk in {company.owner_of(post).pk, *(author.pk for author in post.coauthors)}:
        raise ValueError(f"{person.username} is an author of {code} already.")
    return _changed(company, code, coauthors=(*post.coauthors, person))


def withdraw_collaborator(company: Company, code: str, person: Person) -> Company:
    """End somebody's part in a post; it stays with its owner and leaves that one's listings."""
    post = _found(company, code)
    kept = tuple(author for author in post.coauthors if author.pk != person.pk)
    if kept == post.coauthors:
        raise ValueError(f"{person.username} is no co-author of {code}.")
    return _changed(company, code, coauthors=kept)


def owner_of_collab_leaves(company: Company, code: str) -> Company:
    """Let the partner whose post it is close their account; all their posts go with them."""
    post = _found(company, code)
    if post.owner is None:
        raise ValueError(f"{code} is the account's own.")
    gone = post.owner.pk
    near = (close_account(one) if one.account.pk == gone else one for one in company.neighbours)
    return replace(company, left=company.left | {gone}, neighbours=tuple(near))


def rename(company: Company, handle: str) -> Company:
    """Give the account another handle; the one before is nobody's then."""
    account = replace(company.account, username=handle)
    posts = tuple(_known_as(post, account) for post in company.posts)
    return replace(company, account=account, former=(*company.former, company.handle), posts=posts)


def handle_taken_by_other_id(company: Company, other: Company) -> Company:
    """Let another account take the handle that this one closed with or had before."""
    if not company.closed and not company.former:
        raise ValueError(f"{company.handle} is not free.")
    free = company.handle if company.closed else company.former[-1]
    if other.account.pk == company.account.pk or any(near.handle == free for near in company.neighbours):
        raise ValueError(f"{free} is for one other account.")
    return replace(company, neighbours=(*company.neighbours, rename(other, free)))


def go_private(company: Company) -> Company:
    """Show the posts to followers only."""
    return replace(company, private=True)


def go_public(company: Company) -> Company:
    """Show the posts to everybody."""
    return replace(company, private=False)


def admit(company: Company, session: str) -> Company:
    """Let a session follow the account."""
    return replace(company, followed_by=company.followed_by | {session})


def close_account(company: Company) -> Company:
    """Take the account away with all it shows."""
    return replace(company, closed=True)


def reopen_account(company: Company) -> Company:
    """Show the account again."""
    return replace(company, closed=False)


def _found(company: Company, code: str) -> Post:
    post = company.post(code)
    if post is None:
        raise ValueError(f"{company.handle} never had a post {code}.")
    return post


def _changed(company: Company, code: str, **fields: Any) -> Company:  # noqa: ANN401 - as of `replace`
    _found(company, code)
    return _with(company, code, fields)


def _with(company: Company, code: str, fields: Mapping[str, Any]) -> Company:
    """Change a post in the account and, but for how it is listed, in the one that shares it."""
    posts = (replace(post, **fields) if post.code == code else post for post in company.posts)
    shared = {name: value for name, value in fields.items() if name not in _OF_LISTINGS}
    near = (_with(other, code, shared) for other in company.neighbours)
    return replace(company, posts=tuple(posts), neighbours=tuple(near))


def _withdrawn(company: Company, code: str, how: Withdrawal) -> Company:
    if _found(company, code).withdrawn == how:
        raise ValueError(f"{code} is {how} already.")
    return _changed(company, code, withdrawn=how)


def _known_as(post: Post, account: Person) -> Post:
    owner = account if post.owner and post.owner.pk == account.pk else post.owner
    authors = (account if author.pk == account.pk else author for author in post.coauthors)
    return replace(post, owner=owner, coauthors=tuple(authors))


def _with_films(company: Company, code: str, **changes: Any) -> Company:  # noqa: ANN401 - any field
    media = _found(company, code).media
    if not any(medium.is_video for medium in media):
        raise ValueError(f"{code} holds no film.")
    films = (replace(medium, **changes) if medium.is_video else medium for medium in media)
    return _changed(company, code, media=tuple(films))


def _guessed_anew(medium: Medium) -> Medium:
    said, guess, before = medium.alt.partition(_GUESS)
    if not guess:
        return medium
    others = [words for words in _GUESSES if f"{words}." != before]
    return replace(medium, alt=f"{said}{_GUESS}{others[invented(medium.alt, len(others))]}.")
