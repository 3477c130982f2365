"""The one door between the conversation and a model: what goes out is masked and short, what comes in is unmasked."""

from collections.abc import Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from assistant.guard.limits import is_local
from assistant.guard.mentions import mentioned
from assistant.guard.pseudonyms import Vault
from assistant.guard.untrusted import plain
from assistant.rendering import ROWS, for_model, hide
from assistant.toolbox import SeatedTool, openai_tools
from assistant.turn import Seat
from tools.contract import Finding

RECENT_TURNS = 6
"""Turns a model reads in full; of older ones it reads the question, what was found and how it was defined."""


class Boundary(AgentMiddleware):
    """Rewrites every message for a model that is not ours. What a local model reads stays in the house and as it is."""

    def __init__(self, seat: Seat, tools: tuple[SeatedTool, ...]) -> None:
        super().__init__()
        self._seat = seat
        self._tools = tools
        self._looked_up: dict[str, list[tuple[str, str]]] = {}

    def wrap_model_call(self, request: ModelRequest, handler: Callable[[ModelRequest], ModelResponse]) -> ModelResponse:
        if is_local(request.model):
            return handler(request)
        vault = self._seat.vault
        messages = condensed(request.messages)
        self._learn(request.messages, vault)
        sent = [_outgoing(message, vault) for message in messages]
        response = handler(request.override(messages=sent, tools=list(openai_tools(self._tools))))
        return ModelResponse(result=[_incoming(message, vault) for message in response.result])

    def _learn(self, messages: list[AnyMessage], vault: Vault) -> None:
        """Know every personal value in the conversation before the first message goes out."""
        for message in messages:
            if isinstance(message, HumanMessage):
                if message.text not in self._looked_up:
                    self._looked_up[message.text] = mentioned(message.text, self._seat.taken.desk.warehouse)
                for kind, value in self._looked_up[message.text]:
                    vault.token(kind, value)
            elif isinstance(message, ToolMessage) and message.artifact:
                vault.learn(Finding.model_validate(message.artifact), ROWS)


def condensed(messages: list[AnyMessage]) -> list[AnyMessage]:
    """`messages` with all but the last RECENT_TURNS turns cut to questions, results in brief, and answers."""
    starts = [index for index, message in enumerate(messages) if isinstance(message, HumanMessage)]
    if len(starts) <= RECENT_TURNS:
        return list(messages)
    cut = starts[-RECENT_TURNS]
    lines = ["Earlier in this conversation:"]
    for message in messages[:cut]:
        if isinstance(message, HumanMessage):
            lines.append(f"User: {message.text[:500]}")
        elif isinstance(message, ToolMessage) and message.artifact:
            finding = Finding.model_validate(message.artifact).model_copy(
                update={"sources": [], "drafts": [], "caveats": []}
            )
            lines.append(for_model(finding, hide, rows=3))
        elif isinstance(message, AIMessage) and message.text:
            lines.append(f"You: {message.text[:800]}")
    return [HumanMessage("\n".join(lines)), *messages[cut:]]


def _outgoing(message: AnyMessage, vault: Vault) -> AnyMessage:
    if isinstance(message, ToolMessage):
        text = message.text
        if message.artifact and message.status != "error":
            text = for_model(Finding.model_validate(message.artifact), vault.mask_cell)
        return message.model_copy(update={"content": vault.mask(text), "artifact": None})
    if isinstance(message, AIMessage):
        calls = [{**call, "args": vault.mask_deep(call["args"])} for call in message.tool_calls]
        return AIMessage(vault.mask(message.text), tool_calls=calls, id=message.id)
    return message.model_copy(update={"content": vault.mask(plain(message.text)), "additional_kwargs": {}})


def _incoming(message: Any, vault: Vault) -> Any:
    if not isinstance(message, AIMessage):
        return message
    calls = [{**call, "args": vault.unmask_deep(call["args"])} for call in message.tool_calls]
    return AIMessage(
        vault.unmask(message.text),
        tool_calls=calls,
        id=message.id,
        usage_metadata=message.usage_metadata,
        response_metadata=message.response_metadata,
    )
