"""The same tools over MCP: one server per shop, people behind stand-ins, since the client is a model elsewhere."""

import secrets
from typing import TYPE_CHECKING, Any

from assistant.guard.pseudonyms import Vault
from assistant.rendering import ROWS, for_model
from assistant.toolbox import SeatedTool, parameters_schema, seat
from tools.contract import AssistantError, BadInput
from tools.desk import Desk, Shop

if TYPE_CHECKING:
    from mcp.server.lowlevel import Server


def build_server(shop: Shop) -> "Server[Any, Any]":
    """An MCP server that offers every tool of the registry. Raises BadInput where the mcp package is missing."""
    try:
        from mcp import types
        from mcp.server.lowlevel import Server
    except ImportError as error:
        raise BadInput("The MCP server needs the extra package: pip install 'marketing-assistant[mcp]'.") from error
    from tools.registry import TOOLS

    tools = {tool.name: tool for tool in seat(TOOLS)}
    desk, vault = shop.desk(language=shop.workspace.settings.language, session="mcp"), Vault(secrets.token_bytes(32))
    server: Server[Any, Any] = Server("marketing-assistant")

    @server.list_tools()  # type: ignore[no-untyped-call, untyped-decorator, unused-ignore]
    async def _list() -> list[types.Tool]:
        return [
            types.Tool(name=tool.name, description=tool.description, inputSchema=parameters_schema(tool))
            for tool in tools.values()
        ]

    # arguments are read and mended by the toolbox, which says what is wrong better than a schema validator does
    @server.call_tool(validate_input=False)  # type: ignore[untyped-decorator, unused-ignore]
    async def _call(name: str, arguments: dict[str, Any]) -> list[types.TextContent]:
        return [types.TextContent(type="text", text=run_tool(tools, desk, vault, name, arguments))]

    return server


def run_tool(tools: dict[str, SeatedTool], desk: Desk, vault: Vault, name: str, arguments: dict[str, Any]) -> str:
    """One call's result as a model may read it; errors meant for the model are raised with their text masked."""
    if name not in tools:
        raise BadInput(f"There is no tool {name!r}; there are {', '.join(tools)}.")
    try:
        finding = tools[name].run(desk, vault.unmask_deep(arguments))
    except AssistantError as error:
        nearest = f" Nearest: {', '.join(error.nearest)}." if error.nearest else ""
        raise AssistantError(vault.mask(error.message + nearest)) from error
    vault.learn(finding, ROWS)
    return vault.mask(for_model(finding, vault.mask_cell))


def serve(shop: Shop) -> None:
    """Serve over standard input and output until the client leaves."""
    server = build_server(shop)
    import anyio
    from mcp.server.stdio import stdio_server

    async def run() -> None:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    anyio.run(run)
