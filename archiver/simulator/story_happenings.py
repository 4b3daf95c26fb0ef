"""What owners do with their stories: each a pure verb that gives the account as it is after.

Stories and highlights are named by their numbers. What cannot happen raises ValueError.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from archiver.simulator.company import Company, Medium, number
from archiver.simulator.stories import Highlight, Story


def publish_story(company: Company, taken_at: datetime, *, seconds: float = 0.0) -> Company:
    """Show a new picture, or a film of some seconds, for a day from a time."""
    pk = number(taken_at, f"{company.handle}/story/{len(company.stories)}")
    alt = f"Photo by {company.account.name}."
    story = Story(Medium(pk, alt, 720, 1280, seconds=seconds), taken_at)
    return replace(company, stories=(*company.stories, story))


def withdraw_story(company: Company, pk: int) -> Company:
    """Take a story away before its day is over, or out of wherever it is kept."""
    if _story(company, pk).withdrawn:
        raise ValueError(f"{pk} is withdrawn already.")
    return _changed(company, pk, withdrawn=True)


def put_aside(company: Company, pk: int) -> Company:
    """Show a story no longer among those of the day; highlights keep it."""
    return _changed(company, pk, put_aside=True)


def keep_in_highlight(company: Company, pk: int, title: str) -> Company:
    """Keep a story in the highlight of a title, which is begun with it where there is none."""
    _story(company, pk)
    kept = next((one for one in company.highlights if one.title == title), None)
    if kept is None:
        begun = Highlight(number(_story(company, pk).taken_at, f"{company.handle}/{title}"), title, (pk,))
        return replace(company, highlights=(*company.highlights, begun))
    if pk in kept.stories:
        raise ValueError(f"{pk} is kept in {title} already.")
    return _with(company, replace(kept, stories=(*kept.stories, pk)))


def take_out_of_highlight(company: Company, pk: int, title: str) -> Company:
    """Keep a story in a highlight no more; one that holds none is no more either."""
    kept = _highlight(company, title)
    if pk not in kept.stories:
        raise ValueError(f"{pk} is not kept in {title}.")
    left = tuple(one for one in kept.stories if one != pk)
    return _with(company, replace(kept, stories=left)) if left else end_highlight(company, title)


def end_highlight(company: Company, title: str) -> Company:
    """Take a highlight away; what it kept is shown as long as its day lasts, and no longer."""
    ended = _highlight(company, title)
    return replace(company, highlights=tuple(one for one in company.highlights if one is not ended))


def _changed(company: Company, pk: int, **fields: Any) -> Company:  # noqa: ANN401 - as of `replace`
    found = _story(company, pk)
    stories = (replace(one, **fields) if one is found else one for one in company.stories)
    return replace(company, stories=tuple(stories))


def _story(company: Company, pk: int) -> Story:
    found = next((story for story in company.stories if story.pk == pk), None)
    if found is None:
        raise ValueError(f"{company.handle} never had a story {pk}.")
    return found


def _highlight(company: Company, title: str) -> Highlight:
    found = next((one for one in company.highlights if one.title == title), None)
    if found is None:
        raise ValueError(f"{company.handle} has no highlight {title!r}.")
    return found


def _with(company: Company, changed: Highlight) -> Company:
    others = (changed if one.pk == changed.pk else one for one in company.highlights)
    return replace(company, highlights=tuple(others))
