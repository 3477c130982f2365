"""The two tools by which a model hands the turn back: asking the user, and declining."""

from typing import Annotated, Any, Literal

from pydantic import Field

from tools.contract import BadRequest, Finding, Status
from tools.desk import Desk

Reason = Literal["private", "unlawful", "harmful", "outside_scope", "not_possible", "no_such_data"]


def ask_user(
    _: Desk,
    question: Annotated[str, Field(description="One short question in the user's language")],
    options: Annotated[list[str], Field(description="Up to 5 short answers the user can click")] = [],  # noqa: B006
) -> Finding:
    """Ask before going on: a word is unknown, or two readings give different answers. Ends the turn."""
    if not question.strip():
        raise BadRequest("ask_user needs a question.")
    return Finding(
        tool="ask_user", title=question.strip(), definition={"options": [o for o in options if o.strip()][:8]}
    )


def decline(
    _: Desk,
    reason_kind: Annotated[Reason, Field(description="Why")],
    explanation: Annotated[str, Field(description="One friendly sentence: why, and what you can do instead")],
) -> Finding:
    """Decline what you must not or cannot do. Ends the turn."""
    if not explanation.strip():
        raise BadRequest("decline needs an explanation.")
    status: Status = "unknown" if reason_kind == "no_such_data" else "not_allowed"
    return Finding(tool="decline", status=status, title=explanation.strip(), definition={"reason": reason_kind})


def options_of(finding: Finding) -> list[str]:
    """The options of an ask_user finding."""
    definition: dict[str, Any] = finding.definition or {}
    return [str(option) for option in definition.get("options", [])]
