"""Settings to a chat model: an OpenAI-compatible endpoint, or the built-in planner."""

from datetime import date

from langchain_core.language_models import BaseChatModel

from assistant.settings import Settings
from tools.desk import Shop


def build_endpoint(settings: Settings) -> BaseChatModel:
    """A client of the endpoint in `settings`, by the chat-completions protocol, which all of them speak."""
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    return ChatOpenAI(
        model=settings.model,
        base_url=settings.base_url,
        api_key=SecretStr(settings.api_key or "none"),
        temperature=settings.temperature,
        timeout=settings.timeout_seconds,
        max_retries=settings.max_retries,
        use_responses_api=False,
        stream_usage=True,
    )


def build_planner(shop: Shop, today: date) -> BaseChatModel:
    """The built-in planner for this shop; it needs no network."""
    from assistant.planner.model import build_planner as build

    return build(shop, today)
