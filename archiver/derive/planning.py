"""Plan a probe: the owner's page, then posts in question between controls, with an id that was never seen."""

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle

from archiver.derive.probing import REACH
from archiver.model.refs import PostRef, Ref, TargetRef
from archiver.model.step import Role, Step

CONTROLS = 3
"""Posts that are asked as controls, in turn."""


def plan(
    target: TargetRef,
    posts: Sequence[PostRef],
    controls: Sequence[PostRef],
    never_seen: Callable[[], PostRef],
    address: Callable[[Ref], str],
    silent: Sequence[PostRef] = (),
    oldest: Sequence[PostRef] = (),
) -> tuple[Step, ...]:
    """Put steps in order: each ten posts stand between two controls, which are taken in turn.

    `controls` are posts of the same owner that are known to be live, the newest first; of none, none is asked, and
    nothing can be concluded. What is in question is asked once, and is no control. Those that are `silent`, whose
    pages said nothing when they were last asked for, may make an end of the probe, and come behind all others. Where
    controls must be as old as what is asked for, `oldest` are live posts, the oldest first: each second control is one.
    """
    asked = tuple(dict.fromkeys(posts))
    others = [post for post in controls if post not in set(asked)][:CONTROLS]
    aged = [post for post in oldest if post not in set(asked)][:1]
    if aged:
        others = [*others[:1], *aged]
    telling = [post for post in asked if post not in set(silent)]
    last = [post for post in silent if post in set(asked)]
    groups = [*_tens(telling), *_tens(last)]
    return tuple(_steps(target, groups, others, never_seen, address))


def _tens(posts: Sequence[PostRef]) -> Iterator[Sequence[PostRef]]:
    return (posts[start : start + REACH] for start in range(0, len(posts), REACH))


def _steps(
    target: TargetRef,
    groups: Sequence[Sequence[PostRef]],
    controls: Sequence[PostRef],
    never_seen: Callable[[], PostRef],
    address: Callable[[Ref], str],
) -> Iterator[Step]:
    def asked(role: Role, post: PostRef) -> Step:
        return Step(role, address(post), post)

    turn = cycle(controls)
    yield Step(Role.OWNER, address(target), None)
    for group in groups:
        if controls:
            yield asked(Role.CONTROL, next(turn))
        yield asked(Role.NULL, never_seen())
        yield from (asked(Role.POST, post) for post in group)
    if controls:
        yield asked(Role.CONTROL, next(turn))
