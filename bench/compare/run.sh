#!/bin/sh
# Measures everything side by side on this machine and prints the tables; see docs/performance.md.
set -e
here=$(dirname "$0")
dotnet build "$here/Compare.csproj" -c Release --nologo -v quiet -consoleLoggerParameters:ErrorsOnly >&2
# Pinned to one core, the JIT would wait ten times as long before it improves anything.
export DOTNET_TC_DelaySingleProcMultiplier=1
# One thread for everybody.
export OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
exec dotnet "$here/bin/Release/net10.0/Generated.Compare.dll" "$@"
