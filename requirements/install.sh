#!/bin/sh
# Install exactly what a lock file names. uv takes seconds where pip takes minutes; pip is the way when uv cannot be had
# or does not know the machine's package index.
set -eu
python=$1 uv_version=$2 lock=$3
echo "Installing $(grep -c '^[a-zA-Z0-9].*==' "$lock") packages from $lock …"
if "$python" -m pip install --quiet "uv==$uv_version" 2>/dev/null &&
   "$python" -m uv pip install --quiet --python "$python" --no-deps --require-hashes -r "$lock"; then
  exit 0
fi
echo "uv did not manage; using pip, which takes a few minutes …"
exec "$python" -m pip install --quiet --no-deps --require-hashes -r "$lock"
