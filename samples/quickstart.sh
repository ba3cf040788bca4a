#!/usr/bin/env bash
# Builds anogan, draws pictures of a machined part, learns from the good ones and scores the others.
# 3 to 5 minutes on 2 cores; ends in an AUROC of 1.0 (0.98 from scratch, with --features none).
#
#   samples/quickstart.sh [FOLDER]     results go to FOLDER, by default runs/quickstart of this project
#   ANOGAN_STEPS=N                     fewer training steps, for a quick look
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
out=${1:-$root/runs/quickstart}
mkdir -p "$out"

dotnet build "$root/src/AnoGan.Cli" -c Release -o "$out/bin" --nologo -v quiet
anogan="$out/bin/anogan"

[ -d "$out/data" ] || "$anogan" demo-data --out "$out/data"
"$anogan" train "$out/data/train/good" --model "$out/model" --size 64 --width 16 --batch 16 \
    --steps "${ANOGAN_STEPS:-800}" --defect-steps "${ANOGAN_STEPS:-1000}" --overwrite
"$anogan" score "$out/data/test" --model "$out/model" --out "$out/results" --overwrite

echo
echo "scores     $out/results/scores.csv"
echo "overlays   $out/results/overlays (where each picture differs from its nearest normal one)"
echo "report     $out/results/report.html (open it in a browser)"
