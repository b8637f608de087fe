#!/bin/sh
# Prints the assembly of a method: bench/disassemble.sh METHOD [ASSEMBLY.dll [ARGUMENTS]]
# METHOD may have wildcards: '*Layer1Forward*'. Without an assembly, bench/compare runs the JOB that an environment
# variable of that name has, "forward 784-128-10" unless set; see docs/performance.md.
set -e
if [ $# -lt 1 ]; then sed -n '2,4s/^# //p' "$0" >&2; exit 2; fi
method=$1
shift
if [ $# -eq 0 ]; then
    here=$(dirname "$0")/compare
    dotnet build "$here/Compare.csproj" -c Release --nologo -v quiet -consoleLoggerParameters:ErrorsOnly >&2
    set -- "$here/bin/Release/net10.0/Generated.Compare.dll" --quick --alone --only "${JOB:-forward 784-128-10}"
fi
output=$(mktemp)
trap 'rm -f "$output"' EXIT
DOTNET_TC_DelaySingleProcMultiplier=1 DOTNET_JitDisasm="$method" DOTNET_JitStdOutFile="$output" dotnet "$@" >&2
cat "$output"
