"""What a question costs a language model in characters and tokens, measured at a real endpoint of our own.

    python -m benchmarks.prompt_tokens DIR [CASES.jsonl …] [--limit N]

Every single-message case is asked through the real session of a model at a loopback server that speaks the OpenAI
protocol; the server calls what the built-in planner would call, then says one sentence. So the harness is proved (the
cases score as they do for the planner) and what really goes over the wire is counted: prompt, schemas, messages.
Tokens are counted with tiktoken where its vocabulary lies on this machine; otherwise they are estimated as one for four
Latin characters and one for each other.
"""

import argparse
import json
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from assistant.cli.shops import reading
from assistant.evaluation import read_cases, run_cases
from assistant.planner.reader import Reader
from assistant.settings import Settings
from tests.openai_server import OpenAIServer, Reply
from tools.desk import Shop

CASES = sorted((Path(__file__).parent / "cases").glob("demo_*.jsonl"))


def main() -> int:
    """Ask, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", help="a trained demo shop")
    parser.add_argument("cases", nargs="*", type=Path, default=CASES)
    parser.add_argument("--limit", type=int, default=60, help="questions to ask")
    arguments = parser.parse_args()
    cases = [case for file in arguments.cases for case in read_cases(file)]
    chosen = [case for case in cases if case.question and case.split == "develop"][: arguments.limit]
    with reading(arguments.dir, "benchmark") as shop, OpenAIServer(_planner(shop)) as server:
        settings = Settings(model="scripted", api_key="k", base_url=server.base_url, fall_back=False)
        results = run_cases(shop, chosen, settings)
        bodies = list(server.requests)
    right = sum(result.outcome == "right" for result in results)
    print(f"{len(results)} questions, {right} right, {len(bodies)} requests to the model")
    count, how = _counter()
    first = [body for body in bodies if body["messages"][-1]["role"] == "user"]
    print(f"tokens {how}")
    for name, part in PARTS.items():
        sizes = [len(part(body)) for body in first]
        tokens = [count(part(body)) for body in first]
        print(f"  {name:<14} median {median(sizes):>8,.0f} characters, {median(tokens):>7,.0f} tokens")
    results_of = [text for body in bodies for text in _results(body)]
    if results_of:
        print(f"  a tool result  median {median(map(len, results_of)):>8,.0f} characters, "
              f"{median(map(count, results_of)):>7,.0f} tokens")  # fmt: skip
    whole = median(sum(count(json.dumps(body, ensure_ascii=False)) for body in pair) for pair in _pairs(bodies))
    print(f"  a question answered with one call, both requests: median {whole:,.0f} tokens sent")
    return 0


PARTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "system prompt": lambda body: str(body["messages"][0]["content"]),
    "tool schemas": lambda body: json.dumps(body.get("tools", []), ensure_ascii=False),
    "the question": lambda body: str(body["messages"][-1]["content"]),
}


def _planner(shop: Shop) -> Callable[[dict[str, Any]], Reply]:
    reader = Reader(shop, shop.warehouse.last_day())

    def answer(body: dict[str, Any]) -> Reply:
        last = body["messages"][-1]
        if last["role"] != "user":
            return Reply("The table beside this has the result.")
        made = reader.read(str(last["content"]))
        if made.ask is not None:
            options = [option.label for option in made.ask.options]
            return Reply(calls=(("ask_user", {"question": made.ask.question, "options": options}),))
        if made.decline is not None:
            told = {"reason_kind": made.decline.reason, "explanation": made.decline.explanation}
            return Reply(calls=(("decline", told),))
        return Reply(made.text, calls=tuple((call.tool, call.args) for call in made.calls[:1]))

    return answer


def _results(body: dict[str, Any]) -> list[str]:
    return [str(message["content"]) for message in body["messages"] if message["role"] == "tool"]


def _pairs(bodies: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(one, other) for one, other in pairwise(bodies) if other["messages"][-1]["role"] == "tool"] or [
        (bodies[0],) * 2
    ]


def _counter() -> tuple[Callable[[str], int], str]:
    try:
        import tiktoken

        encoding = tiktoken.get_encoding("o200k_base")
        return lambda text: len(encoding.encode(text)), "by tiktoken's o200k_base"
    except Exception as error:  # noqa: BLE001 — without its vocabulary the library fails in many ways, all meaning one
        reason = type(error).__name__
        return _estimated, f"estimated ({reason}: tiktoken's vocabulary is not on this machine)"


def _estimated(text: str) -> int:
    latin = sum(character.isascii() for character in text)
    return latin // 4 + len(text) - latin


if __name__ == "__main__":
    sys.exit(main())
