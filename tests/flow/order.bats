#!/usr/bin/env bats
# The state of the store depends on the set of records, never on their order (luister.5, "Merging").
load store

setup() { cd "$BATS_TEST_TMPDIR"; keep_key key; }

@test "the same records in 20 orders give the same export, byte for byte" {
	for seed in 1 2 3 4; do
		records $seed 300 >set
		stream set | put ref 2>/dev/null
		db ref export >ref.out
		[ "$(grep -c '"type":"fact"' ref.out)" -gt 20 ]
		grep -q '"type":"deleted"' ref.out
		grep -q '"type":"thread"' ref.out
		grep -q '"copy":true' ref.out
		db ref check
		for order in 1 2 3 4 5; do
			shuffled "$order" set >mixed
			stream mixed | put other 2>/dev/null
			db other export | cmp - ref.out
			db other check
			rm -rf other
		done
		rm -rf ref
	done
}

@test "the same records twice, and in pieces, change nothing" {
	records 9 200 >set
	stream set | put ref 2>/dev/null
	db ref export >ref.out
	stream set | put ref 2>/dev/null
	db ref export | cmp - ref.out
	split -l 23 set piece.
	for p in $(ls piece.* | sort -r); do stream "$p" | put other --batch 3 2>/dev/null; done
	db other export | cmp - ref.out
}

@test "the export does not hang on the time zone" {
	records 5 100 >set
	stream set | TZ=Pacific/Auckland put a 2>/dev/null
	stream set | TZ=America/Lima put b 2>/dev/null
	TZ=Asia/Tokyo db a export >a.out
	db b export | cmp - a.out
}
