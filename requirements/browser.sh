#!/bin/sh
# A Chromium for the browser tests. Without one they are skipped, and say so.
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
  [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
[ -d "/Applications/Google Chrome.app" ] && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing Chromium for the browser tests …"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      chromium fonts-noto-cjk fonts-noto-color-emoji; } >/dev/null 2>&1 && exit 0
fi
echo "No Chromium found: the browser tests will be skipped (install chromium, or name one in CHROMIUM)."
exit 0
