"""Tools seated at a desk: plain functions `f(desk, …) -> Finding` with schemas and forgiving arguments."""

import inspect
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from assistant.mending import read
from tools.contract import BadRequest, Finding
from tools.desk import Desk

ToolFunction = Callable[..., Finding]


@dataclass(frozen=True)
class Parameter:
    """One argument of a tool."""

    name: str
    type: Any
    adapter: TypeAdapter[Any]
    description: str
    required: bool


@dataclass(frozen=True, eq=False)
class SeatedTool:
    """A tool function with what a model needs to know to call it."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    function: ToolFunction

    @classmethod
    def of(cls, function: ToolFunction) -> "SeatedTool":
        """Read name, docstring and annotated parameters; the first parameter is the desk and stays hidden."""
        hints = get_type_hints(function, include_extras=True)
        parameters = []
        for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
            metadata = getattr(hints[name], "__metadata__", ())
            described = next((m.description for m in metadata if isinstance(m, FieldInfo) and m.description), "")
            required = parameter.default is inspect.Parameter.empty
            parameters.append(Parameter(name, hints[name], TypeAdapter(hints[name]), described, required))
        return cls(function.__name__, inspect.getdoc(function) or "", tuple(parameters), function)

    def run(self, desk: Desk, arguments: dict[str, Any]) -> Finding:
        """Read the arguments and work. Raises BadRequest for arguments that cannot be read."""
        known = {parameter.name for parameter in self.parameters}
        if unknown := sorted(arguments.keys() - known):
            arguments = self._unwrapped(arguments, unknown)
        missing = [p.name for p in self.parameters if p.required and arguments.get(p.name) is None]
        if missing:
            raise BadRequest(f"{self.name} needs {', '.join(missing)}.")
        values = {
            parameter.name: read(parameter.adapter, arguments[parameter.name], f"{self.name}: {parameter.name}")
            for parameter in self.parameters
            if parameter.name in arguments and (parameter.required or arguments[parameter.name] is not None)
        }
        return self.function(desk, **values)

    def _unwrapped(self, arguments: dict[str, Any], unknown: list[str]) -> dict[str, Any]:
        """A definition spread over the arguments of a tool with one required parameter belongs into that one."""
        needed = [parameter for parameter in self.parameters if parameter.required]
        if len(needed) == 1 and needed[0].name not in arguments:
            inner = needed[0].adapter.json_schema().get("properties", {})
            if all(name in inner for name in unknown):
                rest = {name: value for name, value in arguments.items() if name not in inner}
                return {**rest, needed[0].name: {name: arguments[name] for name in arguments if name in inner}}
        names = ", ".join(parameter.name for parameter in self.parameters) or "no arguments"
        raise BadRequest(f"{self.name} has no argument {', '.join(unknown)}; it takes {names}.")


def seat(functions: Iterable[ToolFunction]) -> tuple[SeatedTool, ...]:
    """All of `functions` as seated tools; read once per process, since schemas take a while to make."""
    return _seat(tuple(functions))


@lru_cache(maxsize=8)
def _seat(functions: tuple[ToolFunction, ...]) -> tuple[SeatedTool, ...]:
    return tuple(SeatedTool.of(function) for function in functions)


@lru_cache(maxsize=8)
def openai_tools(tools: tuple[SeatedTool, ...]) -> tuple[dict[str, Any], ...]:
    """Tool definitions in OpenAI's form, as small as they can be while complete. Read them, never change them.

    A type is spelled out where it first occurs and pointed at afterwards, since the nested audience would otherwise be
    most of every prompt.
    """
    seen: dict[str, str] = {}
    return tuple(_openai_tool(tool, seen) for tool in tools)


def parameters_schema(tool: SeatedTool) -> dict[str, Any]:
    """The JSON schema of all arguments of one tool, every type spelled out."""
    return _openai_tool(tool, {})["function"]["parameters"]


_SPELLED_AGAIN = 700
"""Characters up to which a type already spelled out for another tool is spelled out again."""


def _openai_tool(tool: SeatedTool, seen: dict[str, str]) -> dict[str, Any]:
    properties: dict[str, Any] = {}
    definitions: dict[str, Any] = {}
    for parameter in tool.parameters:
        schema = _compact(parameter.adapter.json_schema())
        definitions.update(schema.pop("$defs", {}))
        if "properties" in schema and schema["type"] == "object":
            name = getattr(parameter.type, "__origin__", parameter.type).__name__
            definitions[name], schema = schema, {"$ref": f"#/$defs/{name}"}
        if parameter.description:
            schema["description"] = parameter.description
        properties[parameter.name] = schema
    for name, body in definitions.items():
        if name in seen and len(json.dumps(body)) > _SPELLED_AGAIN:
            definitions[name] = {"type": "object", "description": f"{name} as written for {seen[name]}"}
        else:
            seen.setdefault(name, tool.name)
    required = [parameter.name for parameter in tool.parameters if parameter.required]
    parameters: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
    if definitions:
        parameters["$defs"] = _reachable(properties, definitions)
    return {
        "type": "function",
        "function": {"name": tool.name, "description": tool.description, "parameters": parameters},
    }


def _reachable(properties: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """Only the definitions that `properties` lead to."""
    found: dict[str, Any] = {}
    texts = [json.dumps(properties)]
    while texts:
        for name in re.findall(r"#/\$defs/(\w+)", texts.pop()):
            if name not in found:
                found[name] = definitions[name]
                texts.append(json.dumps(definitions[name]))
    return found


def _compact(schema: Any, *, names: bool = False) -> Any:
    """A JSON schema without titles, defaults, bounds of lists and the null half of optional values."""
    if isinstance(schema, list):
        return [_compact(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if not names and "anyOf" in schema:
        rest = [option for option in schema["anyOf"] if option != {"type": "null"}]
        if len(rest) == 1:
            return _compact({**{key: value for key, value in schema.items() if key != "anyOf"}, **rest[0]})
    dropped = () if names else ("title", "default", "additionalProperties", "maxItems", "discriminator")
    return {
        key: _compact(value, names=key in ("properties", "$defs") and not names)
        for key, value in schema.items()
        if key not in dropped or (key == "additionalProperties" and isinstance(value, dict))
    }
