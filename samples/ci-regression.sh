#!/usr/bin/env bash
# A regression run for CI: scores fixed pictures with one stored model, and compares with the scores that were stored with it.
# The first run makes both, with UPDATE_BASELINE=1; every later one compares, and exits with 3 where a gate is exceeded.
# Time: 100 s on one core where the model is trained, 15 s with a stored one, building included but for
# fetching packages.
# Prints what `anogan compare` says: while nothing has changed, that the runs are identical, an AUROC of 0.96 (of the demo
# pictures), and "passed" for each gate.
#
#   samples/ci-regression.sh [FOLDER] [-- OPTIONS OF anogan train]
#
#   FOLDER               where everything goes (default: runs/ci-regression of this project): model/, baseline/, results/,
#                        junit.xml and comparison.json; keep model/ and baseline/ from run to run
#   UPDATE_BASELINE=1    store the scores of this run as baseline/, and train the model if there is none
#   MODEL=DIR            a stored model (default: FOLDER/model)
#   BASELINE=DIR         the stored scores (default: FOLDER/baseline)
#   TRAIN=DIR TEST=DIR   your pictures, in TEST one folder a label with the normal ones in good (default: demo pictures)
#   TOLERANCE=T          the largest change of a score that passes (default: 0.001; measure it, see the README)
#   MIN_AUROC=A          the smallest AUROC that passes (default: 0.9, which fits the demo pictures)
#   THREADS=N            CPU threads, the same on every run (default: 1)
#   ANOGAN=FILE          a built program, instead of building it
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

refuse() {
    echo "ci-regression.sh: $2" >&2
    exit "$1"
}

out=$root/runs/ci-regression
if [ $# -gt 0 ] && [[ $1 != -* ]]; then
    out=$1
    shift
fi
[ $# -eq 0 ] || [ "$1" = -- ] || refuse 2 "found '$1', expected --; options of anogan train come after it"
[ $# -eq 0 ] || shift
model=${MODEL:-$out/model}
baseline=${BASELINE:-$out/baseline}
update=${UPDATE_BASELINE:-0}
threads=${THREADS:-1}
[ "${TRAIN:+set}" = "${TEST:+set}" ] || refuse 2 "found one of TRAIN and TEST, expected both or neither"

# A model that is trained anew, or a baseline that is made on the way, would let everything pass.
if [ "$update" != 1 ]; then
    [ -f "$model/model.json" ] || refuse 1 "$model: found no model; restore the stored one, or set UPDATE_BASELINE=1 to begin anew"
    [ -f "$baseline/scores.csv" ] || refuse 1 "$baseline: found no scores.csv; restore the stored one, or set UPDATE_BASELINE=1 to store this run's"
fi

mkdir -p "$out"
anogan=${ANOGAN:-}
if [ -z "$anogan" ]; then
    dotnet build "$root/src/AnoGan.Cli" -c Release -o "$out/bin" --nologo -v quiet >&2
    anogan=$out/bin/anogan
fi

train=${TRAIN:-$out/data/train/good}
test=${TEST:-$out/data/test}
[ -n "${TRAIN:-}" ] || [ -d "$out/data" ] || "$anogan" demo-data --out "$out/data" --train 200 --good 20 --defects 10 --seed 1

# Fixed options, so that a model can be made again; those after -- take their place.
if [ ! -f "$model/model.json" ]; then
    fixed=(--size 64 --width 16 --batch 16 --steps 200 --seed 1)
    options=()
    for ((i = 0; i < ${#fixed[@]}; i += 2)); do
        [[ " $* " =~ " ${fixed[i]}"[\ =] ]] || options+=("${fixed[@]:i:2}")
    done
    "$anogan" train "$train" --model "$model" --device cpu --quiet --threads "$threads" ${options[@]+"${options[@]}"} "$@"
fi
"$anogan" score "$test" --model "$model" --out "$out/results" --overwrite --no-pictures --device cpu --quiet --threads "$threads"

# What misses the bar becomes no baseline. run.json goes with the scores: it says with which model and options they were made.
min_auroc=${MIN_AUROC:-0.9}
if [ "$update" = 1 ]; then
    "$anogan" evaluate "$out/results" --min-auroc "$min_auroc" --quiet > /dev/null
    mkdir -p "$baseline"
    cp "$out/results/run.json" "$baseline/run.json"
    cp "$out/results/scores.csv" "$baseline/scores.csv"
fi

echo
"$anogan" compare "$baseline" "$out/results" --tolerance "${TOLERANCE:-0.001}" --max-flips 0 --min-auroc "$min_auroc" \
    --json "$out/comparison.json" --junit "$out/junit.xml"
