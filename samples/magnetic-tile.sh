#!/usr/bin/env bash
# Small defects in large pictures: photographs of magnetic tiles learnt and scored by patches, beside principal components of
# the same patches, with image AUROC, pixel AUROC and AUPRO over all pictures and of each kind of defect.
# Reads $ANOGAN_DATA/magnetic-tile (by default ../shared/data beside this project): train/good, test/good and
# test/{blowhole,break,crack,fray,uneven}, and ground_truth with a mask for each defect; 4 of the 392 masks are black, and
# their pictures take no part in the measures by pixel.
# Time: 13 minutes on 2 cores: 10 of training, 1.5 of scoring, 1 for the principal components.
# Expect: AUROC of images 0.78 and of pixels 0.81; principal components 0.68 and 0.57.
#
#   samples/magnetic-tile.sh [--out DIR] [--data DIR] [-- OPTIONS OF anogan train]
#
#   --out DIR      where everything goes (default: runs/magnetic-tile of this project)
#   --data DIR     the folder that contains magnetic-tile (default: $ANOGAN_DATA)
#   ANOGAN=FILE    a built program, instead of building it
#
# It can be stopped at any time and started again: what is done is not done again. DIR
# then belongs to one data folder and set of options (settings.txt), and others are refused.
#
#   DIR/model, results, pca   with log.txt, and the seconds that each took in model.seconds and so on
#   DIR/results/report.html   every picture with its reconstruction, residual and marks
#   DIR/table.txt             what is printed: results and pca side by side; all digits are in the metrics.json of both
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)

# What both methods see, and the network; of the latter, options after -- take the place of those here.
patches=(--patch 64 --scale 0.5 --prepare local-contrast)
network=(--width 16 --seed 1)

usage() {
    echo "magnetic-tile.sh: $1" >&2
    echo "usage: samples/magnetic-tile.sh [--out DIR] [--data DIR] [-- OPTIONS OF anogan train]" >&2
    exit 2
}

refuse() {
    echo "magnetic-tile.sh: $1" >&2
    exit 1
}

out=$root/runs/magnetic-tile
data=${ANOGAN_DATA:-$root/../shared/data}
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    case $1 in
        --out | --data) [ -n "${2:-}" ] && [ "$2" != -- ] || usage "$1 needs a value" ;;
        *) usage "found '$1', expected an option; those of anogan train come after --" ;;
    esac
    case $1 in
        --out) out=$2 ;;
        --data) data=$2 ;;
    esac
    shift 2
done
[ $# -eq 0 ] || shift # what is left in "$@" goes to anogan train
train=()
for ((i = 0; i < ${#network[@]}; i += 2)); do
    [[ " $* " =~ " ${network[i]}"[\ =] ]] || train+=("${network[@]:i:2}")
done
train+=("$@")

for folder in train/good test/good ground_truth; do
    [ -d "$data/magnetic-tile/$folder" ] || refuse "$data/magnetic-tile/$folder: no such folder; name the folder that contains magnetic-tile with --data, or set ANOGAN_DATA to it"
done
data=$(cd "$data/magnetic-tile" && pwd)

# Numbers of two kinds of runs must not meet in one table.
settings=$(printf 'data %s\npatches %s\ntrain' "$data" "${patches[*]}"; [ ${#train[@]} -eq 0 ] || printf ' %q' "${train[@]}")
mkdir -p "$out"
if [ ! -f "$out/settings.txt" ]; then
    printf '%s\n' "$settings" > "$out/settings.txt.new"
    mv "$out/settings.txt.new" "$out/settings.txt"
elif [ "$settings" != "$(cat "$out/settings.txt")" ]; then
    echo "magnetic-tile.sh: $out was begun with other settings; name another folder with --out, or remove this one" >&2
    printf '%s\n' "$settings" | diff "$out/settings.txt" - | sed -n 's/^</  begun with:/p; s/^>/  now:       /p' >&2 || true
    exit 1
fi

# A command that can be stopped: when this script is, so is the command, which may clear away what it has half written.
child=
run() {
    "$@" &
    child=$!
    wait "$child" || { local status=$?; child=; exit "$status"; }
    child=
}
stop() {
    trap '' INT TERM HUP
    if [ -n "$child" ]; then
        kill -TERM "$child" 2> /dev/null || true
        wait "$child" || true
    fi
    echo "magnetic-tile.sh: stopped; the same command continues" >&2
    exit "$1"
}
trap 'stop 130' INT
trap 'stop 143' TERM
trap 'stop 129' HUP

anogan=${ANOGAN:-}
if [ -z "$anogan" ]; then
    run dotnet build "$root/src/AnoGan.Cli" -c Release -o "$out/bin" --nologo -v quiet >&2
    anogan=$out/bin/anogan
fi

# The folder $1 by the command that follows, unless it is there; with the seconds it took in $1.seconds.
make_folder() {
    local folder=$1 start=$SECONDS
    shift
    [ ! -d "$folder" ] || return 0
    run "$anogan" "$@" >> "$out/log.txt"
    [ -d "$folder" ] || refuse "$folder: not written by anogan $1; do not pass an option that keeps it from writing"
    echo "$((SECONDS - start))" > "$folder.seconds.new"
    mv "$folder.seconds.new" "$folder.seconds"
}

make_folder "$out/model" train "$data/train/good" --model "$out/model" "${patches[@]}" ${train[@]+"${train[@]}"}
make_folder "$out/pca" baseline "$data/train/good" "$data/test" --out "$out/pca" --method pca --components 32 "${patches[@]}"
# The score and the maps are those of the answer of the encoder: search steps would only improve the reconstructions.
make_folder "$out/results" score "$data/test" --model "$out/model" --out "$out/results" --mask --steps 0

run "$anogan" evaluate "$out/results" "$out/pca" --masks "$data/ground_truth" > "$out/table.txt.new"
mv "$out/table.txt.new" "$out/table.txt"
cat "$out/table.txt"
echo "report: $out/results/report.html" >&2
