# Each connector's table, tests/connectors/NAME.jsonl, one row a line; every row goes both ways, under plain jq, as a
# user tries a connector, and through the program. Made-up people and firms throughout.
#
#   {"case", "call": "posts"|"next"|"request"|"thread"|"auth"|"limited"|"robots", "in": {...}, "want"}
#       one function: what it gives (of `posts` the list), with nulls left out; "error": "part of the message" instead
#       of "want" when it must fail
#   {"case", "walk": {...source...}, "secret", "cursor", "revisit": {id, local_id}, "answers": [{status, headers, body, wire}],
#    "asked": ["METHOD /path?query BODY"], "want": [...]}
#       a source from its first request to its records: those that must be asked (when it says so) and those that must
#       come out (the fields that `want` names, a.b being b of a). `wire` is what stands on the wire when that is not
#       `body` as JSON: a feed in XML, or the file that the source names
#
# PORT in a walk is the loopback server's; "now" is 2026-11-20T12:00:00Z throughout.

setup() { cd "$BATS_TEST_TMPDIR" || return 1; }

tables=$LUISTER_SRC/tests/connectors
defaults='def auth: null; def robots: false; def thread: null; def limited: null; def next: {request: null};'

# plain NAME: came, under plain jq.
plain() {
	{ echo "$defaults"; cat "$LUISTER_SRC/pipelines/connectors/$1.jq" "$tables/plain.jq"; } > run.jq
	sed -i 's/PORT/8080/g' rows
	jq -c --arg name "$1" -f run.jq rows > came
}

# walk NAME ROW: one walk through fetch, from a server that has the row's answers.
walk() {
	local secret cursor source server revisit
	rm -f log port
	: > log
	jq -r '.answers[] | "\(.status // 200)\t\([.headers // {} | to_entries[] | "\(.key): \(.value)\r\n"] | join("") | @base64)\t" +
		(.wire // (.body | if type == "string" then . else tojson end) | @base64)' <<< "$2" > answers
	perl "$tables/replay.pl" answers log > port 3>&- &
	server=$!
	for _ in $(seq 100); do [ -s port ] && break; sleep 0.05; done
	jq -c --arg port "$(cat port)" 'walk(if type == "string" then gsub("PORT"; $port) else . end)' <<< "$2" > row
	jq -r 'select(.walk.path) | .answers[0].wire' row > "$(jq -r '.walk.path // "none"' row)"
	source=$(jq -c '.walk' row) cursor=$(jq -c '.cursor // empty' row) secret=$(jq -r '.secret // empty' row)
	mapfile -t revisit < <(jq -r '.revisit // empty | .id, .local_id // ""' row)
	LUISTER_NOW=2026-11-20T12:00:00Z fetch_once "$1" "$source" "$cursor" "" "$secret" "${revisit[@]}" > out 2> err < /dev/null || true
	kill "$server"
	wait "$server" 2> /dev/null || true
	cat row >> walked
	jq -Rn '[inputs]' < log | jq -c --slurpfile out out '{asked: ., got: [$out[] | select(.type != "state" or .poll)]}' >> came
}

# program NAME: came, through the connector's host and through fetch.
program() {
	local row
	: > walked
	jq -c 'select(.call)' rows > calls
	connector_call "$1" < calls > came
	while read -r row; do walk "$1" "$row"; done < <(jq -c 'select(.walk)' rows)
	cat calls walked > rows
}

# strange NAME: what its rows lose when strange posts stand among theirs.
strange() {
	{ echo "$defaults"; cat "$1/$2.jq" "$tables/strange.jq"; } > run.jq
	jq -rn --arg name "$2" --slurpfile rows "$tables/$2.jsonl" -f run.jq
}

# each WAY TABLE...: what the tables' rows complain of.
each() {
	local way=$1 table name
	shift
	for table in "$@"; do
		name=$(basename "$table" .jsonl)
		cp "$table" rows
		$way "$name" 2> said || cat said
		jq -rn --arg name "$name" --slurpfile rows rows --slurpfile came came -f "$tables/judge.jq"
	done
}

@test "under plain jq each row gives what its table says" {
	each plain "$tables"/*.jsonl > wrong
	cat wrong
	[ ! -s wrong ]
}

@test "through the program each row gives what its table says" {
	each program "$tables"/*.jsonl > wrong
	cat wrong
	[ ! -s wrong ]
}

@test "a strange post is a reject of its own: no connector loses its neighbours or its next page" {
	for table in "$tables"/*.jsonl; do
		strange "$LUISTER_SRC/pipelines/connectors" "$(basename "$table" .jsonl)"
	done > wrong
	cat wrong
	[ ! -s wrong ]
}

@test "a connector that fails on one is told" {
	sed 's/try status(\(.*\)) catch null/status(\1)/' "$LUISTER_SRC/pipelines/connectors/mastodon.jq" > mastodon.jq
	strange . mastodon > wrong
	[ "$(grep -c '^mastodon: .*: failed: ' wrong)" -ge 2 ]
}

@test "a row that is wrong is told: connector, row and field, both ways" {
	mkdir planted
	jq -c 'if .case == "nothing found" then .want = [{}] elif .case == "the next page" then .want.request.query.cursor = "c9"
		elif .case == "a login, two pages" then .asked[2] += "&x" | .want[1].text = "x" else empty end' "$tables/bluesky.jsonl" > planted/bluesky.jsonl
	for way in plain program; do
		each $way planted/bluesky.jsonl > wrong
		cat wrong
		[ "$(cut -d: -f1-3 wrong | sort)" = "$(printf 'bluesky: %s\n' 'a login, two pages: asked.2' \
			'a login, two pages: record 1.text' 'nothing found: posts' 'the next page: next.request.query.cursor' | sort)" ]
		grep -qxF 'bluesky: the next page: next.request.query.cursor: got "c2", want "c9"' wrong
	done
}

@test "a file that has not changed is not read again, a table that is none fails" {
	printf 'id;text;published\n1;Prima;2026-11-18T08:00:00Z\n' > l.csv
	source="{\"path\":\"$PWD/l.csv\"}"
	fetch_once file "$source" > out
	[ "$(jq -c 'select(.type=="post")' out | wc -l)" -eq 1 ]
	fetch_once file "$source" "$(jq -c 'select(.type=="state") | .cursor' out)" > again
	[ "$(jq -c 'select(.type=="post")' again | wc -l)" -eq 0 ]
	printf 'text,id\n"een,1\n' > l.csv
	fetch_once file "$source" > broken 2> err && false
	grep -q 'CSV line 2: a quote is never closed' err
	jq -es 'any(.[]; .type == "state" and .poll.ok == false)' broken
}
