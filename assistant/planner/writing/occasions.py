"""The day, season or side of the goods that a text is for, as its title names it: Black Friday, This winter, 双十一."""

from assistant.planner.text import fold
from assistant.planner.words import forms_of, word_file
from assistant.planner.writing.lines import read
from tools.contract import Language


def occasion_named(about: list[str], language: Language) -> str:
    """How a text in this language names the first of these that it can name; empty where it can name none."""
    return next((name for said in about if (name := _named(said, language))), "")


def named_in_title(said: str, about: list[str], language: Language) -> bool:
    """Whether this is the one of them that titles name."""
    first = next((one for one in about if _named(one, language)), None)
    return said == first


def _named(said: str, language: Language) -> str:
    told = fold(said).removeprefix("the ").strip()
    for known in word_file("holidays").values():
        if any(told == fold(form) for form in forms_of(known)):
            return _as_title((forms_of(known, language) or [""])[0])
    for known in read("occasions").values():
        if told in known["forms"]:
            return str(known[language])
    return ""


def _as_title(name: str) -> str:
    return name.title().replace("'S", "'s") if name.isascii() else name
