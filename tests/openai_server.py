"""A server that speaks the OpenAI protocol over real HTTP on the loopback and says what a script tells it to.

Chat completions, streamed (tool calls in fragments, usage) or whole, embeddings, the model list, and every fault an
endpoint has. Strict: a request beyond the script, or a line never asked for, fails the test that opened the server.
"""

import asyncio
import base64
import hashlib
import json
import socket
import struct
import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

Fault = Literal[
    "429", "500", "401", "404", "400", "hang", "badjson", "badargs", "cut", "cutclean", "cutargs", "length", "empty"
]
DIMENSIONS = 16


@dataclass(frozen=True)
class Reply:
    """One answer: text, tool calls as (name, arguments), or a fault, which may follow half of the text."""

    text: str = ""
    calls: tuple[tuple[str, Any], ...] = ()
    fault: Fault | None = None


Script = Sequence[Reply] | Callable[[dict[str, Any]], Reply]


class OpenAIServer:
    """Use as a context manager; `base_url` goes into the client, `requests` holds the bodies that came in."""

    def __init__(self, script: Script = (), *, hang_seconds: float = 5.0) -> None:
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self._script = script
        self._said = 0
        self._complaints: list[str] = []
        self._hang_seconds = hang_seconds
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"
        routes = [
            Route("/v1/chat/completions", self._chat, methods=["POST"]),
            Route("/v1/embeddings", self._embeddings, methods=["POST"]),
            Route("/v1/models", self._models),
        ]
        config = uvicorn.Config(Starlette(routes=routes), log_level="critical", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def __enter__(self) -> "OpenAIServer":
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(timeout=5)
        self._socket.close()
        if kind is not None:
            return
        if self._complaints:
            raise AssertionError("; ".join(self._complaints))
        if not callable(self._script) and self._said < len(self._script):
            raise AssertionError(f"{len(self._script) - self._said} scripted replies were never asked for")

    def sent_text(self) -> str:
        """Every request body as one text: what has left the house."""
        return "\n".join(json.dumps(request, ensure_ascii=False) for request in self.requests)

    def _reply(self, body: dict[str, Any]) -> Reply | None:
        if callable(self._script):
            return self._script(body)
        if self._said >= len(self._script):
            self._complaints.append(f"request {self._said + 1} is beyond the {len(self._script)} scripted replies")
            return None
        self._said += 1
        return self._script[self._said - 1]

    async def _chat(self, request: Request) -> Response:
        body = await request.json()
        self.requests.append(body)
        self.keys.append(request.headers.get("authorization", "").removeprefix("Bearer "))
        if problem := history_problem(body["messages"]):
            self._complaints.append(problem)
            return _error(400, problem)
        reply = self._reply(body)
        if reply is None:
            return _error(418, "the script is over")
        if reply.fault in ("429", "500", "401", "404", "400"):
            return _error(int(reply.fault), f"scripted {reply.fault}")
        if reply.fault == "hang":
            await asyncio.sleep(self._hang_seconds)
            return _error(504, "scripted hang")
        if body.get("stream"):
            return StreamingResponse(_stream(reply, body), media_type="text/event-stream")
        if reply.fault == "badjson":
            return Response("{half", media_type="application/json")
        message, reason = _message(reply), _reason(reply)
        return JSONResponse(
            _envelope(body, "chat.completion", [{"index": 0, "message": message, "finish_reason": reason}])
            | {"usage": _usage(body, reply)}
        )

    async def _embeddings(self, request: Request) -> Response:
        body = await request.json()
        self.requests.append(body)
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        vectors: list[Any] = [embedding(text) for text in texts]
        if body.get("encoding_format") == "base64":
            vectors = [base64.b64encode(struct.pack(f"<{DIMENSIONS}f", *vector)).decode() for vector in vectors]
        data = [{"object": "embedding", "index": index, "embedding": vector} for index, vector in enumerate(vectors)]
        return JSONResponse(
            {"object": "list", "data": data, "model": body["model"], "usage": {"prompt_tokens": 1, "total_tokens": 1}}
        )

    async def _models(self, request: Request) -> Response:
        return JSONResponse(
            {"object": "list", "data": [{"id": "scripted", "object": "model", "created": 0, "owned_by": "tests"}]}
        )


def history_problem(messages: list[dict[str, Any]]) -> str | None:
    """What real endpoints refuse: a tool call without its result, or a result without its call."""
    waiting: set[str] = set()
    for message in messages:
        if message["role"] == "tool":
            if message["tool_call_id"] not in waiting:
                return f"a tool result for {message['tool_call_id']}, which nobody called"
            waiting.discard(message["tool_call_id"])
        elif waiting:
            return f"tool calls without a result: {', '.join(sorted(waiting))}"
        waiting |= {call["id"] for call in message.get("tool_calls") or []}
    return f"tool calls without a result: {', '.join(sorted(waiting))}" if waiting else None


def embedding(text: str) -> list[float]:
    """A unit vector that depends on the text alone."""
    digest = hashlib.sha256(text.encode()).digest()
    raw = [byte - 127.5 for byte in digest[:DIMENSIONS]]
    length = sum(value * value for value in raw) ** 0.5
    return [value / length for value in raw]


async def _stream(reply: Reply, body: dict[str, Any]) -> AsyncIterator[str]:
    def event(delta: dict[str, Any], reason: str | None = None) -> str:
        choices = [{"index": 0, "delta": delta, "finish_reason": reason}]
        return f"data: {json.dumps(_envelope(body, 'chat.completion.chunk', choices))}\n\n"

    if reply.fault == "empty":
        yield f"data: {json.dumps(_envelope(body, 'chat.completion.chunk', []))}\n\n"
        yield "data: [DONE]\n\n"
        return
    yield event({"role": "assistant", "content": ""})
    pieces = [reply.text[start : start + 9] for start in range(0, len(reply.text), 9)]
    if reply.fault in ("cut", "cutclean", "badjson"):
        pieces = pieces[: max(1, len(pieces) // 2)]
    for piece in pieces:
        yield event({"content": piece})
        await asyncio.sleep(0)
    if reply.fault == "cut":
        raise ConnectionResetError("scripted cut")
    if reply.fault == "badjson":
        yield 'data: {"id": "half\n\n'
        return
    if reply.fault == "cutclean":
        return
    for index, call in enumerate(_calls(reply)):
        text = call["function"]["arguments"]
        yield event(
            {"tool_calls": [{**call, "index": index, "function": {"name": call["function"]["name"], "arguments": ""}}]}
        )
        if reply.fault == "cutargs":
            text = text[: len(text) // 2]
        for start in range(0, len(text), 11):
            yield event({"tool_calls": [{"index": index, "function": {"arguments": text[start : start + 11]}}]})
    if reply.fault == "cutargs":
        return
    yield event({}, _reason(reply))
    if body.get("stream_options", {}).get("include_usage"):
        yield f"data: {json.dumps(_envelope(body, 'chat.completion.chunk', []) | {'usage': _usage(body, reply)})}\n\n"
    yield "data: [DONE]\n\n"


def _envelope(body: dict[str, Any], kind: str, choices: list[Any]) -> dict[str, Any]:
    return {"id": "chatcmpl-scripted", "object": kind, "created": 0, "model": body["model"], "choices": choices}


def _message(reply: Reply) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.text or None}
    return message | ({"tool_calls": _calls(reply)} if reply.calls else {})


def _calls(reply: Reply) -> list[dict[str, Any]]:
    calls = []
    for index, (name, arguments) in enumerate(reply.calls):
        text = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
        if reply.fault == "badargs":
            text = '{"city": ]'
        identity = f"call_{index}_{hashlib.sha256(f'{time.monotonic_ns()}{name}'.encode()).hexdigest()[:8]}"
        calls.append({"id": identity, "type": "function", "function": {"name": name, "arguments": text}})
    return calls


def _reason(reply: Reply) -> str:
    return "length" if reply.fault == "length" else "tool_calls" if reply.calls else "stop"


def _usage(body: dict[str, Any], reply: Reply) -> dict[str, int]:
    sent, said = len(json.dumps(body)) // 4, max(1, len(reply.text) // 4)
    return {"prompt_tokens": sent, "completion_tokens": said, "total_tokens": sent + said}


def _error(status: int, message: str) -> Response:
    return JSONResponse({"error": {"message": message, "type": "scripted", "code": str(status)}}, status_code=status)
