"""An answer is let through once its figures are found in the results; else asked for again, else cut and replaced."""

from collections.abc import Callable, Iterable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from assistant.guard.figures import Ledger, ledger_of, unsupported
from assistant.guard.gate import sentences
from assistant.guard.limits import is_local
from assistant.turn import Seat, Turn
from prompts import Prompt, load
from tools.contract import Finding

_ROWS_SHOWN = 5


class FigureCheck(AgentMiddleware):
    """Checks the figures of every final text of a model."""

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self._seat = seat
        self._note: Prompt = load("figures")

    def wrap_model_call(self, request: ModelRequest, handler: Callable[[ModelRequest], ModelResponse]) -> ModelResponse:
        turn = self._seat.taken
        turn.ledger = ledger_for(turn, request.messages)
        response = handler(request)
        wrong = _wrong(response, turn.ledger)
        if not wrong:
            return response
        turn.withheld += wrong
        if not is_local(request.model) and not turn.endpoint_down:
            note = HumanMessage(self._note.fill(figures=", ".join(wrong)))
            response = handler(request.override(messages=[*request.messages, *response.result, note]))
            wrong = _wrong(response, turn.ledger)
            if not wrong:
                return response
            turn.withheld += wrong
        return ModelResponse(result=[_replaced(message, turn) for message in response.result])


def ledger_for(turn: Turn, messages: Iterable[AnyMessage]) -> Ledger:
    """What may be quoted: the user's words and every finding of the conversation, this turn's complete."""
    asked = [message.text for message in messages if isinstance(message, HumanMessage)]
    earlier = [
        Finding.model_validate(message.artifact)
        for message in messages
        if isinstance(message, ToolMessage) and message.artifact and message.tool_call_id not in turn.findings
    ]
    return ledger_of(asked, [*earlier, *turn.findings.values()], turn.desk.today)


def _wrong(response: ModelResponse, ledger: Ledger) -> list[str]:
    last: Any = response.result[-1] if response.result else None
    if not isinstance(last, AIMessage) or last.tool_calls:
        return []
    return unsupported(last.text, ledger)


def _replaced(message: Any, turn: Turn) -> Any:
    """The message with every sentence cut whose figures cannot be traced, and the results themselves in their place."""
    if not isinstance(message, AIMessage) or turn.ledger is None:
        return message
    kept = [sentence for sentence in sentences(message.text) if not unsupported(sentence, turn.ledger)]
    honest = turn.say(
        "I left out a sentence whose figures are not in the results; these are the results themselves:",
        "有一句话里的数字在结果中找不到，已经删去；以下是结果本身：",
    )
    shown = [text for finding in turn.findings.values() if (text := in_words(finding))]
    if not shown:
        honest = turn.say(
            "I left out a sentence whose figures are not in any result.", "有一句话里的数字在结果中找不到，已经删去。"
        )
    return AIMessage(
        "".join(kept).rstrip() + "\n\n" + "\n".join([honest, *shown]),
        id=message.id,
        usage_metadata=message.usage_metadata,
        response_metadata=message.response_metadata,
    )


def in_words(finding: Finding) -> str:
    """A finding's first rows as plain lines, straight from the data."""
    columns = [column for column in finding.columns if not column.pii]
    indexes = [finding.columns.index(column) for column in columns]
    lines = []
    for row in finding.rows[:_ROWS_SHOWN]:
        cells = (
            f"{c.label or c.name}: {row[i]}{f' {c.unit}' if c.unit else ''}"
            for c, i in zip(columns, indexes, strict=True)
        )
        lines.append("- " + ", ".join(cells))
    if finding.audience:
        lines.append(f"- {finding.audience.text}: {finding.audience.size}")
    return "\n".join([finding.title, *lines]) if lines else finding.message
