"""A conversation with the planner alone: its calls are run, its answers kept; no agent in between."""

from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from assistant.control import ask_user, decline
from assistant.planner.dialogue import plan
from assistant.planner.reader import Reader
from assistant.planner.reading import Call
from assistant.toolbox import seat
from tools.contract import AssistantError, Finding
from tools.copywriting.briefing import brief_copy
from tools.copywriting.submission import submit_drafts
from tools.desk import Desk
from tools.registry import TOOLS

FURTHER = (brief_copy, submit_drafts, ask_user, decline)


class Talk:
    """One conversation; `say` answers one message with the calls made and the text."""

    def __init__(self, reader: Reader, desk: Desk) -> None:
        functions = dict.fromkeys([*TOOLS, *FURTHER])
        self.tools = {tool.name: tool for tool in seat(functions)}
        self.reader, self.desk = reader, desk
        self.messages: list[BaseMessage] = []

    def say(self, text: str) -> tuple[list[Call], str]:
        """Put one message, run what the planner wants run, and return its calls and its text."""
        desk = self.desk.speaking(self.reader.language(text))
        self.messages.append(HumanMessage(text))
        made: list[Call] = []
        for _ in range(8):
            step = plan(self.reader, self.messages, frozenset(self.tools))
            calls = [{"name": c.tool, "args": c.args, "id": i, "type": "tool_call"} for i, c in step.calls]
            self.messages.append(AIMessage(content=step.text, tool_calls=calls))
            if not step.calls:
                return made, step.text
            for identity, call in step.calls:
                self.messages.append(self._run(desk, identity, call))
                made.append(call)
            if made[-1].tool in ("ask_user", "decline"):
                return made, ""
        raise AssertionError("the planner never came to an end")

    def _run(self, desk: Desk, identity: str, call: Call) -> ToolMessage:
        try:
            finding, status = self.tools[call.tool].run(desk, call.args), "success"
        except AssistantError as error:
            finding, status = Finding(tool=call.tool, status=error.status, message=error.message), "error"
        return ToolMessage(
            finding.title or finding.message or "-",
            tool_call_id=identity,
            name=call.tool,
            artifact=finding.model_dump(mode="json"),
            status=status,
        )

    def definition(self, text: str) -> dict[str, Any]:
        """The definition of the last call a message led to."""
        calls, _ = self.say(text)
        assert calls, text
        args = calls[-1].args
        return args.get("metric") or args.get("audience") or args.get("brief") or args
