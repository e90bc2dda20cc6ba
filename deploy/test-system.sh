#!/usr/bin/env bash
# Installs what the tests need and pip cannot bring: Debian's chromium, whole and as a shell for pages alone.
set -euo pipefail
[ -x /usr/bin/chromium ] && [ -x /usr/bin/chromium-headless-shell ] && exit 0
sudo=""; [ "$(id -u)" = 0 ] || sudo="sudo"
$sudo apt-get -o DPkg::Lock::Timeout=400 update -qq
$sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=400 install -y -qq --no-install-recommends chromium chromium-headless-shell fonts-noto-core
