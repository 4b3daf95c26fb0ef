"""Plan a probe: the owner's page, then posts in question between controls, with an id that was never seen."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle

from archiver.derive.probing import REACH
from archiver.model.refs import PostRef, Ref, TargetRef
from archiver.model.step import Role, Step

CONTROLS = 3
"""Posts that are asked as controls, in turn."""


_Group = tuple[str, Sequence[PostRef]]
"""Posts of one part of a site, or of all of a network, and its name."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a platform says of its addresses."""

    address: Callable[[Ref], str]
    never_seen: Callable[[PostRef], PostRef]
    """Makes up a post that was never there, beside another."""
    parts: Mapping[PostRef, str] = field(default_factory=dict)
    """The parts in which posts stand that stand in one, within which controls and posts are alike."""

    def part(self, post: PostRef) -> str:
        """Name the part that a post stands in; empty for none of its own."""
        return self.parts.get(post, "")


def plan(
    target: TargetRef,
    posts: Sequence[PostRef],
    controls: Sequence[PostRef],
    grounds: Grounds,
    silent: Sequence[PostRef] = (),
    oldest: Sequence[PostRef] = (),
) -> tuple[Step, ...]:
    """Put steps in order: each ten posts stand between two controls, which are taken in turn.

    `controls` are posts of the same owner that are known to be live, the newest first; of none, none is asked, and
    nothing can be concluded. What is in question is asked once, and is no control. Those that are `silent`, whose
    pages said nothing when they were last asked for, may make an end of the probe, and come behind all others. Where
    controls must be as old as what is asked for, `oldest` are live posts, the oldest first: each second control is one.
    What stands in several parts is asked part by part, each between controls of its own.
    """
    asked = tuple(dict.fromkeys(posts))
    telling = [post for post in asked if post not in set(silent)]
    last = [post for post in silent if post in set(asked)]
    groups = [*_groups(telling, grounds), *_groups(last, grounds)]
    others = {part: _controls(asked, controls, oldest, part, grounds) for part, _ in groups}
    return (Step(Role.OWNER, grounds.address(target), None), *_steps(groups, others, grounds))


def _groups(posts: Sequence[PostRef], grounds: Grounds) -> Iterator[_Group]:
    """Give posts part by part, ten at a time."""
    for part in dict.fromkeys(map(grounds.part, posts)):
        here = [post for post in posts if grounds.part(post) == part]
        yield from ((part, here[start : start + REACH]) for start in range(0, len(here), REACH))


def _controls(
    asked: Sequence[PostRef],
    controls: Sequence[PostRef],
    oldest: Sequence[PostRef],
    part: str,
    grounds: Grounds,
) -> list[PostRef]:
    """Choose controls for the posts of a part: of the same part. Of one in which nothing is live, nothing is told."""
    live = [post for post in controls if post not in set(asked)]
    others = [post for post in live if grounds.part(post) == part][:CONTROLS]
    aged = [post for post in oldest if post not in set(asked)][:1]
    return [*others[:1], *aged] if aged else others


def _steps(
    groups: Sequence[_Group], controls: Mapping[str, Sequence[PostRef]], grounds: Grounds
) -> Iterator[Step]:
    def asked(role: Role, post: PostRef) -> Step:
        return Step(role, grounds.address(post), post)

    turns = {part: cycle(others) for part, others in controls.items() if others}
    for number, (part, group) in enumerate(groups):
        if part in turns:
            yield asked(Role.CONTROL, next(turns[part]))
        yield asked(Role.NULL, grounds.never_seen(group[0]))
        yield from (asked(Role.POST, post) for post in group)
        goes_on = number + 1 < len(groups) and groups[number + 1][0] == part
        if part in turns and not goes_on:
            # What begins the next group of the same part stands behind this one too.
            yield asked(Role.CONTROL, next(turns[part]))
