"""The whole configuration of the conversation, read from the environment once, by entry points only."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field

from tools.contract import BadInput

PLANNER = "planner"
DEFAULT_MODEL = "gpt-4.1-mini"

QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "CHROMA_TELEMETRY_IMPL": "none",
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "LANGGRAPH_STRICT_MSGPACK": "true",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Telemetry off, no model downloads, and no code run from a stored conversation; read by the libraries on import."""


def quiet_libraries(environ: MutableMapping[str, str]) -> None:
    """Set QUIET in `environ`; entry points call it before anything heavy is imported."""
    environ.update(QUIET)


@dataclass(frozen=True)
class Settings:
    """Which model answers, and how patient we are with it."""

    model: str = PLANNER
    """Name of the model at the endpoint, or `planner`."""
    api_key: str = field(default="", repr=False)
    base_url: str | None = None
    embeddings_model: str | None = None
    temperature: float | None = None
    timeout_seconds: float = 20.0
    max_retries: int = 2
    fall_back: bool = True
    """Let the built-in planner answer when the endpoint does not."""
    price_input: float = 0.0
    price_output: float = 0.0
    """What a million tokens sent, and received, cost; for reports only."""

    @property
    def uses_endpoint(self) -> bool:
        """Does a language model answer, rather than the built-in planner?"""
        return self.model != PLANNER

    @property
    def endpoint_name(self) -> str:
        """How the endpoint is called in messages to people."""
        return self.base_url or "api.openai.com"

    def cost(self, input_tokens: int, output_tokens: int) -> float:
        """What so many tokens cost at the configured prices; 0 without prices."""
        return (input_tokens * self.price_input + output_tokens * self.price_output) / 1e6

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], *, model: str | None = None) -> "Settings":
        """Read OPENAI_API_KEY, OPENAI_BASE_URL, ASSISTANT_MODEL (or OPENAI_MODEL) and the ASSISTANT_… settings.

        `model` overrides the name; `planner` asks for the built-in one. Raises BadInput on a value that is no number.
        """
        key, url = environ.get("OPENAI_API_KEY", ""), environ.get("OPENAI_BASE_URL", "") or None
        named = model or environ.get("ASSISTANT_MODEL") or environ.get("OPENAI_MODEL")
        if named and named != PLANNER and not (key or url):
            raise BadInput(f"The model {named} needs an endpoint: set OPENAI_API_KEY, OPENAI_BASE_URL or both.")
        return cls(
            model=(named or DEFAULT_MODEL) if key or url else PLANNER,
            api_key=key,
            base_url=url,
            embeddings_model=environ.get("ASSISTANT_EMBEDDINGS_MODEL") or None,
            temperature=_number(environ, "ASSISTANT_TEMPERATURE", None, at_least=0.0),
            timeout_seconds=_number(environ, "ASSISTANT_TIMEOUT_SECONDS", 20.0, at_least=0.1) or 20.0,
            max_retries=int(_number(environ, "ASSISTANT_MAX_RETRIES", 2, at_least=0) or 0),
            fall_back=environ.get("ASSISTANT_FALL_BACK", "yes").strip().lower() not in ("no", "false", "0", "off"),
            price_input=_number(environ, "ASSISTANT_PRICE_INPUT", 0.0, at_least=0.0) or 0.0,
            price_output=_number(environ, "ASSISTANT_PRICE_OUTPUT", 0.0, at_least=0.0) or 0.0,
        )


def _number(environ: Mapping[str, str], name: str, default: float | None, *, at_least: float) -> float | None:
    text = environ.get(name, "").strip()
    if not text:
        return default
    try:
        value = float(text)
    except ValueError:
        value = at_least - 1
    if value < at_least:
        raise BadInput(f"{name} is {text!r}: it takes a number from {at_least:g} up.")
    return value
