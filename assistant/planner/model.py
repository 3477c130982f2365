"""The built-in planner as a chat model: reads the conversation, calls tools, answers from findings. No state."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import PrivateAttr

from assistant.planner.dialogue import Plan, plan
from assistant.planner.reader import Reader
from tools.desk import Shop

MODEL_NAME = "planner"
_PIECE = re.compile(r"\S+\s*|\s+")


class Planner(BaseChatModel):
    """A deterministic chat model over one shop; the same conversation always gives the same answer."""

    _reader: Reader = PrivateAttr()

    def __init__(self, reader: Reader, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._reader = reader

    @property
    def _llm_type(self) -> str:
        return "built-in-planner"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[Any, AIMessage]:
        """Only the names are needed: the planner knows what each tool takes."""
        kwargs.pop("tool_choice", None)  # which tool to call is what the planner itself decides
        return self.bind(tool_names=[_name(tool) for tool in tools], **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002 - the base class calls it so
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> ChatResult:
        made = self._plan(messages, kwargs)
        calls = [
            {"name": call.tool, "args": call.args, "id": identity, "type": "tool_call"} for identity, call in made.calls
        ]
        message = AIMessage(
            content=made.text, tool_calls=calls, response_metadata=_metadata(made), usage_metadata=_usage()
        )
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        made = self._plan(messages, kwargs)
        for piece in _PIECE.findall(made.text):
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=piece))
            if run_manager:
                run_manager.on_llm_new_token(piece, chunk=chunk)
            yield chunk
        chunks = [
            tool_call_chunk(name=call.tool, args=json.dumps(call.args, ensure_ascii=False), id=identity, index=index)
            for index, (identity, call) in enumerate(made.calls)
        ]
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                content="",
                tool_call_chunks=chunks,
                chunk_position="last",
                usage_metadata=_usage(),
                response_metadata=_metadata(made),
            )
        )

    def _plan(self, messages: list[BaseMessage], kwargs: dict[str, Any]) -> Plan:
        return plan(self._reader, messages, frozenset(kwargs.get("tool_names") or ()))


def build_planner(shop: Shop, today: date) -> BaseChatModel:
    """The planner for this shop; its lexicon is built at the first question and kept with the shop."""
    return Planner(Reader(shop, today))


def _name(tool: Any) -> str:
    if isinstance(tool, dict):
        return str(tool.get("function", tool).get("name", ""))
    return str(getattr(tool, "name", getattr(tool, "__name__", "")))


def _usage() -> Any:
    return {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0}


def _metadata(made: Plan) -> dict[str, Any]:
    return {
        "model_name": MODEL_NAME,
        "model_provider": "built-in",
        "finish_reason": "tool_calls" if made.calls else "stop",
    }
