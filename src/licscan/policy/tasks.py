"""What there is to do: many decisions, few actions."""

from collections.abc import Sequence

from licscan.catalog.catalog import Catalog
from licscan.model.decision import PROBLEMS, Decision, Task
from licscan.model.policy import Policy


def tasks(decisions: Sequence[Decision], catalog: Catalog, policy: Policy) -> tuple[Task, ...]:
    """One task for each action that open decisions ask for, whatever the law; most severe first, then most subjects.

    Where one of several actions is enough, the first is the task and the others are its alternatives. A task of a
    policy whose laws were limited by a flag says nothing about the laws that were left out.
    """
    laws = set(policy.laws)
    wanted: dict[tuple[str, ...], list[Decision]] = {}
    for decision in decisions:
        if decision.status in PROBLEMS and decision.law in laws:
            for actions in (
                *((action,) for action in decision.asked_for),
                *((decision.one_of,) if decision.one_of else ()),
            ):
                wanted.setdefault(actions, []).append(decision)
    found = [_task(actions, group, catalog) for actions, group in wanted.items()]
    return tuple(
        sorted(found, key=lambda task: (-task.severity, -len(task.subjects), task.action, task.alternative_to))
    )


def _task(actions: tuple[str, ...], decisions: Sequence[Decision], catalog: Catalog) -> Task:
    action = catalog.vocabulary.actions[actions[0]]
    return Task(
        action=action.id,
        label=action.label,
        do=action.do,
        severity=max(decision.severity for decision in decisions),
        subjects=tuple(sorted({decision.subject for decision in decisions})),
        rules=tuple(sorted({decision.rule for decision in decisions})),
        alternative_to=actions[1:],
    )
