# What the administrator reads when a run meets a machine in trouble: what is wrong, what to do, and which status.

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	export LUISTER_NOW=2026-11-20T06:30:00Z
	luister -c conf init >/dev/null
	export LUISTER_CONFIG=$PWD/conf
	luister run ingest 2>/dev/null
}

both() { # both STATUS 'WORDS': daily and ingest end with it and say so
	local run
	for run in daily ingest; do
		LUISTER_NOW=2026-11-20T08:30:00Z run luister run $run
		[ "$status" -eq "$1" ]
		[[ $output == *"$2"* ]]
		[[ $output == *"luister: $run: luister-"* ]]
	done
}

@test "the key is gone: 66, and no other is made in its place" {
	rm -f conf/store.key
	both 66 "store.key: No such file or directory; put your copy of it back"
	[ ! -e conf/store.key ]
}

@test "the key is another: 78" {
	chmod 600 conf/store.key
	head -c 32 /dev/zero >conf/store.key
	both 78 "store.key is not the key of store"
}

@test "a store that was cut short, or is no store, is damaged and no bug of ours: 65" {
	cp conf/store/g1/data.mdb whole
	for size in 16384 100; do
		cp whole conf/store/g1/data.mdb
		truncate -s $size conf/store/g1/data.mdb
		both 65 "the store is damaged: put a backup back"
	done
}

@test "no room: 74, and what was counted stays right" {
	luister db export >before
	# a kilobyte a block: the file is larger already, and grows no more
	run bash -c 'ulimit -f 8; luister run daily'
	[ "$status" -eq 74 ]
	[[ $output == *"store: commit: File too large"* && $output != *purged* ]]
	LUISTER_NOW=2026-11-20T08:30:00Z run bash -c 'ulimit -f 8; luister run ingest'
	[ "$status" -eq 74 ]
	luister db check
	luister db export | cmp - before
	luister run daily
}

@test "a clock that went ahead and came back: the sources are asked all the same, and it is said" {
	LUISTER_NOW=2030-01-01T00:00:00Z luister run ingest
	luister run ingest 2>err
	grep -q 'voorbeeld: last asked at 2030-01-01T00:00:00Z, which is still to come: is this machine.s clock right' err
	grep -q '1 sources, 0 failed, 0 not due' err
}

@test "a second run of either kind: 75, try again" {
	for run in ingest daily; do
		exec 9>conf/store/$run.lock
		flock 9
		run luister run $run 9>&-
		exec 9>&-
		[ "$status" -eq 75 ]
		[[ $output == *"$run.lock: another run holds the lock; try again when it has ended"* ]]
		[ "${#lines[@]}" -eq 1 ]
	done
}
