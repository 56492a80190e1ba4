# Each connector's table, tests/connectors/NAME.jsonl, one case a line. Made-up people and firms throughout.
#
#   {"case": "…", "call": "posts"|"next"|"request"|"thread"|"auth"|"limited", "in": {…}, "want": …}
#       under plain jq, as a user tries a connector: `want` is what the function gives (of `posts` the list), with
#       nulls left out; "error": "part of the message" instead when it must fail
#   {"case": "…", "walk": {…source…}, "cursor": {…}, "revisit": {id, local_id}, "answers": [{"status": 200, "body": …}], "asked": […], "want": …}
#       through fetch: the requests that must be made and the records that must come out (type, and what `want` names)
#
# PORT in a walk's source is the loopback server's; "now" is 2026-11-20T12:00:00Z throughout.

setup() { cd "$BATS_TEST_TMPDIR" || return 1; }

defaults='def auth: null; def robots: false; def thread: null; def limited: null; def next: {request: null};'

@test "every table has its connector" {
	for table in "$LUISTER_SRC"/tests/connectors/*.jsonl; do
		[ -f "$LUISTER_SRC/pipelines/connectors/$(basename "$table" .jsonl).jq" ]
	done
}

@test "under plain jq each function gives what its table says" {
	: > wrong
	for table in "$LUISTER_SRC"/tests/connectors/*.jsonl; do
		name=$(basename "$table" .jsonl)
		{ echo "$defaults"; cat "$LUISTER_SRC/pipelines/connectors/$name.jq" "$LUISTER_SRC/tests/connectors/table.jq"; } > run.jq
		jq -r -f run.jq "$table" > results 2>&1 || echo "$name: $(tail -n 1 results)" >> wrong
		[ "$(wc -l < results)" -eq "$(jq -s 'map(select(.call)) | length' "$table")" ] || echo "$name: not every case ran" >> wrong
		grep -v '^ok$' results | sed "s/^/$name: /" >> wrong || true
	done
	cat wrong
	[ ! -s wrong ]
}

# walk NAME: the cases of a table that go through fetch.
walk() {
	jq -c 'select(.walk)' "$LUISTER_SRC/tests/connectors/$1.jsonl" > cases
	while read -r case; do
		rm -f log port
		: > log
		jq -r '.answers[] | "\(.status // 200)\t\(.body | if type == "string" then . else tojson end)"' <<< "$case" > answers
		perl "$LUISTER_SRC/tests/connectors/replay.pl" answers log > port 3>&- &
		server=$!
		for _ in $(seq 100); do [ -s port ] && break; sleep 0.05; done
		port=$(cat port)
		source=$(jq -c --arg p "$port" '.walk | map_values(if type == "string" then gsub("PORT"; $p) else . end)' <<< "$case")
		cursor=$(jq -c '.cursor // empty' <<< "$case")
		secret=$(jq -r '.secret // empty' <<< "$case")
		mapfile -t revisit < <(jq -r '.revisit // empty | .id, .local_id // ""' <<< "${case//PORT/$port}")
		LUISTER_NOW=2026-11-20T12:00:00Z fetch_once "$1" "$source" "$cursor" "" "$secret" "${revisit[@]}" > out 2> err < /dev/null || true
		kill "$server"
		wait "$server" 2> /dev/null || true
		jq -Rn '[inputs]' < log > asked.json
		jq -cn --argjson c "${case//PORT/$port}" --slurpfile asked asked.json --slurpfile out out '
			[$out[] | select(.type != "state" or .poll)] as $got
			| [$got, ($c.want)] | (.[0] | length) == (.[1] | length) and ([.[0], .[1]] | transpose | all(.[0] as $g | .[1] | to_entries
				| all(. as $e | ($g | getpath($e.key / ".")) == $e.value)))
			| if . and ($asked[0] == $c.asked or $c.asked == null) then empty else {case: $c.case, asked: $asked[0], got: $got} end' >> wrong
	done < cases
}

@test "through fetch each connector asks and hands on what its table says" {
	: > wrong
	walks=0
	for table in "$LUISTER_SRC"/tests/connectors/*.jsonl; do
		walk "$(basename "$table" .jsonl)"
		walks=$((walks + $(wc -l < cases)))
	done
	cat wrong
	[ ! -s wrong ]
	[ "$walks" -gt 0 ]
}

@test "a table on disk goes through fetch; rows that are none are rejected, a table that is none fails" {
	printf '\xef\xbb\xbfPost title;Post link;Created date;Likes\r\n"Wij zoeken een ""controller"";\r\nreageer nu";https://l.example/1;11/8/2026;12\r\nte kort\r\nZonder datum;https://l.example/2;;\r\n' > l.csv
	source="{\"path\":\"$PWD/l.csv\",\"platform\":\"linkedin\",\"author\":\"duinzicht\",\"dates\":\"m/d/y\",\"columns\":{\"text\":\"Post title\",\"url\":\"Post link\",\"published\":\"Created date\",\"likes\":\"Likes\"}}"
	fetch_once file "$source" > out
	jq -es 'map(select(.type == "post")) | length == 1 and (.[0] | .id == "linkedin:https://l.example/1" and .likes == 12
		and .published == "2026-11-08T00:00:00Z" and .author == "duinzicht" and .platform == "linkedin" and (.text | startswith("Wij zoeken een \"controller\";")))' out
	[ "$(jq -r 'select(.type=="reject") | .reason' out | sort | tr '\n' ,)" = "no time,not a JSON object," ]
	cursor=$(jq -c 'select(.type=="state") | .cursor' out)
	fetch_once file "$source" "$cursor" > again
	[ "$(jq -c 'select(.type=="post")' again | wc -l)" -eq 0 ]
	printf 'text,id\n"een,1\n' > l.csv
	fetch_once file "$source" > broken 2> err && false
	grep -q 'CSV line 2: a quote is never closed' err
	jq -es 'any(.[]; .type == "state" and .poll.ok == false)' broken
}
