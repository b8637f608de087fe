#!/bin/sh
# Installs what this project is compared with: PyTorch and OpenBLAS from Debian, ONNX Runtime from npm into this folder.
set -e
if [ "$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi
$sudo apt-get update
$sudo apt-get install -y python3-torch libopenblas0-pthread
command -v npm > /dev/null || $sudo apt-get install -y npm
npm install --prefix "$(dirname "$0")" --no-save --no-package-lock --ignore-scripts onnxruntime-node
