#!/bin/sh
# Starts stackbench with the Node beside it, wherever this folder lies.
here=$(dirname -- "$(readlink -f -- "$0")")
needed=@GLIBC@

refuse() {
  printf 'stackbench: %s\n  fix: %s\n' "$1" "$2" >&2
  exit 2
}

if [ "$(uname -sm)" != '@SYSTEM@' ]; then
  refuse "this bundle is for @SYSTEM@, and this is $(uname -sm)" 'Take the bundle for this system.'
fi
# One of these is there on every system with glibc; the loader tells since 2.33.
said=$(getconf GNU_LIBC_VERSION 2>/dev/null || ldd --version 2>/dev/null || @LOADER@ --version 2>/dev/null)
# The last word of its first line; what follows holds nothing but the shell's own means, as sed may not be there.
said=${said%%
*}
found=${said##* }
found=${found%.}
if [ -z "$found" ]; then
  [ -e @LOADER@ ] || refuse 'this system has no glibc, which Node and dawn.node need' 'Run it on a system with glibc, or in a container of one.'
elif [ "${found#2.}" -lt "${needed#2.}" ]; then
  refuse "this bundle needs glibc $needed or newer, and this system has $found" "Run it in a container with a newer system, or make the bundle on a system as old as this one."
fi
exec "$here/bin/node" "$here/stackbench/packages/cli/bin/stackbench.mjs" "$@"
