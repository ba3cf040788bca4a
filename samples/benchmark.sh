#!/usr/bin/env bash
# Measures training and search on this machine beside its rate of multiplying matrices: steps, images and floating-point
# operations a second, by size, width, batch, penalty, threads and precision. Nothing else should run meanwhile.
# Time: 2 minutes with the defaults on 2 cores.
#
#   samples/benchmark.sh [--size N...] [--width N...] [--batch N...] [--penalty-every N...] [--threads N...]
#                        [--precision fp32|bf16...] [--seconds S] [--out FILE] [--compare FILE]
#   samples/benchmark.sh --results DIR --model DIR
#   samples/benchmark.sh --png [--size N...] [--threads N...]
#   samples/benchmark.sh --answers PROGRAM [--old PROGRAM] [--repeats N]
#
#   --out FILE       keeps the measurements as JSON
#   --compare FILE   shows beside each the share of the matrix rate that an earlier run had
#   --results DIR    says what a finished `anogan score` came to, beside the matrix rate and the search of the WGAN-GP article
#                    (15,000 steps, one image at a time), extrapolated from 200 steps of it; --model names the model it used
#   --png            says how long PNG files take to write, beside libvips, which wrote all of them before
#   --answers PROGRAM  measures whole commands of a built anogan with their defaults, from a folder of pictures to a report: on
#                    bottle/ and mnist-zeros/ of $ANOGAN_DATA (default: ../shared/data), beside an earlier program; 10 minutes
#                    and more
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
dotnet run --project "$root/tests/AnoGan.Benchmarks" -c Release --verbosity quiet -- "$@"
