#!/usr/bin/env bash
# Kills `anogan train` and `anogan score` N times each (100 unless told) at random moments, goes on with --resume, and
# compares what they end with byte for byte. About 3 s a kill of each on 2 idle cores.
#   tests/soak.sh 500
set -euo pipefail
cd "$(dirname "$0")/.."
export ANOGAN_KILLS="${1:-100}"
dotnet test tests/AnoGan.Cli.Tests --filter "FullyQualifiedName~KillTests" --logger "console;verbosity=detailed"
