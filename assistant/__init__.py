"""The conversation: the only place that knows LangChain and OpenAI."""
