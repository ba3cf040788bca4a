#!/usr/bin/env bash
# Measures training and search on this machine beside its rate of multiplying matrices: steps, images and floating-point
# operations a second, by size, width, batch and threads. Nothing else should run meanwhile.
# Time: 2 minutes with the defaults on 2 cores.
#
#   samples/benchmark.sh [--size N...] [--width N...] [--batch N...] [--threads N...] [--seconds S] [--out FILE] [--compare FILE]
#
#   --out FILE       keeps the measurements as JSON
#   --compare FILE   shows beside each the share of the matrix rate that an earlier run had
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
dotnet run --project "$root/tests/AnoGan.Benchmarks" -c Release --verbosity quiet -- "$@"
