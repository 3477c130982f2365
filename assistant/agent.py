"""The agent: model, tools, prompt and guards, composed. Reads like a table of contents, from the outside in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import ModelCallLimitMiddleware, ModelRetryMiddleware, ToolCallLimitMiddleware
from langchain_core.language_models import BaseChatModel

from assistant.control import ask_user, decline
from assistant.endpoint import EndpointErrors, EndpointFailed, Fallback
from assistant.guard.boundary import Boundary
from assistant.guard.checked import FigureCheck
from assistant.guard.limits import EndOfTurn, RepairDangling, StreamGuard
from assistant.settings import Settings
from assistant.steps import ToolSteps, langchain_tools
from assistant.toolbox import ToolFunction
from assistant.toolbox import seat as seat_tools
from assistant.turn import Seat

MODEL_CALLS = 12
TOOL_CALLS = 16


@dataclass(frozen=True)
class Crew:
    """Who answers: the model asked first, and the planner that steps in (None: nobody does)."""

    model: BaseChatModel
    reserve: Callable[[], BaseChatModel] | None = None


def compose(
    crew: Crew, tools: Sequence[ToolFunction], prompt: str, seat: Seat, settings: Settings, checkpointer: Any
) -> Any:
    """The runnable agent of one session."""
    seated = seat_tools((*tools, ask_user, decline))
    return create_agent(
        crew.model,
        langchain_tools(seat, seated),
        system_prompt=prompt,
        checkpointer=checkpointer,
        middleware=[
            RepairDangling(),
            EndOfTurn(),
            ModelCallLimitMiddleware(run_limit=MODEL_CALLS, exit_behavior="error"),
            ToolCallLimitMiddleware(run_limit=TOOL_CALLS, exit_behavior="continue"),
            FigureCheck(seat),
            *([Fallback(seat, crew.reserve)] if crew.reserve else []),
            Boundary(seat, seated),
            ModelRetryMiddleware(max_retries=1, retry_on=_worth_asking_again, on_failure="error", initial_delay=0.2),
            EndpointErrors(settings),
            StreamGuard(),
            ToolSteps(seat, [tool.name for tool in seated]),
        ],
    )


def _worth_asking_again(error: Exception) -> bool:
    return isinstance(error, EndpointFailed) and error.again
