"""Streams that broke off, histories that hang, turns that ask back or never end: caught before they do harm."""

from collections.abc import Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain.agents.middleware.types import hook_config
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage, RemoveMessage, ToolMessage
from langgraph.graph.message import REMOVE_ALL_MESSAGES

CONTROL_TOOLS = ("ask_user", "decline")
_WHOLE = ("stop", "tool_calls", "end_turn", "function_call", "eos", "completed")


def is_local(model: BaseChatModel) -> bool:
    """Does the model run in this process, so that nothing it reads leaves the house?"""
    return type(model).__module__.startswith("assistant.planner")


class BrokenAnswer(Exception):
    """The model's answer came in incomplete or unreadable; asking again may work."""


class StreamGuard(AgentMiddleware):
    """Refuses an answer that stops without a finish reason, at a length limit, or with unreadable tool calls.

    A stream that ends cleanly but early would pass for a complete answer, and its half tool call would be completed
    by the parser and run.
    """

    def wrap_model_call(self, request: ModelRequest, handler: Callable[[ModelRequest], ModelResponse]) -> ModelResponse:
        response = handler(request)
        for message in response.result:
            if isinstance(message, AIMessage) and not is_local(request.model):
                check_whole(message)
        return response


def check_whole(message: AIMessage) -> None:
    """Raise BrokenAnswer unless `message` is complete."""
    reason = message.response_metadata.get("finish_reason") or message.response_metadata.get("status")
    if message.invalid_tool_calls:
        raise BrokenAnswer("a tool call that is not JSON")
    if reason not in _WHOLE:
        raise BrokenAnswer("no end of the answer" if reason is None else f"an answer that ended with {reason}")
    if not message.tool_calls and not message.text.strip():
        raise BrokenAnswer("an empty answer")


class RepairDangling(AgentMiddleware):
    """Answers tool calls that a stop or a crash left unanswered; endpoints refuse a history that has such calls."""

    def before_agent(self, state: Any, runtime: Any) -> dict[str, Any] | None:  # noqa: ARG002
        messages: list[AnyMessage] = state["messages"]
        repaired = repair(messages)
        if len(repaired) == len(messages):
            return None
        return {"messages": [RemoveMessage(id=REMOVE_ALL_MESSAGES), *repaired]}


def repair(messages: list[AnyMessage]) -> list[AnyMessage]:
    """`messages` with an error result after each tool call that has none, and without results that have no call."""
    answered = {message.tool_call_id for message in messages if isinstance(message, ToolMessage)}
    asked = {call["id"] for message in messages if isinstance(message, AIMessage) for call in message.tool_calls}
    repaired: list[AnyMessage] = []
    for message in messages:
        if isinstance(message, ToolMessage) and message.tool_call_id not in asked:
            continue
        repaired.append(message)
        for call in message.tool_calls if isinstance(message, AIMessage) else ():
            if call["id"] not in answered:
                repaired.append(
                    ToolMessage(
                        "This step was stopped before it finished.",
                        tool_call_id=call["id"] or "",
                        name=call["name"],
                        status="error",
                    )
                )
    return repaired


class EndOfTurn(AgentMiddleware):
    """Ends the turn once the model has asked back or declined, whatever else it called beside that."""

    @hook_config(can_jump_to=["end"])
    def before_model(self, state: Any, runtime: Any) -> dict[str, Any] | None:  # noqa: ARG002
        for message in reversed(state["messages"]):
            if not isinstance(message, ToolMessage):
                return None
            if message.name in CONTROL_TOOLS and message.status != "error":
                return {"jump_to": "end"}
        return None
