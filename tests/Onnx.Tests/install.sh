#!/bin/sh
# Installs what is not there yet of the programs that the tests compare with: ONNX Runtime from npm, into this folder, and from Debian
# ONNX's checker and NumPy for Python.
set -e
cd "$(dirname "$0")"

has_python() {
    for python in python3 /usr/bin/python3; do
        if "$python" -c 'import numpy, onnx' 2> /dev/null; then return 0; fi
    done
    return 1
}

packages=
has_python || packages="python3-numpy python3-onnx"
command -v npm > /dev/null || packages="$packages npm"
if [ -n "$packages" ]; then
    if [ "$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi
    $sudo apt-get update -q
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $packages
fi

# Of the version that package.json names.
npm ls > /dev/null 2>&1 || npm install --no-package-lock --ignore-scripts --no-audit --no-fund
