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
teardown() { [ -z "$server" ] || kill "$server"; }

tables=$LUISTER_SRC/tests/connectors
defaults='def auth: null; def robots: false; def thread: null; def limited: null; def next: {request: null};'

# rows WHICH TABLE...: rows, those of the tables that are WHICH, each with the name of its connector.
rows() {
	local which=$1
	shift
	jq -c 'select('"$which"') | .connector = (input_filename | sub(".*/"; "") | rtrimstr(".jsonl"))' "$@" > rows
}

# judge: what the rows complain of.
judge() { jq -rn --slurpfile rows rows --slurpfile came came -f "$tables/judge.jq"; }

# plain NAME: came, under plain jq.
plain() {
	{ echo "$defaults"; cat "$LUISTER_SRC/pipelines/connectors/$1.jq" "$tables/plain.jq"; } > run.jq
	sed -i 's/PORT/8080/g' rows
	jq -c --arg name "$1" -f run.jq rows > came
}

# host NAME: came, through the connector's host.
host() { connector_call "$1" < rows > came; }

# each WAY WHICH TABLE...: what the tables' rows complain of, a connector at a time.
each() {
	local way=$1 which=$2 table
	shift 2
	for table in "$@"; do
		rows "$which" "$table"
		$way "$(basename "$table" .jsonl)" 2> said || cat said
		judge
	done
}

# one ROW CONNECTOR ARG...: a walk through fetch, behind a line that says of which row.
one() {
	echo "{\"row\": $1}"
	shift
	LUISTER_NOW=2026-11-20T12:00:00Z fetch_once "$@" 2> err < /dev/null || true
}

# walks TABLE...: what the tables' walks complain of, through fetch and from one server, where each row has a port.
walks() {
	rows .walk "$@"
	jq -r '[.answers[] | .status // 200, ([.headers // {} | to_entries[] | "\(.key): \(.value)\r\n"] | join("") | @base64),
		(.wire // (.body | if type == "string" then . else tojson end) | @base64)] | @tsv' rows > answers
	: > log
	perl "$tables/replay.pl" answers log > ports 3>&- &
	server=$!
	for _ in $(seq 200); do [ "$(wc -l < ports)" -eq "$(wc -l < answers)" ] && break; sleep 0.05; done
	jq -cn --slurpfile ports ports '[inputs] | to_entries[] | ($ports[.key] | tostring) as $port
		| .value | walk(if type == "string" then gsub("PORT"; $port) else . end)' rows > placed
	mv placed rows
	jq -rn '[inputs] | to_entries[] | .key as $row | .value
		| (select(.walk.path) | @sh "printf %s\\\\n \(.answers[0].wire) > \(.walk.path)"),
		([$row, .connector, (.walk | tojson), (.cursor | if . then tojson else "" end), "", .secret // "",
			(.revisit | select(.) | .id, .local_id // "")] | @sh "one \(.)")' rows > runs
	. ./runs > out
	jq -cn --rawfile log log --slurpfile rows rows '
		($log / "\n" | map(select(. != "") | index("\t") as $tab | {row: .[:$tab], asked: .[$tab + 1:]})) as $log
		| reduce inputs as $o ({}; if $o.row then .at = ($o.row | tostring) elif $o.type == "state" and ($o.poll | not) then .
			else .got[.at] += [$o] end)
		| .got as $got | range($rows | length) | tostring
		| . as $row | {asked: [$log[] | select(.row == $row) | .asked], got: ($got[$row] // [])}' out > came
	judge
}

# strange NAME: what its rows lose when strange posts stand among theirs.
strange() {
	{ echo "$defaults"; cat "$1/$2.jq" "$tables/strange.jq"; } > run.jq
	jq -rn --arg name "$2" --slurpfile rows "$tables/$2.jsonl" -f run.jq
}

@test "under plain jq each row gives what its table says" {
	each plain true "$tables"/*.jsonl > wrong
	cat wrong
	[ ! -s wrong ]
}

@test "through the connector's host each call gives what its table says" {
	each host .call "$tables"/*.jsonl > wrong
	cat wrong
	[ ! -s wrong ]
}

@test "through fetch each walk gives what its table says" {
	walks "$tables"/*.jsonl > wrong
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

program() { each host .call "$@"; walks "$@"; }

@test "a row that is wrong is told: connector, row and field, both ways" {
	mkdir planted
	jq -c 'if .case == "nothing found" then .want = [{}] elif .case == "the next page" then .want.request.query.cursor = "c9"
		elif .case == "a login, two pages" then .asked[2] += "&x" | .want[1].text = "x" else empty end' "$tables/bluesky.jsonl" > planted/bluesky.jsonl
	for way in "each plain true" program; do
		$way planted/bluesky.jsonl > wrong
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
