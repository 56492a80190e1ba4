# pipelines/ingest.sh and cron.sh: what cron and a person with a stage of their own use.

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	mkdir bin
	for s in fetch match score store; do fake "luister-$s" 'cat'; done
	PATH=$PWD/bin:$PATH
	export LUISTER_PAUSE_S=0
}

fake() { printf '#!/bin/sh\n%s\n' "$2" > "bin/$1"; chmod +x "bin/$1"; }
ingest() { "$LUISTER_SRC/pipelines/ingest.sh" "$@" < /dev/null; }
cron() { "$LUISTER_SRC/pipelines/cron.sh" "$@"; }

@test "ingest.sh is the four stages in their order, and arguments are for the first" {
	fake luister-fetch 'echo "fetch $*"'
	for s in match score store; do fake "luister-$s" "cat; echo $s"; done
	run ingest --source forum
	[ "$status" -eq 0 ]
	[ "$output" = $'fetch --source forum\nmatch\nscore\nstore' ]
}

@test "ingest.sh ends with the cause, not with its echo" {
	fake luister-score 'exit 78'
	fake luister-store 'cat > /dev/null; exit 75'
	run ingest
	[ "$status" -eq 78 ]
	fake luister-fetch 'exit 69'
	run ingest
	[ "$status" -eq 69 ]
}

@test "ingest.sh: a stage whose reader went first is no cause" {
	fake luister-fetch 'exec yes'
	fake luister-match 'exec cat'
	fake luister-score 'exit 75'
	fake luister-store 'cat > /dev/null'
	run ingest
	[ "$status" -eq 75 ]
}

@test "cron.sh says nothing when all is well" {
	fake well 'echo much; echo more >&2'
	run cron well
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "cron.sh says everything when it is not, and does not try again" {
	fake ill 'echo x >> tries; echo "line one"; echo "line two" >&2; exit 69'
	run cron ill argument
	[ "$status" -eq 69 ]
	[[ "$output" == *"line one"*"line two"*"ill argument: exit 69 after 1 of 3"* ]]
	[ "$(wc -l < tries)" -eq 1 ]
}

@test "cron.sh tries again on 75, and is silent when that helps" {
	fake busy 'echo x >> tries; echo held >&2; [ "$(wc -l < tries)" -ge 2 ] || exit 75'
	run cron busy
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ "$(wc -l < tries)" -eq 2 ]
}

@test "cron.sh gives up after LUISTER_TRIES" {
	fake busy 'echo x >> tries; exit 75'
	LUISTER_TRIES=2 run cron busy
	[ "$status" -eq 75 ]
	[ "$(wc -l < tries)" -eq 2 ]
}

@test "cron.sh leaves no file behind" {
	mkdir tmp
	fake ill 'exit 1'
	TMPDIR=$PWD/tmp run cron ill
	[ -z "$(ls tmp)" ]
}
