"""Tool steps of the agent: run at the turn's desk, timed, their errors given back to the model in words it can use."""

import re
from collections.abc import Callable, Iterable, Sequence
from time import perf_counter
from typing import Any

from langchain.agents.middleware import AgentMiddleware
from langchain.agents.middleware.types import ToolCallRequest
from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage
from langchain_core.tools import BaseTool, StructuredTool
from rapidfuzz import process

from assistant.rendering import for_model, hide
from assistant.toolbox import SeatedTool
from assistant.transcript import stored
from assistant.turn import Seat
from tools.contract import AssistantError, BadRequest, Finding

WRITING_TOOLS = ("save_audience", "remember_word", "export_campaign")
"""Tools that change the workspace: called only on the user's own word, whatever a text in the data says."""
_WORDS_FOR_WRITING = re.compile(
    r"(?i)\b(?:save|store|keep|name[ds]?|call|remember|record|replace|overwrite|export|download|files?)\b"
    r"|\b(?:yes|ok|okay|sure|go ahead|please do|do it)\b"
    r"|保存|存[为成下一起个着份]|存(?=[,，、])|另存|命名|叫做|名为|取名|记住|留存|收藏|导出|下载|文件|好的|好吧|可以|是的|确认|同意|行"
)
KEPT_ROWS = 200
"""Rows of a finding the conversation's memory keeps; the turn itself shows all."""


def langchain_tools(seat: Seat, tools: Iterable[SeatedTool]) -> list[BaseTool]:
    """The tools as LangChain calls them; the desk is the running turn's and no argument.

    They carry no schema of their own: guard.boundary sends a model the toolbox's, which is a tenth of the size.
    """
    return [_langchain_tool(seat, tool) for tool in tools]


def _langchain_tool(seat: Seat, tool: SeatedTool) -> BaseTool:
    def run(**arguments: Any) -> tuple[str, dict[str, Any]]:
        finding = tool.run(seat.taken.desk, arguments)
        return hidden(finding), finding.model_dump(mode="json")

    return StructuredTool(
        name=tool.name,
        description=tool.description,
        args_schema={"type": "object", "properties": {}},
        func=run,
        response_format="content_and_artifact",
    )


def hidden(finding: Finding) -> str:
    """The finding as text without personal values: what is stored, and all a model sees should masking fail."""
    return for_model(finding, hide)


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
            if name in WRITING_TOOLS and not _asked_to_write(request.state["messages"]):
                raise BadRequest(f"{name} is only for when the user asks for it: offer it, and wait for the answer.")
            finding = Finding.model_validate(handler(request).artifact)
            content, failed = hidden(finding), False
        except AssistantError as error:
            finding = Finding(tool=name, status=error.status, message=error.in_(turn.language), totals={})
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


def _asked_to_write(messages: Sequence[AnyMessage]) -> bool:
    """Did the user, in this message or the one before it, speak of saving or agree to it?"""
    said = [message.text for message in messages if isinstance(message, HumanMessage)]
    return any(_WORDS_FOR_WRITING.search(text) for text in said[-2:])


def _advice(error: AssistantError) -> str:
    if isinstance(error, BadRequest):
        nearest = f" Nearest: {', '.join(error.nearest)}." if error.nearest else ""
        return f"Error: {error.message}{nearest} Mend the arguments and call again, or ask the user."
    return f"Not possible: {error.message} Do not try again; tell the user this."
