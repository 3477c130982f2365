"""Write the lock files: `make lock`. Exact versions with hashes, and no registry's host in them.

A package that an override switches off (see `[tool.uv]` in pyproject.toml) still leaves its own
dependencies in uv's answer, marked for a platform that does not exist; those are dropped here.
"""

import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
COMMON = [
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-annotate",
    "--no-header",
    "--python-version",
    "3.11",
]
NEVER = "sys_platform == 'never'"


def lock(name: str, *arguments: str) -> None:
    """Resolve `arguments` and write `requirements/<name>.lock`."""
    command = ["uv", "pip", "compile", "pyproject.toml", *arguments, *COMMON]
    text = subprocess.run(command, check=True, capture_output=True, text=True, cwd=HERE.parent).stdout
    blocks = re.split(r"\n(?=[a-zA-Z0-9])", text.strip())
    kept = [block for block in blocks if NEVER not in block.split("\\")[0]]
    (HERE / f"{name}.lock").write_text("\n".join(kept) + "\n", encoding="utf-8")
    print(f"requirements/{name}.lock: {len(kept)} packages")


if __name__ == "__main__":
    lock("runtime", "--extra", "embed", "--extra", "mcp")
    lock("develop", "--extra", "embed", "--extra", "mcp", "--group", "dev")
    sys.exit(0)
