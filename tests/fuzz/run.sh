#!/bin/sh
# usage: tests/fuzz/run.sh SECONDS [target...]
# Builds the fuzz targets and runs each for SECONDS, beginning with the seeds in tests/fuzz/corpus/<name>/ and what
# earlier runs found. Prints one line a target; fails when one crashes, and says where the input that did it lies.
set -eu
cd "$(dirname "$0")/../.."
seconds=${1:?usage: tests/fuzz/run.sh SECONDS [target...]}
shift
build=build/fuzz
cmake --preset fuzz >/dev/null
cmake --build $build --target fuzz_targets -j "${JOBS:-$(nproc)}" >/dev/null

[ $# -gt 0 ] || set -- $(ls tests/fuzz/*.cpp | sed 's|.*/||; s|\.cpp$||')
failed=0
for name in "$@"; do
    found=$build/corpus/$name log=$build/$name.log seeds=tests/fuzz/corpus/$name
    mkdir -p "$found"
    [ -d "$seeds" ] || seeds=
    if $build/bin/fuzz_"$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$build/$name-" "$found" $seeds >"$log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
        echo "ok    fuzz $name: $runs inputs in $seconds s"
    else
        failed=1
        artifact=$(sed -n 's/.*Test unit written to //p' "$log" | tail -1)
        echo "FAIL  fuzz $name: see $log${artifact:+; input in $artifact}"
    fi
done
exit $failed
