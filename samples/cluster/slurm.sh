#!/usr/bin/env bash
# Scores a folder of images on the machines of a Slurm cluster: an array with one task a shard, then a job that merges.
# The same command again goes on with what has failed or was cancelled; shards that are finished are left alone.
#
#   samples/cluster/slurm.sh start IMAGES MODEL OUT SHARDS [OPTIONS OF sbatch] [-- OPTIONS OF score]
#   samples/cluster/slurm.sh look OUT
#
#   IMAGES MODEL OUT   as for anogan score, on a disk that all machines see under the same paths
#   SHARDS             how many tasks, such as 16; 16%4 lets at most 4 of them run at once
#   OPTIONS OF sbatch  for the shards, such as --partition=P --time=2:00:00 --cpus-per-task=4 --mem=8G --gres=gpu:1,
#                      each in one word. What the merge needs too comes from the environment: SBATCH_PARTITION,
#                      SBATCH_ACCOUNT, SBATCH_QOS. A task has 2 CPUs where nothing is said, and anogan a thread on each
#   ANOGAN=FILE        the program, which all machines see (default: runs/bin/anogan of this project)
#
#   OUT.shards/shard-3, shard-3.unfinished, shard-3.log   results of the third shard, its work until then, what it said
#   OUT.shards/merge.log                                  what the merge said; OUT is there when it is done
#
# A task whose machine is taken from it (preemption, a node that fails, scontrol requeue) is queued again by Slurm. One
# that comes near its time limit queues itself again, as long as each time some images were done; one whose anogan was
# killed outright three times. One that was refused does not: it would be refused again.
set -euo pipefail
most_tries=3

usage() {
    echo "slurm.sh: $1" >&2
    echo "usage: samples/cluster/slurm.sh start IMAGES MODEL OUT SHARDS [OPTIONS OF sbatch] [-- OPTIONS OF score]" >&2
    echo "       samples/cluster/slurm.sh look OUT" >&2
    exit 2
}

refuse() {
    echo "slurm.sh: $1" >&2
    exit 1
}

# The number behind the name $2 in the run.json $1.
json_number() {
    sed -n "s/^ *\"$2\": \([0-9]*\),*\$/\1/p" "$1" | head -n 1
}

# How many images of the shard $1 are done.
images_done() {
    if [ -f "$1/run.json" ]; then
        echo $(($(json_number "$1/run.json" scoredImages) + $(json_number "$1/run.json" failedImages)))
    elif [ -f "$1.unfinished/progress.csv" ]; then
        awk 'END { print (NR > 0 ? NR - 1 : 0) }' "$1.unfinished/progress.csv"
    else
        echo 0
    fi
}

# The tasks of the jobs $1 that Slurm still has: 3 RUNNING, or N/A PENDING for a job that is no array.
in_queue() {
    ! command -v squeue > /dev/null || squeue --noheader --array --jobs="$1" --format='%F %K %T' 2> /dev/null || true
}

start() {
    [ $# -ge 4 ] || usage "start: found $# arguments, expected IMAGES MODEL OUT SHARDS"
    local images=$1 model=$2 out=$3 shards=$4 options=() waiting=() anogan dir count i array merge
    shift 4
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        [[ $1 == -* ]] || usage "found '$1', expected an option of sbatch such as --time=2:00:00, in one word"
        options+=("$1")
        shift
    done
    [ $# -eq 0 ] || shift # what is left in "$@" goes to anogan score
    [[ $shards =~ ^[1-9][0-9]{0,4}(%[1-9][0-9]*)?$ ]] \
        || usage "SHARDS: found '$shards', expected a number such as 16 or 16%4"
    count=${shards%%%*}
    anogan=${ANOGAN:-$(cd "$(dirname "$0")/../.." && pwd)/runs/bin/anogan}

    command -v sbatch > /dev/null || refuse "found no sbatch: this is no machine of a Slurm cluster"
    [ -x "$anogan" ] || refuse "$anogan: found no program; build it, or name it with ANOGAN"
    [ -d "$images" ] || refuse "$images: no such folder of images"
    [ -f "$model/model.json" ] || refuse "$model: no model directory"
    [ ! -e "$out" ] || refuse "$out: is there already; name another folder, or remove it to score again"
    mkdir -p "$out.shards"
    anogan=$(cd "$(dirname "$anogan")" && pwd)/${anogan##*/}
    images=$(cd "$images" && pwd)
    model=$(cd "$model" && pwd)
    dir=$(cd "$out.shards" && pwd)
    if [ -f "$dir/jobs" ]; then
        read -r i array merge < "$dir/jobs"
        [ "$i" = "$count" ] \
            || refuse "$dir: was begun with $i shards, not $count; name another OUT, or remove this folder"
        [ -z "$(in_queue "$array,$merge")" ] || refuse "$out: is under way; wait, or scancel $array $merge"
    fi

    # What every task would refuse is refused here, before hours of waiting.
    "$anogan" score "$images" --model "$model" --out "$dir/shard-1" --shard "1/$count" --resume --dry-run --quiet \
        "$@" > /dev/null

    for ((i = 1; i <= count; i++)); do
        [ -f "$dir/shard-$i/run.json" ] || waiting+=("$i")
    done
    rm -f "$dir"/shard-*.tries "$dir"/shard-*.failed
    array=0
    if [ ${#waiting[@]} -gt 0 ]; then
        local tasks=1-$count
        [ ${#waiting[@]} -eq "$count" ] || tasks=$(IFS=, && echo "${waiting[*]}")
        array=$(sbatch --parsable --job-name=anogan --array="$tasks${shards#"$count"}" --ntasks=1 --cpus-per-task=2 \
            --requeue --open-mode=append --chdir="$dir" --output=shard-%a.log --signal=B:USR1@120 \
            ${options[@]+"${options[@]}"} "$0" shard "$anogan" "$images" "$model" "$dir" "$count" "$@")
        array=${array%%;*} # behind it the cluster, where there are several
    fi
    local after=()
    [ "$array" = 0 ] || after=(--dependency="afterok:$array" --kill-on-invalid-dep=yes)
    if ! merge=$(sbatch --parsable --job-name=anogan-merge ${after[@]+"${after[@]}"} --ntasks=1 --requeue \
        --open-mode=append --chdir="$dir" --output=merge.log "$0" merge "$anogan" "$dir" "$count"); then
        [ "$array" = 0 ] || scancel "$array"
        refuse "the merge was refused, so the tasks are cancelled; set SBATCH_PARTITION, SBATCH_ACCOUNT or SBATCH_QOS"
    fi
    merge=${merge%%;*}
    echo "$count $array $merge" > "$dir/jobs"
    echo "shards     job $array, ${#waiting[@]} of $count to score"
    echo "merge      job $merge"
    echo "logs       $dir"
}

# In the array: one shard, and the end that it takes.
shard() {
    local anogan=$1 images=$2 model=$3 dir=$4 count=$5 status=0
    shift 5
    number=$SLURM_ARRAY_TASK_ID
    folder=$dir/shard-$number
    before=$(images_done "$folder")
    rm -f "$folder.failed"
    echo "slurm.sh: shard $number/$count, attempt $((${SLURM_RESTART_COUNT:-0} + 1)): $before images are done" >&2

    # On a shared disk the lock of a process may outlive its machine, until the server takes it back.
    if [ -f "$folder.unfinished/.lock" ]; then
        flock -w 180 -E 75 "$folder.unfinished/.lock" true || status=$?
        [ "$status" -ne 75 ] || retry 75 "another process still has the lock of $folder"
        status=0
    fi

    "$anogan" score "$images" --model "$model" --out "$folder" --shard "$number/$count" --resume \
        --threads "${SLURM_CPUS_PER_TASK:-1}" "$@" &
    child=$!
    trap 'stop_for system' TERM
    trap 'stop_for limit' USR1
    wait "$child" || status=$?
    trap '' TERM USR1
    end_after nothing "$status"
}

# Slurm may signal the script alone or all processes: one signal more does no harm.
stop_for() {
    local status=0
    trap '' TERM USR1
    kill -TERM "$child" 2> /dev/null || true
    wait "$child" || status=$?
    end_after "$1" "$status"
}

end_after() {
    case $1,$2 in
        *,0) ;;
        limit,130)
            [ "$(images_done "$folder")" -gt "$before" ] || fail 130 "no image was done within the time limit"
            again 130 "the time limit is near"
            ;;
        *,130) echo "slurm.sh: stopped; Slurm queues it again, unless it was cancelled" >&2 ;;
        *)
            [ "$2" -gt 128 ] || fail "$2" "exit code $2, which would come again"
            retry "$2" "killed by signal $(($2 - 128))"
            ;;
    esac
    exit "$2"
}

fail() {
    echo "slurm.sh: failed: $2" >&2
    echo "$2" > "$folder.failed"
    exit "$1"
}

# What may go well the next time, but not for ever.
retry() {
    local tries=0
    [ ! -f "$folder.tries" ] || tries=$(cat "$folder.tries")
    [ "$tries" -lt "$most_tries" ] || fail "$1" "$2, after it was queued again $tries times"
    echo $((tries + 1)) > "$folder.tries"
    again "$1" "$2"
}

again() {
    echo "slurm.sh: $2: queued again" >&2
    scontrol requeue "${SLURM_ARRAY_JOB_ID}_$number" || fail "$1" "$2, and scontrol did not queue it again"
    exit "$1"
}

# Finished results are left alone: the merge's machine may have failed after its last byte.
merge() {
    local anogan=$1 dir=$2 count=$3 folders=() i
    [ ! -f "${dir%.shards}/run.json" ] || exit 0
    for ((i = 1; i <= count; i++)); do
        folders+=("$dir/shard-$i")
    done
    exec "$anogan" merge "${folders[@]}" --out "${dir%.shards}" --quiet
}

look() {
    [ $# -eq 1 ] || usage "look: found $# arguments, expected OUT"
    local out=$1 count array merge i job task word folder images all=0 finished=0 listed=
    [ -f "$out.shards/jobs" ] || refuse "$out.shards: found no run that slurm.sh started"
    read -r count array merge < "$out.shards/jobs"
    local -A queue=() past=()
    while read -r job task word; do
        [ "$job" = "$merge" ] && queue[merge]=$word || queue[$task]=$word
    done < <(in_queue "$array,$merge")
    # Where there is accounting, it knows of ends that the task could not write down.
    while IFS='|' read -r job word; do
        past[${job##*_}]=$word
    done < <(sacct --allocations --noheader --parsable2 --jobs="$array" --format=JobID,State 2> /dev/null || true)

    printf '%-8s%-16s%s\n' shard state images
    for ((i = 1; i <= count; i++)); do
        folder=$out.shards/shard-$i
        images=$(images_done "$folder")
        all=$((all + images))
        word=${queue[$i]:-}
        if [ -f "$folder/run.json" ]; then
            word=finished
            finished=$((finished + 1))
        elif [ -n "$word" ]; then
            word=$(state_of "$word")
        elif [ -f "$folder.failed" ]; then
            word=failed
        else
            word=$(state_of "${past[$i]:-interrupted}")
        fi
        [ ! -f "$folder.failed" ] || images="$images ($(cat "$folder.failed"); see $folder.log)"
        printf '%-8s%-16s%s\n' "$i" "$word" "$images"
        for file in "$folder/run.json" "$folder.unfinished/run.json"; do
            [ -n "$listed" ] || [ ! -f "$file" ] || listed=$(json_number "$file" listedFiles)
        done
    done
    if [ -f "$out/run.json" ]; then
        word=finished
    else
        word=$(state_of "${queue[merge]:-not queued: the command start goes on}")
    fi
    printf '%-8s%s\n' merge "$word"
    echo "$finished of $count shards finished; $all images done${listed:+ of $listed files}"
}

state_of() {
    case $1 in
        RUNNING) echo "under way" ;;
        PENDING) echo waiting ;;
        *) tr '[:upper:]_' '[:lower:] ' <<< "$1" ;;
    esac
}

case ${1:-} in
    start | look | shard | merge) "$@" ;;
    *) usage "found '${1:-}', expected start or look" ;;
esac
