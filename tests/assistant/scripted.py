"""A chat model that says what a script tells it to, and is cross when the script does not fit."""

from collections.abc import Iterator
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field, PrivateAttr


def call(name: str, identity: str = "", **arguments: Any) -> dict[str, Any]:
    """A tool call for a script."""
    return {"name": name, "args": arguments, "id": identity or f"call-{name}", "type": "tool_call"}


def says(text: str = "", *calls: dict[str, Any], finish: str | None = "") -> AIMessage:
    """One scripted answer: text, tool calls or both."""
    numbered = [{**one, "id": f"{one['id']}-{number}"} for number, one in enumerate(calls)]
    reason = ("tool_calls" if calls else "stop") if finish == "" else finish
    return AIMessage(text, tool_calls=numbered, response_metadata={"finish_reason": reason})


class ScriptedModel(BaseChatModel):
    """Answers with the next line of its script; `heard` holds what it was sent, `tools` what it was offered."""

    script: list[AIMessage]
    heard: list[list[BaseMessage]] = Field(default_factory=list)
    offered: list[Any] = Field(default_factory=list)
    _next: int = PrivateAttr(0)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        self.offered[:] = list(tools)
        return self.bind(**kwargs)

    def _line(self, messages: list[BaseMessage]) -> AIMessage:
        self.heard.append(list(messages))
        if self._next >= len(self.script):
            raise AssertionError(f"the script has {len(self.script)} lines and was asked for one more")
        self._next += 1
        line = self.script[self._next - 1].model_copy(deep=True)
        line.id = f"scripted-{self._next}"
        line.tool_calls = [{**one, "id": f"{one['id']}-{self._next}"} for one in line.tool_calls]
        return line

    def _generate(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._line(messages))])

    def _stream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        line = self._line(messages)
        for start in range(0, len(line.text), 7):
            chunk = ChatGenerationChunk(message=AIMessageChunk(line.text[start : start + 7], id=line.id))
            if run_manager:
                run_manager.on_llm_new_token(chunk.message.text, chunk=chunk)
            yield chunk
        end = AIMessageChunk(
            "", id=line.id, tool_calls=line.tool_calls, response_metadata=line.response_metadata, chunk_position="last"
        )
        yield ChatGenerationChunk(message=end)

    def heard_text(self) -> str:
        """Everything the model was ever sent, as one text."""
        return "\n".join(f"{m.text} {getattr(m, 'tool_calls', '')}" for messages in self.heard for m in messages)

    def assert_script_done(self) -> None:
        """Every line was asked for."""
        assert self._next == len(self.script), f"{len(self.script) - self._next} scripted lines were never asked for"
