"""The tools over MCP, by a real client on in-memory streams: same schemas, same results, no person in them."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.assistant.shop import CUSTOMERS
from tools.desk import Shop

pytest.importorskip("mcp")
pytest.importorskip("tools.registry")


async def _talk(shop: Shop, calls: list[tuple[str, dict[str, Any]]]) -> tuple[list[Any], list[Any]]:
    from mcp.shared.memory import create_connected_server_and_client_session

    from assistant.mcp_server import build_server

    async with create_connected_server_and_client_session(build_server(shop)) as client:
        tools = (await client.list_tools()).tools
        return tools, [await client.call_tool(name, arguments) for name, arguments in calls]


def _run(shop: Shop, *calls: tuple[str, dict[str, Any]]) -> tuple[list[Any], list[Any]]:
    import anyio

    with ThreadPoolExecutor(1) as elsewhere:  # a browser test of this run may hold this thread's event loop
        return elsewhere.submit(anyio.run, _talk, shop, list(calls)).result()


def test_every_tool_is_offered_with_the_schema_the_agent_uses(shop: Shop) -> None:
    from assistant.toolbox import parameters_schema, seat
    from tools.registry import TOOLS

    tools, _ = _run(shop)
    assert {tool.name: tool.inputSchema for tool in tools} == {t.name: parameters_schema(t) for t in seat(TOOLS)}


def test_a_call_answers_without_personal_values(shop: Shop) -> None:
    _, (sized, listed, wrong) = _run(
        shop,
        ("size_audience", {"audience": {"all": [{"field": "city", "values": "Berlin"}]}}),
        ("list_audience", {"audience": {}}),
        ("size_audience", {"audience": {"all": [{"field": "citi", "values": ["Berlin"]}]}}),
    )
    assert "2 customers" in sized.content[0].text
    assert [value for row in CUSTOMERS for value in row[:4] if value and value in listed.content[0].text] == []
    assert wrong.isError
    assert "city" in wrong.content[0].text
