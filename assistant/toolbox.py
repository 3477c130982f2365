"""Tools seated at a desk: plain functions `f(desk, …) -> Finding` with schemas and forgiving arguments."""

import inspect
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_type_hints

from pydantic import BaseModel, TypeAdapter
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
            # a description on a model would be written into the model's own schema, for every tool that takes it
            bare = getattr(hints[name], "__origin__", None)
            kind = bare if isinstance(bare, type) and issubclass(bare, BaseModel) else hints[name]
            parameters.append(Parameter(name, kind, TypeAdapter(kind), described, required))
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


_SPELLED_AGAIN = 400
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
    known = {name: seen[name] for name, body in definitions.items() if name in seen and _long(body)}
    seen |= {name: tool.name for name in definitions if name not in seen}
    definitions = {name: _pointed(body, known) for name, body in definitions.items() if name not in known}
    properties = {name: _pointed(body, known) for name, body in properties.items()}
    _share(definitions)
    required = [parameter.name for parameter in tool.parameters if parameter.required]
    parameters: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
    if reachable := _reachable(properties, definitions):
        parameters["$defs"] = reachable
    return {
        "type": "function",
        "function": {"name": tool.name, "description": tool.description, "parameters": parameters},
    }


def _long(body: dict[str, Any]) -> bool:
    return len(json.dumps(body)) > _SPELLED_AGAIN


def _pointed(schema: Any, known: dict[str, str]) -> Any:
    """`schema` with types another tool has spelled out as plain objects that point there."""
    if isinstance(schema, list):
        return [_pointed(item, known) for item in schema]
    if not isinstance(schema, dict):
        return schema
    name = str(schema.get("$ref", "")).removeprefix("#/$defs/")
    if name in known:
        described = f": {schema['description']}" if "description" in schema else ""
        return {"type": "object", "description": f"{name} as for {known[name]}{described}"}
    return {key: _pointed(value, known) for key, value in schema.items()}


def _share(definitions: dict[str, Any]) -> None:
    """Say once what several types share: the choice of conditions, and what an attribute is beside a filter."""
    choices = [name for name in definitions if name in ("Audience", "Group")]
    for name in choices:
        for field in ("all", "any", "none"):
            items = definitions[name].get("properties", {}).get(field, {})
            if "oneOf" in items.get("items", {}):
                definitions["Condition"] = items["items"]
                items["items"] = {"$ref": "#/$defs/Condition"}
    plain, fact = definitions.get("Filter", {}), definitions.get("Attribute", {})
    if "properties" in plain and "properties" in fact:
        own = {name: body for name, body in fact["properties"].items() if name not in plain["properties"]}
        definitions["Attribute"] = {
            "description": fact["description"], "allOf": [{"$ref": "#/$defs/Filter"}], "properties": own,
        }  # fmt: skip


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


_ANY_VALUE = [{"type": "boolean"}, {"type": "integer"}, {"type": "number"}, {"type": "string"}]
"""Values of fields: whatever JSON has."""


_DROPPED = (
    "title", "default", "additionalProperties", "minItems", "maxItems", "maxLength", "minimum", "maximum",
    "exclusiveMinimum", "exclusiveMaximum", "discriminator",
)  # fmt: skip
"""What is checked all the same when the call comes, with a message that says what to mend."""


def _compact(schema: Any, *, names: bool = False) -> Any:
    """A JSON schema without titles, defaults, most bounds and the null half of optional values."""
    if isinstance(schema, list):
        return [_compact(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if not names and schema.get("anyOf") == _ANY_VALUE:
        return {key: _compact(value) for key, value in schema.items() if key != "anyOf"}
    if not names and "anyOf" in schema:
        rest = [option for option in schema["anyOf"] if option != {"type": "null"}]
        if len(rest) == 1:
            return _compact({**{key: value for key, value in schema.items() if key != "anyOf"}, **rest[0]})
    if not names and ("const" in schema or "enum" in schema):  # which words: their type is plain to see
        return {key: value for key, value in schema.items() if key in ("const", "enum", "description")}
    dropped = () if names else _DROPPED
    return {
        key: _compact(value, names=key in ("properties", "$defs") and not names)
        for key, value in schema.items()
        if key not in dropped or (key == "additionalProperties" and isinstance(value, dict))
    }
