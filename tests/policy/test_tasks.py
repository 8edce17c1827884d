"""Many decisions become the few things that there are to do."""

from typing import TYPE_CHECKING

from licscan.model.law import Severity
from licscan.policy.tasks import tasks

if TYPE_CHECKING:
    from policy.conftest import Project


def test_one_task_an_action_whatever_the_law(project: "Project") -> None:
    project.column("data/a.csv", "email", "EMAIL_ADDRESS")
    project.column("data/b.csv", "condition", "HEALTH_CONDITION")
    decisions = project.decide()
    found = tasks(decisions, project.catalog, project.policy())
    notice = next(task for task in found if task.action == "notice")
    assert notice.subjects == ("file:data/a.csv", "file:data/b.csv")
    assert notice.rules == ("ccpa/notice", "cdpa/purpose", "gdpr/notice", "pdpa/purpose")
    assert notice.severity is Severity.CRITICAL
    assert notice.do.startswith("Point to the notice")
    assert len({(task.action, task.alternative_to) for task in found}) == len(found) < len(decisions)
    assert [task.severity for task in found] == sorted((task.severity for task in found), reverse=True)


def test_alternatives_are_one_task(project: "Project") -> None:
    project.column("data/a.csv", "nric", "SG_NRIC_FIN")
    found = tasks(project.decide(), project.catalog, project.policy())
    choice = [task for task in found if task.alternative_to]
    assert [(task.action, task.alternative_to, task.rules) for task in choice] == [
        ("justify_id", ("remove",), ("pdpa/nric",))
    ]


def test_what_is_done_is_no_task(project: "Project") -> None:
    project.column("data/a.csv", "email", "EMAIL_ADDRESS")
    project.write('[[dataset]]\nid = "file:data"\n[dataset.evidence]\nnotice = { ref = "PN-7", on = 2026-01-01 }\n')
    assert "notice" not in {task.action for task in tasks(project.decide(), project.catalog, project.policy())}
