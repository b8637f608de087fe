#!/bin/sh
# Measures everything side by side on this machine and prints the tables; see docs/performance.md.
set -e
here=$(dirname "$0")
case "$(uname -sm)" in
    "Linux x86_64") torch=libtorch-cpu-linux-x64 ;;
    *) torch= ;;
esac
dotnet build "$here/Compare.csproj" -c Release "-p:LibTorch=$torch" --nologo -v quiet -consoleLoggerParameters:ErrorsOnly >&2
# Pinned to one core, the JIT would wait ten times as long before it improves anything.
export DOTNET_TC_DelaySingleProcMultiplier=1
# One thread for everybody.
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1
exec dotnet "$here/bin/Release/net10.0/Generated.Compare.dll" "$@"
