# store.bash: what the tests of the store share.
export LUISTER_NOW=2026-11-20T12:00:00Z

end_line() { # end_line FILE: the end record of a stream of these records
	local n
	n=$(grep -c '"type":"post"' "$1" || true)
	printf '{"type":"end","v":1,"stages":[{"stage":"test","made":%d,"in":0,"out":%d,"dropped":0,"rejected":0}]}\n' "$n" "$n"
}
stream() { cat "$1"; end_line "$1"; }             # stream FILE
keep_key() { head -c 32 /dev/zero | tr '\0' k >"$1"; }
db() { local d=$1; shift; luister-db -c "$BATS_TEST_TMPDIR/none" --key "$BATS_TEST_TMPDIR/key" -d "$d" "$@"; }
put() { local d=$1; shift; luister-store -c "$BATS_TEST_TMPDIR/none" --key "$BATS_TEST_TMPDIR/key" -d "$d" "$@"; }
records() { awk -v seed="$1" -v n="$2" -f "$LUISTER_SRC/tests/flow/records.awk" </dev/null; }
shuffled() { awk -v seed="$1" 'BEGIN{srand(seed)}{printf "%.9f\t%s\n", rand(), $0}' "$2" | sort | cut -f2-; } # SEED FILE
