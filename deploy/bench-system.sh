#!/usr/bin/env bash
# Installs what bench/live needs beside pip and npm: Debian's Redis, for Django Channels. Its service is left off: the bench
# starts a Redis of its own.
set -euo pipefail
[ -x /usr/bin/redis-server ] && exit 0
sudo=""; [ "$(id -u)" = 0 ] || sudo="sudo"
$sudo apt-get -o DPkg::Lock::Timeout=400 update -qq
$sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=400 install -y -qq --no-install-recommends redis-server
if [ -d /run/systemd/system ]; then $sudo systemctl disable --now redis-server; fi
