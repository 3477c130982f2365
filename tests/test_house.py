"""The architecture, held by tests: floors, sizes, packages, and what must not happen at import."""

import ast
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("ui", "assistant", "tools", "prompts")
MODULES = sorted(path for floor in FLOORS for path in (ROOT / floor).rglob("*.py"))
TRACKED = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=False).stdout.split("\n")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_imports_fall_from_the_page_to_the_words():
    lint = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert lint.returncode == 0, lint.stdout[-3000:]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_fits_a_sitting(path):
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert source.count("\n") <= 300, f"{_name(path)} has {source.count(chr(10))} lines: make it two rooms"
    assert ast.get_docstring(tree) or not source.strip(), f"{_name(path)} does not say what it is"


def test_every_folder_of_python_is_a_package():
    folders = {path.parent for path in MODULES} | {path.parent for path in (ROOT / "tests").rglob("*.py")}
    missing = [_name(folder) for folder in folders if not (folder / "__init__.py").exists()]
    assert not missing, f"without __init__.py another package may be imported in their place: {missing}"


@pytest.mark.parametrize("name", ["tools", "assistant", "prompts", "ui"])
def test_our_packages_are_the_ones_imported(name):
    module = __import__(name)
    assert Path(module.__file__).parent == ROOT / name, f"{module.__file__} shadows our {name}: rename or uninstall it"


def test_the_command_line_starts_without_the_page_and_the_models():
    heavy = ["gradio", "pandas", "sklearn", "chromadb", "langchain_openai", "onnxruntime"]
    code = f"import sys, assistant.cli; print([name for name in {heavy!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert run.stdout.strip() == "[]"


def test_no_lock_file_names_a_host():
    for file in (ROOT / "requirements").glob("*.lock"):
        hosts = re.findall(r"https?://\S+|\b[\w-]+\.(?:org|com|io|cn)\b", file.read_text(encoding="utf-8"))
        assert not hosts, f"{file.name} names {hosts[:3]}"


def test_no_path_of_a_machine_is_committed():
    pattern = re.compile(r"(?<![\w.])/(?:work|home|Users|root)/\w")
    offenders = [
        name
        for name in TRACKED
        if name.endswith((".py", ".md", ".toml", ".sh", ".jsonl", "Makefile", "run"))
        and name != "tests/test_house.py"
        and (ROOT / name).is_file()
        and pattern.search((ROOT / name).read_text(encoding="utf-8"))
    ]
    assert not offenders


@pytest.mark.parametrize(
    ("package", "floor"),
    [
        ("gradio", (6, 31)),
        ("langchain-core", (1, 7)),
        ("langgraph-checkpoint", (4, 3)),
        ("langgraph-checkpoint-sqlite", (3, 1, 2)),
        ("skops", (0, 16)),
        ("starlette", (1, 10)),
        ("python-multipart", (0, 0, 34)),
        ("chromadb", (1, 5, 9)),
    ],
)
def test_known_holes_are_closed(package, floor):
    """Below these versions each package has a published vulnerability that reaches this product."""
    found = tuple(int(part) for part in re.findall(r"\d+", version(package))[: len(floor)])
    assert found >= floor
