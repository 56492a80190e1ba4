#!/usr/bin/env bats
# Each connector has a table (tests/connectors/NAME.jsonl), in which every function that it defines is called and a
# walk goes from the first request to the records.

setup() { cd "$BATS_TEST_TMPDIR"; }

# functions FILE: those of its functions that fetch calls.
functions() { sed -nE 's/^def (request|posts|next|thread|auth|limited|robots):.*/\1/p' "$1" | sort -u; }

check_tables() { # TREE
	local connector table name what
	for connector in "$1"/pipelines/connectors/*.jq; do
		name=$(basename "$connector" .jq)
		table=$1/tests/connectors/$name.jsonl
		if [ ! -f "$table" ]; then
			echo "$name has no table"
			continue
		fi
		functions "$connector" | while read -r what; do
			jq -es --arg what "$what" 'any(.[]; .call == $what)' "$table" > /dev/null || echo "$name: no row calls $what"
		done
		jq -es 'any(.[]; .walk)' "$table" > /dev/null || echo "$name: no row walks"
		jq -r '.case' "$table" | sort | uniq -d | sed "s/^/$name: two rows are called /"
	done
	for table in "$1"/tests/connectors/*.jsonl; do
		name=$(basename "$table" .jsonl)
		[ -f "$1/pipelines/connectors/$name.jq" ] || echo "$name has no connector"
	done
}

@test "each connector has a table that calls all its functions" {
	run check_tables "$LUISTER_SRC"
	echo "$output"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	# the check has something to look at
	[ "$(functions "$LUISTER_SRC/pipelines/connectors/bluesky.jq" | tr '\n' ' ')" = "auth next posts request thread " ]
}

@test "the check finds a connector without a table, one without a walk, and a function that no row calls" {
	mkdir -p bad/pipelines/connectors bad/tests/connectors
	cp "$LUISTER_SRC"/pipelines/connectors/{bluesky,feed,ghost}.jq bad/pipelines/connectors
	jq -c 'select(.call != "auth")' "$LUISTER_SRC/tests/connectors/bluesky.jsonl" > bad/tests/connectors/bluesky.jsonl
	jq -c 'select(.call), (select(.call == "robots"))' "$LUISTER_SRC/tests/connectors/feed.jsonl" > bad/tests/connectors/feed.jsonl
	: > bad/tests/connectors/other.jsonl
	check_tables bad > said
	cat said
	[ "$(sort said)" = "$(printf '%s\n' 'bluesky: no row calls auth' 'feed: no row walks' \
		"feed: two rows are called its site's robots.txt is asked" 'ghost has no table' 'other has no connector' | sort)" ]
}
