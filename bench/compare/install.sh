#!/bin/sh
# Installs what this project is compared with: PyTorch and OpenBLAS from Debian. ONNX Runtime and libtorch come with the build.
set -e
if [ "$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi
$sudo apt-get update
$sudo apt-get install -y python3-torch libopenblas0-pthread
