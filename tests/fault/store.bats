#!/usr/bin/env bats
# luister-store killed at random, run twice at once, cut short.
load ../flow/store

setup() { cd "$BATS_TEST_TMPDIR"; keep_key key; }

@test "kill -9 at random moments, then once more to the end: the same export" {
	records 4 4000 >set
	{ stream set; } >whole
	put ref <whole 2>/dev/null
	db ref export >ref.out
	killed=0
	for try in $(seq 12); do
		# part of the stream and then silence: it is surely alive when it is killed
		luister-store -c none --key key -d st --batch 20 2>/dev/null < <(head -n $((RANDOM % 4000 + 1)) whole; exec sleep 3 3>&-) & pid=$!
		sleep "0.$((RANDOM % 40 + 10))"
		kill -9 $pid 2>/dev/null && killed=$((killed + 1))
		wait $pid 2>/dev/null || true
		[ ! -e st/current ] || db st check
	done
	echo "killed $killed times"
	[ "$killed" -gt 0 ]
	put st <whole 2>/dev/null
	db st check
	db st export | cmp - ref.out
}

@test "a second writer is told to try again, a reader is not kept out" {
	records 2 20 >set
	stream set | put st 2>/dev/null
	mkfifo hold
	luister-store -c none --key key -d st <hold 2>/dev/null & pid=$!
	exec 9>hold
	for i in $(seq 100); do ls -l /proc/$pid/fd | grep -q writer.lock && break; sleep 0.05; done
	sleep 0.2
	run bash -c 'luister-store -c none --key key -d st </dev/null'
	[ "$status" -eq 75 ]
	run db st purge
	[ "$status" -eq 75 ]
	db st export >/dev/null
	exec 9>&-
	wait $pid || true
}

@test "a stream without its end is 75, twice running to the same state" {
	records 6 100 >set
	run bash -c 'luister-store -c none --key key -d st <set'
	[ "$status" -eq 75 ]
	stream set | put st 2>/dev/null
	stream set | put ref 2>/dev/null
	db st export | cmp - <(db ref export)
}

@test "a changed database file is no crash" {
	records 6 100 >set
	stream set | put st 2>/dev/null
	printf 'not a database' >st/g1/data.mdb
	run db st export
	[ "$status" -eq 65 ]
	echo '../..' >st/current
	run db st export
	[ "$status" -eq 65 ]
}
