#!/usr/bin/env bash
# Real pictures of six kinds, each learnt from its normal pictures alone and scored with default options; with the same
# networks but from scratch, without pretrained features; and beside three baselines, principal components, the nearest
# training image, and the nearest pretrained features: one table of AUROC of images and of pixels, AUPRO and minutes.
# Reads $ANOGAN_DATA (by default ../shared/data beside this project), in which each set is laid out as those of MVTec AD are:
# train/good, test/<label> and, where there are masks, ground_truth/<label>. Sets that are not there are left out.
#
#   samples/real-photographs.sh [--sets bottle,screw] [--out DIR] [--data DIR] [-- OPTIONS OF anogan train]
#
#   --sets A,B     some of bottle, chest-xray, crackforest, fashion-bag, magnetic-tile, screw (default: all that are there)
#   --out DIR      where everything goes (default: runs/real-photographs of this project)
#   --data DIR     the folder that contains the sets (default: $ANOGAN_DATA)
#   ANOGAN=FILE    a built program, instead of building it
#
# The textures are cut in patches, as samples/guide/large-pictures.md advises: magnetic-tile with --patch 64 --scale 0.5
# --prepare local-contrast, crackforest with --patch 32. Of screw only the measures by pixel count: in that copy of the set
# the brightness alone tells good pictures from the others.
#
# It can be stopped at any time and started again: what is done is not done again. DIR
# then belongs to one data folder and set of training options (settings.txt), and others are refused.
#
#   DIR/table.md               a line for each set that is finished, rewritten after each
#   DIR/bottle/model, results, scratch-model, scratch, pca, nearest, features   of bottle, with log.txt, and the seconds
#                              that each took
#   DIR/bottle/evaluation.txt  all measures side by side, of each label and of each term of the score
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
all=(bottle chest-xray crackforest fashion-bag magnetic-tile screw)

usage() {
    echo "real-photographs.sh: $1" >&2
    echo "usage: samples/real-photographs.sh [--sets A,B] [--out DIR] [--data DIR] [-- OPTIONS OF anogan train]" >&2
    exit 2
}

refuse() {
    echo "real-photographs.sh: $1" >&2
    exit 1
}

sets=
out=$root/runs/real-photographs
data=${ANOGAN_DATA:-$root/../shared/data}
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    case $1 in
        --sets | --out | --data) [ -n "${2:-}" ] && [ "$2" != -- ] || usage "$1 needs a value" ;;
        *) usage "found '$1', expected an option; those of anogan train come after --" ;;
    esac
    case $1 in
        --sets) sets=$2 ;;
        --out) out=$2 ;;
        --data) data=$2 ;;
    esac
    shift 2
done
[ $# -eq 0 ] || shift # what is left in "$@" goes to anogan train
[ -d "$data" ] || refuse "$data: no such folder; name the folder that contains the sets with --data, or set ANOGAN_DATA to it"
data=$(cd "$data" && pwd)

wanted=()
if [ -n "$sets" ]; then
    for set in $(tr , ' ' <<< "$sets"); do
        [[ " ${all[*]} " == *" $set "* ]] || usage "--sets: found '$set', expected some of ${all[*]}"
        [ -d "$data/$set/train/good" ] && [ -d "$data/$set/test" ] \
            || refuse "$data/$set: no train/good and test in it; name the folder that contains the sets with --data"
        wanted+=("$set")
    done
else
    for set in "${all[@]}"; do
        [ ! -d "$data/$set/train/good" ] || wanted+=("$set")
    done
    [ ${#wanted[@]} -gt 0 ] || refuse "$data: found none of ${all[*]}; name the folder that contains them with --data"
fi

# Numbers of two kinds of runs must not meet in one table.
settings=$(printf 'data %s\ntrain' "$data"; [ $# -eq 0 ] || printf ' %q' "$@")
mkdir -p "$out"
if [ ! -f "$out/settings.txt" ]; then
    printf '%s\n' "$settings" > "$out/settings.txt.new"
    mv "$out/settings.txt.new" "$out/settings.txt"
elif [ "$settings" != "$(cat "$out/settings.txt")" ]; then
    echo "real-photographs.sh: $out was begun with other settings; name another folder with --out, or remove this one" >&2
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
    echo "real-photographs.sh: stopped; the same command continues" >&2
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
    run "$anogan" "$@" >> "$of/log.txt"
    [ -d "$folder" ] || refuse "$folder: not written by anogan $1; do not pass an option that keeps it from writing"
    echo "$((SECONDS - start))" > "$folder.seconds.new"
    mv "$folder.seconds.new" "$folder.seconds"
}

# The five columns of the measure $1 in evaluation.txt of the set, without intervals; a dash where there is none.
measure() {
    LC_ALL=C awk -v name="$1" -v skip="$2" '
        index($0, name "  ") == 1 {
            text = substr($0, length(name) + 1)
            gsub(/\[[^]]*\]/, "", text)
            split(text, cells, " ")
        }
        END { for (i = 1; i <= 5; i++) printf " %s |", skip || cells[i] == "" ? "-" : cells[i] }' "$of/evaluation.txt"
}

minutes() {
    cat "$@" | LC_ALL=C awk '{ sum += $1 } END { printf "%.1f", sum / 60 }'
}

# The table of all sets that are finished in the folder, those of earlier runs too.
write_table() {
    {
        local methods="anogan | from scratch | pca | nearest | features" name
        printf '| set |'
        for name in images pixels AUPRO; do
            printf ' %s: %s |' "$name" "$methods"
        done
        echo " minutes: training | scoring |"
        echo "|$(printf ' --- |%.0s' {1..18})"
        local set of
        for set in "${all[@]}"; do
            of=$out/$set
            [ -f "$of/evaluation.txt" ] || continue
            local unjudged=
            [ "$set" != screw ] || unjudged=1
            echo "| $set |$(measure AUROC "$unjudged")$(measure 'pixel AUROC' '')$(measure AUPRO '') $(minutes "$of/model.seconds") | $(minutes "$of/results.seconds") |"
        done
    } > "$out/table.md.new"
    mv "$out/table.md.new" "$out/table.md"
}

for set in "${wanted[@]}"; do
    of=$out/$set
    mkdir -p "$of"
    case $set in
        crackforest) patches=(--patch 32) ;;
        magnetic-tile) patches=(--patch 64 --scale 0.5 --prepare local-contrast) ;;
        *) patches=() ;;
    esac
    masks=()
    [ ! -d "$data/$set/ground_truth" ] || masks=(--masks "$data/$set/ground_truth")
    make_folder "$of/model" train "$data/$set/train/good" --model "$of/model" ${patches[@]+"${patches[@]}"} "$@"
    make_folder "$of/results" score "$data/$set/test" --model "$of/model" --out "$of/results" --mask
    make_folder "$of/scratch-model" calibrate "$data/$set/train/good" --model "$of/model" --out "$of/scratch-model" \
        --features none
    make_folder "$of/scratch" score "$data/$set/test" --model "$of/scratch-model" --out "$of/scratch" --mask
    for method in pca nearest features; do
        make_folder "$of/$method" baseline "$data/$set/train/good" "$data/$set/test" --out "$of/$method" --method "$method" \
            ${patches[@]+"${patches[@]}"} --quiet
    done
    if [ ! -f "$of/evaluation.txt" ]; then
        run "$anogan" evaluate "$of/results" "$of/scratch" "$of/pca" "$of/nearest" "$of/features" \
            ${masks[@]+"${masks[@]}"} --quiet > "$of/evaluation.txt.new"
        mv "$of/evaluation.txt.new" "$of/evaluation.txt"
    fi
    write_table
done
cat "$out/table.md"
echo "table      $out/table.md" >&2
