#!/bin/sh
# Measures everything side by side on this machine and prints the tables; see docs/performance.md.
set -e
here=$(dirname "$0")
dotnet build "$here/Compare.csproj" -c Release --nologo -v quiet
exec dotnet "$here/bin/Release/net10.0/Generated.Compare.dll" "$@"
