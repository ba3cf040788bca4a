#!/usr/bin/env bash
# Each digit of MNIST learnt alone and distinguished from the nine others, beside the two baselines: a table of AUROC and times.
# Reads the four IDX files of $ANOGAN_DATA/mnist (by default ../shared/data beside this project), or of any data set that
# has ten classes and the same file names, such as Fashion-MNIST: train-images-idx3-ubyte, train-labels-idx1-ubyte,
# t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, each with .gz or without.
# 3 to 4 minutes a digit with --limit 2000 where it was measured, on 2 cores.
# Expected means with --limit 2000: score 0.986, residual alone 0.919, feature distance alone 0.938, pca 0.955, nearest 0.955.
#
#   samples/mnist-benchmark.sh [--limit N] [--digits 3,5] [--out DIR] [--data DIR] [-- OPTIONS OF anogan train]
#
#   --limit N      score N test images, a tenth of them from each class (default: all 10,000)
#   --digits 3,5   the digits to learn (default: all ten); further ones can be added later in the same DIR
#   --out DIR      where everything goes (default: runs/mnist-benchmark of this project)
#   --data DIR     the folder of the IDX files (default: $ANOGAN_DATA/mnist)
#   ANOGAN=FILE    a built program, instead of building it
#
# It can be stopped at any time and started again: what is done is not done again. DIR
# then belongs to one data folder, limit and set of training options (settings.txt), and others are refused.
#
#   DIR/table.csv, DIR/table.md     one line for each digit that is finished, rewritten after each; table.md ends in means
#   DIR/3/model, results, pca, nearest   of digit 3, with log.txt, and the seconds that training and scoring took
#
# The minutes are those of the whole command, on the clock. Where the script was killed between the end of a command and
# writing them down, they stay empty: the times in model.json and run.json leave parts of the command out.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
columns=digit,auroc,auroc_residual,auroc_feature,auroc_pca,auroc_nearest,train_minutes,score_minutes

usage() {
    echo "mnist-benchmark.sh: $1" >&2
    echo "usage: samples/mnist-benchmark.sh [--limit N] [--digits 3,5] [--out DIR] [--data DIR] [-- OPTIONS OF anogan train]" >&2
    exit 2
}

refuse() {
    echo "mnist-benchmark.sh: $1" >&2
    exit 1
}

limit=all
digits=0,1,2,3,4,5,6,7,8,9
out=$root/runs/mnist-benchmark
data=${ANOGAN_DATA:-$root/../shared/data}/mnist
while [ $# -gt 0 ] && [ "$1" != -- ]; do
    case $1 in
        --limit | --digits | --out | --data) [ -n "${2:-}" ] && [ "$2" != -- ] || usage "$1 needs a value" ;;
        *) usage "found '$1', expected an option; those of anogan train come after --" ;;
    esac
    case $1 in
        --limit) limit=$2 ;;
        --digits) digits=$2 ;;
        --out) out=$2 ;;
        --data) data=$2 ;;
    esac
    shift 2
done
[ $# -eq 0 ] || shift # what is left in "$@" goes to anogan train
[[ $limit =~ ^(all|[1-9][0-9]{0,6})$ ]] || usage "--limit: found '$limit', expected a whole number of at least 1"
[[ $digits =~ ^[0-9](,[0-9])*$ ]] || usage "--digits: found '$digits', expected digits such as 3,5"

# The four files, packed or not.
missing=
find_idx() {
    idx=$data/$1
    [ -f "$idx" ] || idx=$data/$1.gz
    [ -f "$idx" ] || missing="$missing${missing:+, }$1[.gz]"
}
find_idx train-images-idx3-ubyte && train_images=$idx
find_idx train-labels-idx1-ubyte && train_labels=$idx
find_idx t10k-images-idx3-ubyte && test_images=$idx
find_idx t10k-labels-idx1-ubyte && test_labels=$idx
[ -z "$missing" ] || refuse "$data: found no $missing; name the folder of the IDX files with --data, or set ANOGAN_DATA to the folder that contains mnist"
data=$(cd "$data" && pwd)

# Numbers of two kinds of runs must not meet in one table.
settings=$(printf 'data %s\nlimit %s\ntrain' "$data" "$limit"; [ $# -eq 0 ] || printf ' %q' "$@")
mkdir -p "$out"
if [ ! -f "$out/settings.txt" ]; then
    printf '%s\n' "$settings" > "$out/settings.txt.new"
    mv "$out/settings.txt.new" "$out/settings.txt"
elif [ "$settings" != "$(cat "$out/settings.txt")" ]; then
    echo "mnist-benchmark.sh: $out was begun with other settings; name another folder with --out, or remove this one" >&2
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
    echo "mnist-benchmark.sh: stopped; the same command continues" >&2
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
    run "$anogan" "$@"
    [ -d "$folder" ] || refuse "$folder: not written by anogan $1; do not pass an option that keeps it from writing"
    echo "$((SECONDS - start))" > "$folder.seconds.new"
    mv "$folder.seconds.new" "$folder.seconds"
}

# The number at the path $2, such as terms.score.auroc, of the JSON file $1, to 4 decimals; nothing where it is null or absent.
json_number() {
    LC_ALL=C awk -v wanted="$2" '
        { text = text $0 "\n" }
        END {
            depth = 0
            while (match(text, /"([^"\\]|\\.)*"[ \t\r\n]*:?|[][{}]|[^][{}",: \t\r\n]+/)) {
                token = substr(text, RSTART, RLENGTH)
                text = substr(text, RSTART + RLENGTH)
                if (token ~ /^".*:$/) {
                    sub(/^"/, "", token)
                    sub(/"[ \t\r\n]*:$/, "", token)
                    name[depth] = token
                } else if (token ~ /^[[{]$/) {
                    name[++depth] = ""
                } else if (token ~ /^[]}]$/) {
                    depth--
                } else if (token ~ /^-?[0-9]/) {
                    path = name[1]
                    for (i = 2; i <= depth; i++)
                        path = path "." name[i]
                    if (path == wanted) {
                        printf "%.4f", token
                        exit
                    }
                }
            }
        }' "$1"
}

# The minutes that the folder $1 took, or nothing.
minutes() {
    [ ! -f "$1.seconds" ] || LC_ALL=C awk '{ printf "%.2f", $1 / 60 }' "$1.seconds"
}

# The line of the digit $1, or nothing where it is not finished.
line_of() {
    local of=$out/$1
    [ -f "$of/results/metrics.json" ] && [ -f "$of/pca/metrics.json" ] && [ -f "$of/nearest/metrics.json" ] || return 0
    printf '%s,%s,%s,%s,%s,%s,%s,%s\n' "$1" \
        "$(json_number "$of/results/metrics.json" terms.score.auroc)" \
        "$(json_number "$of/results/metrics.json" terms.residual.auroc)" \
        "$(json_number "$of/results/metrics.json" terms.feature_distance.auroc)" \
        "$(json_number "$of/pca/metrics.json" image_auroc)" \
        "$(json_number "$of/nearest/metrics.json" image_auroc)" \
        "$(minutes "$of/model")" "$(minutes "$of/results")"
}

# Both tables, of all digits that are finished in the folder, those of earlier runs too.
write_tables() {
    local digit
    { echo "$columns"; for digit in 0 1 2 3 4 5 6 7 8 9; do line_of "$digit"; done; } > "$out/table.csv.new"
    mv "$out/table.csv.new" "$out/table.csv"
    LC_ALL=C awk -F, '
        { row = "|"; for (i = 1; i <= NF; i++) row = row " " $i " |"; print row }
        NR == 1 { row = "|"; for (i = 1; i <= NF; i++) row = row " --- |"; print row; next }
        { for (i = 2; i <= NF; i++) if ($i != "") { sum[i] += $i; count[i]++ } }
        END {
            row = "| mean |"
            for (i = 2; i <= NF; i++) row = row " " (count[i] ? sprintf(i <= 6 ? "%.4f" : "%.2f", sum[i] / count[i]) : "") " |"
            print row
        }' "$out/table.csv" > "$out/table.md.new"
    mv "$out/table.md.new" "$out/table.md"
}

some=()
[ "$limit" = all ] || some=(--limit "$limit")
mkdir -p "$out/data"
make_folder "$out/data/test" import-idx "$test_images" "$test_labels" --out "$out/data/test" ${some[@]+"${some[@]}"} --quiet >&2

echo "$columns"
for digit in $(tr , '\n' <<< "$digits" | sort -u); do
    of=$out/$digit train=$out/data/train-$digit
    mkdir -p "$of"
    make_folder "$train" import-idx "$train_images" "$train_labels" --out "$train" --only "$digit" --quiet >&2
    make_folder "$of/model" train "$train/$digit" --model "$of/model" "$@" >> "$of/log.txt"
    make_folder "$of/results" score "$out/data/test" --model "$of/model" --out "$of/results" --normal "$digit" --no-pictures >> "$of/log.txt"
    for method in pca nearest; do
        make_folder "$of/$method" baseline "$train/$digit" "$out/data/test" --out "$of/$method" \
            --size 28 --hold-out 0 --method "$method" --normal "$digit" --no-pictures --quiet >> "$of/log.txt"
    done
    [ -n "$(line_of "$digit")" ] || run "$anogan" evaluate "$of/results" "$of/pca" "$of/nearest" --normal "$digit" --quiet >> "$of/log.txt"
    write_tables
    line_of "$digit"
done
echo "table      $out/table.md" >&2
