"""Tool steps of the agent: run at the turn's desk, timed, their errors given back to the model in words it can use."""

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

from langchain.agents.middleware import AgentMiddleware
from langchain.agents.middleware.types import ToolCallRequest
from langchain_core.messages import ToolMessage
from langchain_core.tools import BaseTool, StructuredTool
from rapidfuzz import process

from assistant.rendering import for_model
from assistant.toolbox import SeatedTool, parameters_schema
from assistant.transcript import stored
from assistant.turn import Seat
from tools.contract import AssistantError, BadRequest, Finding

KEPT_ROWS = 50
"""Rows of a finding the conversation's memory keeps; the turn itself shows all."""


def langchain_tools(seat: Seat, tools: Iterable[SeatedTool]) -> list[BaseTool]:
    """The tools as LangChain calls them; the desk is the running turn's and no argument."""
    return [_langchain_tool(seat, tool) for tool in tools]


def _langchain_tool(seat: Seat, tool: SeatedTool) -> BaseTool:
    def run(**arguments: Any) -> tuple[str, dict[str, Any]]:
        finding = tool.run(seat.taken.desk, arguments)
        return hidden(finding), finding.model_dump(mode="json")

    return StructuredTool(
        name=tool.name,
        description=tool.description,
        args_schema=parameters_schema(tool),
        func=run,
        response_format="content_and_artifact",
    )


def hidden(finding: Finding) -> str:
    """The finding as text without personal values: what is stored, and all a model sees should masking fail."""
    return for_model(finding, lambda column, value: "[hidden]")


class ToolSteps(AgentMiddleware):
    """Runs tool calls for the turn: keeps the complete findings, caps what memory keeps, words the errors."""

    def __init__(self, seat: Seat, names: Iterable[str]) -> None:
        super().__init__()
        self._seat = seat
        self._names = tuple(names)

    def wrap_tool_call(self, request: ToolCallRequest, handler: Callable[[ToolCallRequest], Any]) -> ToolMessage:
        call, started, turn = request.tool_call, perf_counter(), self._seat.taken
        identity, name = call["id"] or "", call["name"]
        try:
            if name not in self._names:
                raise BadRequest(self._no_such_tool(name))
            finding = Finding.model_validate(handler(request).artifact)
            content, failed = hidden(finding), False
        except AssistantError as error:
            finding = Finding(tool=name, status=error.status, message=error.message, totals={})
            content, failed = _advice(error), True
        seconds = perf_counter() - started
        turn.findings[identity] = finding
        turn.calls.append(
            {
                "id": identity,
                "tool": name,
                "arguments": call["args"],
                "status": finding.status,
                "failed": failed,
                "seconds": round(seconds, 3),
            }
        )
        return ToolMessage(
            content,
            name=name,
            tool_call_id=identity,
            status="error" if failed else "success",
            artifact=stored(finding.model_copy(update={"rows": finding.rows[:KEPT_ROWS]})),
            additional_kwargs={"seconds": seconds},
        )

    def _no_such_tool(self, name: str) -> str:
        nearest = [str(found[0]) for found in process.extract(name, self._names, limit=3)]
        return f"There is no tool {name!r}; the nearest are {', '.join(nearest)}."


def _advice(error: AssistantError) -> str:
    if isinstance(error, BadRequest):
        nearest = f" Nearest: {', '.join(error.nearest)}." if error.nearest else ""
        return f"Error: {error.message}{nearest} Mend the arguments and call again, or ask the user."
    return f"Not possible: {error.message} Do not try again; tell the user this."
