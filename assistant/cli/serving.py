"""`page`, `mcp` and `tools`."""

import argparse
import importlib
import json

from assistant.cli.shops import reading, settings


def run_page(arguments: argparse.Namespace) -> int:
    """Open the chat page; the page lies a floor above and is reached by name only from here."""
    importlib.import_module("ui.server").launch(
        arguments.dir, host=arguments.host, port=arguments.port, settings=settings()
    )
    return 0


def run_mcp(arguments: argparse.Namespace) -> int:
    """Serve the tools over standard input and output until the client leaves."""
    from assistant.mcp_server import serve

    with reading(arguments.dir, "mcp") as shop:
        serve(shop)
    return 0


def run_tools(arguments: argparse.Namespace) -> int:
    """List the tools, with their arguments."""
    from assistant.toolbox import openai_tools, seat
    from tools.registry import TOOLS

    seated = seat(TOOLS)
    if arguments.json:
        print(json.dumps(openai_tools(seated), ensure_ascii=False, indent=2))
        return 0
    for tool in seated:
        names = ", ".join(p.name if p.required else f"[{p.name}]" for p in tool.parameters)
        print(f"{tool.name}({names})\n    {tool.description.splitlines()[0] if tool.description else ''}")
        for parameter in tool.parameters:
            if parameter.description:
                print(f"      {parameter.name}: {parameter.description}")
    return 0
