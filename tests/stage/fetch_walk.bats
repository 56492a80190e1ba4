# The walk: pages, cursors, kills, what changed and what did not.

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	: > log
	perl "$LUISTER_SRC/tests/fault/fetch_server.pl" log > port 3>&- &
	server=$!
	for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
	port=$(cat port)
	export LUISTER_NOW=2026-11-20T12:00:00Z
	params="{\"host\":\"http://127.0.0.1:$port\",\"tag\":\"x\"}"
	slow="{\"host\":\"http://127.0.0.1:$port\",\"tag\":\"slow\"}"
}

teardown() { kill "$server" 2>/dev/null || true; }

numbers() { jq -r 'select(.type=="post") | .text | ltrimstr("Post ")' "$1" | tr '\n' ' '; }
last_cursor() { jq -c 'select(.type=="state" and .cursor) | .cursor' "$1" | tail -n 1; }

@test "a first walk takes every page and ends with the newest ids as done" {
	fetch_once mastodon "$params" > out
	[ "$(numbers out)" = "6 5 4 3 2 1 " ]
	[ "$(wc -l < log)" -eq 3 ]
	last_cursor out | jq -e '.done[0] == "mastodon:https://m.example/users/jan/statuses/6" and (has("walk") | not)'
	[ "$(jq -c 'select(.type=="state" and .poll == null)' out | wc -l)" -eq 2 ]
}

@test "a second walk stops where the first one began" {
	fetch_once mastodon "$params" > out
	: > log
	fetch_once mastodon "$params" "$(last_cursor out)" > again
	[ "$(wc -l < log)" -eq 1 ]
	[ "$(last_cursor again | jq -c .done)" = "$(last_cursor out | jq -c .done)" ]
}

@test "killed between two pages: only what is missing is asked again, and nothing is lost" {
	fetch_once mastodon "$slow" > out &
	victim=$!
	for _ in $(seq 40); do grep -q '"type":"state"' out && break; sleep 0.1; done
	kill -9 "$victim"
	wait "$victim" || true
	[ "$(numbers out)" = "6 5 " ]
	cursor=$(last_cursor out)
	echo "$cursor" | jq -e '.walk.resume and .done == []'
	: > log
	fetch_once mastodon "$slow" "$cursor" > rest
	[ "$(numbers rest)" = "4 3 2 1 6 5 " ]
	head -n 1 log | grep -q max_id=5
	last_cursor rest | jq -e '.done[0] == "mastodon:https://m.example/users/jan/statuses/6" and (has("walk") | not)'
}

@test "done stays until the walk has reached it" {
	old='{"done":["mastodon:https://m.example/users/jan/statuses/1"],"http":{}}'
	fetch_once mastodon "$params" "$old" > out
	[ "$(jq -c 'select(.type=="state" and .poll == null) | .cursor.done' out | sort -u)" = \
		'["mastodon:https://m.example/users/jan/statuses/1"]' ]
	last_cursor out | jq -e '.done[0] | endswith("/6")'
}

@test "--since walks back whatever was fetched before, and passes on nothing older" {
	fetch_once mastodon "$params" > out
	fetch_once mastodon "$params" "$(last_cursor out)" 2026-11-20T10:04:00Z > again
	[ "$(numbers again)" = "6 5 4 " ]
}

@test "an unchanged feed is 304, which is success and makes no posts" {
	feed="{\"url\":\"http://127.0.0.1:$port/etag\"}"
	fetch_once feed "$feed" > out
	[ "$(numbers out)" != "" ]
	cursor=$(last_cursor out)
	[ "$(echo "$cursor" | jq -r .http.etag)" = '"v1"' ]
	fetch_once feed "$feed" "$cursor" > again
	[ "$(numbers again)" = "" ]
	jq -e 'select(.type=="state") | .poll.ok and .poll.status == 304' again
	[ "$(last_cursor again)" = "$cursor" ]
}

@test "several instances of one tag keep a place each" {
	both="{\"instances\":[\"http://127.0.0.1:$port\",\"http://localhost:$port\"],\"tag\":\"x\"}"
	fetch_once mastodon "$both" > out
	[ "$(last_cursor out | jq '.parts | length')" -eq 2 ]
	[ "$(jq -r 'select(.type=="post") | .author' out | sort -u | wc -l)" -eq 2 ]
}

@test "records on disk pass through once, lines that are none are rejected" {
	printf '%s\n' '{"type":"post","id":"x:1","published":"2026-11-19T08:12:00Z","text":"Een","rating":4.5}' rommel \
		'{"type":"post","id":"x:2","text":"geen tijd"}' '{"type":"delete","id":"x:3","at":"2026-11-19T08:12:00Z"}' > r.ndjson
	fetch_once file "{\"path\":\"$PWD/r.ndjson\"}" > out
	[ "$(jq -r 'select(.type=="post") | "\(.id) \(.rating)"' out)" = "x:1 4.5" ]
	[ "$(jq -c 'select(.type=="reject")' out | wc -l)" -eq 2 ]
	[ "$(jq -r 'select(.type=="delete") | .id' out)" = x:3 ]
	fetch_once file "{\"path\":\"$PWD/r.ndjson\"}" "$(last_cursor out)" > again
	[ "$(jq -c 'select(.type=="post")' again | wc -l)" -eq 0 ]
}
