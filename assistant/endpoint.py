"""A language model's endpoint as it fails: every failure one clear sentence, and the built-in planner in reserve."""

from collections.abc import Callable
from functools import cache

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel

from assistant.guard.limits import BrokenAnswer, is_local
from assistant.settings import Settings
from assistant.turn import Seat
from tools.contract import AssistantError


class EndpointFailed(AssistantError):
    """The endpoint gave no usable answer: the message in both languages, and whether asking again may help."""

    def __init__(self, english: str, chinese: str, *, again: bool) -> None:
        super().__init__(english, zh=chinese)
        self.again = again


class EndpointErrors(AgentMiddleware):
    """Turns whatever an endpoint's client raises into EndpointFailed. Errors of a local model are bugs and pass."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings

    def wrap_model_call(self, request: ModelRequest, handler: Callable[[ModelRequest], ModelResponse]) -> ModelResponse:
        if is_local(request.model):
            return handler(request)
        try:
            return handler(request)
        except Exception as error:  # the boundary to a foreign server: it may send anything
            raise explain(error, self._settings) from error


class Fallback(AgentMiddleware):
    """Lets the built-in planner answer the rest of the turn when the endpoint does not, and says so."""

    def __init__(self, seat: Seat, planner: Callable[[], BaseChatModel]) -> None:
        super().__init__()
        self._seat = seat
        self._planner = cache(planner)

    def wrap_model_call(self, request: ModelRequest, handler: Callable[[ModelRequest], ModelResponse]) -> ModelResponse:
        turn = self._seat.taken
        if not turn.endpoint_down:
            try:
                return handler(request)
            except EndpointFailed as error:
                turn.endpoint_down = True
                turn.notes.append(
                    turn.say(
                        f"{error.message} The built-in planner answered instead.",
                        f"{error.chinese}本次由内置规划器回答。",
                    )
                )
        return handler(request.override(model=self._planner()))


def explain(error: Exception, settings: Settings) -> EndpointFailed:
    """What went wrong at the endpoint, as a person can act on it."""
    import openai

    name, model = settings.endpoint_name, settings.model
    seconds = f"{settings.timeout_seconds:g}"
    english, chinese, again = (
        f"The language model at {name} sent something unreadable.",
        f"{name} 的语言模型返回了无法识别的内容。",
        True,
    )
    if isinstance(error, openai.APITimeoutError) or "Timeout" in type(error).__name__:
        english, again = f"The language model at {name} did not answer within {seconds} seconds.", False
        chinese = f"{name} 的语言模型在 {seconds} 秒内没有回应。"
    elif isinstance(error, openai.APIConnectionError):
        english, chinese = f"The language model at {name} cannot be reached.", f"无法连接 {name} 的语言模型。"
    elif isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        english, again = f"The language model at {name} does not accept the key: check OPENAI_API_KEY.", False
        chinese = f"{name} 的语言模型拒绝了密钥：请检查 OPENAI_API_KEY。"
    elif isinstance(error, openai.RateLimitError):
        english, again = f"The language model at {name} takes no more requests for now (429).", False
        chinese = f"{name} 的语言模型暂时不再接受请求（429）。"
    elif isinstance(error, openai.NotFoundError):
        english, again = f"The endpoint {name} does not know the model {model}: check ASSISTANT_MODEL.", False
        chinese = f"{name} 没有名为 {model} 的模型：请检查 ASSISTANT_MODEL。"
    elif isinstance(error, openai.BadRequestError):
        english, again = f"The language model at {name} refuses the request: {_first_line(error)}", False
        chinese = f"{name} 的语言模型拒绝了请求：{_first_line(error)}"
    elif isinstance(error, openai.APIStatusError):
        english, again = f"The language model at {name} has an error of its own ({error.status_code}).", False
        chinese = f"{name} 的语言模型自身出错（{error.status_code}）。"
    elif isinstance(error, BrokenAnswer):
        english, chinese = f"The language model at {name} sent {error}.", f"{name} 的语言模型返回的答案不完整。"
    return EndpointFailed(english, chinese, again=again)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200]
