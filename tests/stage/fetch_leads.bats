# Listings that a page leads to: a category's topics, the comments under the videos that a search found.

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	export LUISTER_NOW=2026-11-20T12:00:00Z
}

# walk CONNECTOR SOURCE CURSOR SINCE ANSWER...: from a server that has these answers ("STATUS BODY", "STATUS! BODY" when
# nothing remains for a minute); out, and in log what was asked.
walk() {
	local connector=$1 source=$2 cursor=$3 since=$4 server one status headers
	shift 4
	rm -f port
	: > log
	for one in "$@"; do
		status=${one%% *} headers=
		[ "$status" = "${status%!}" ] || headers=$(printf 'RateLimit-Remaining: 0\r\nRateLimit-Reset: 60\r\n' | base64 -w 0)
		printf '%s\t%s\t%s\n' "${status%!}" "$headers" "$(printf %s "${one#* }" | base64 -w 0)"
	done | paste -sd '\t' > answers
	perl "$LUISTER_SRC/tests/connectors/replay.pl" answers log > port 3>&- &
	server=$!
	for _ in $(seq 100); do [ -s port ] && break; sleep 0.05; done
	# the server is another one each time, its listings are not
	cursor=${cursor//:PORT/:$(cat port)}
	fetch_once "$connector" "${source/PORT/$(cat port)}" "$cursor" "$since" > raw 2> err || true
	sed "s/:$(cat port)/:PORT/g" raw > out
	kill "$server"
	wait "$server" 2> /dev/null || true
	sed -i 's/^0\t//' log
}

# topics TID:NEWEST...: a category; posts TID NEWEST OLDEST NEXT: a page of a topic, NEXT 0 without another
topics() {
	printf '%s\n' "$@" | jq -Rsc '{topics: [splits("\n") | select(. != "") / ":" | {tid: (.[0] | tonumber), mainPid: 1, title: "T",
		timestamp: 1795161600000, teaser: {pid: (.[1] | tonumber)}}], pagination: {next: {page: 1, active: false}}}'
}
posts() {
	jq -nc --argjson tid "$1" --argjson from "$2" --argjson to "$3" --argjson next "$4" '{tid: $tid, title: "T", posts:
		[range($from; $to - 1; -1) | {pid: ., tid: $tid, content: "Post \(.)", timestamp: 1795161600000}],
		pagination: {next: {page: $next, active: ($next > 0)}}}'
}
category='{"url":"http://127.0.0.1:PORT","category":5}'
asked() { sed -nE 's!^GET /api/(category|topic)/([0-9]+)[?].*page=([0-9]+)$!\1 \2 \3!p' log | tr '\n' ,; }
numbers() { jq -r 'select(.type=="post") | .text | ltrimstr("Post ")' out | tr '\n' ' '; }
cursor() { jq -c 'select(.type=="state" and .cursor) | .cursor' out | tail -n 1; }

@test "what is new in a topic and no more, of topics with something new" {
	walk nodebb "$category" '' '' "200 $(topics 7:29 8:40)" "200 $(posts 7 29 20 2)" "200 $(posts 7 19 15 0)" "200 $(posts 8 40 40 0)"
	[ "$(asked)" = "category 5 1,topic 7 1,topic 7 2,topic 8 1," ]
	[ "$(numbers)" = "$(seq -s ' ' 29 -1 15) 40 " ]
	walk nodebb "$category" "$(cursor)" '' "200 $(topics 7:32 8:40)" "200 $(posts 7 32 23 2)"
	[ "$(asked)" = "category 5 1,topic 7 1," ]
	[ "$(numbers)" = "$(seq -s ' ' 32 -1 23) " ]
	# more than a page of new posts
	walk nodebb "$category" "$(cursor)" '' "200 $(topics 7:49 8:40)" "200 $(posts 7 49 40 2)" "200 $(posts 7 39 30 3)"
	[ "$(asked)" = "category 5 1,topic 7 1,topic 7 2," ]
	walk nodebb "$category" "$(cursor)" '' "200 $(topics 7:49 8:40)"
	[ "$(asked)" = "category 5 1," ]
	walk nodebb "$category" "$(cursor)" 2026-01-01 "200 $(topics 7:49 8:40)" "200 $(posts 7 49 40 0)" "200 $(posts 8 40 40 0)"
	[ "$(asked)" = "category 5 1,topic 7 1,topic 8 1," ]
}

@test "stopped among the topics: the next run goes on there, and nothing is lost" {
	page=$(topics 7:29 8:40 9:50 | jq -c '.pagination.next = {page: 2, active: true}')
	walk nodebb "$category" '' '' "200 $page" "200 $(posts 7 29 29 0)" "200 $(posts 8 40 39 2)" "429 {}"
	[ "$(asked)" = "category 5 1,topic 7 1,topic 8 1,topic 8 2," ]
	cursor | jq -e '.done // [] == []'
	walk nodebb "$category" "$(cursor)" '' "200 $page" "200 $(posts 8 38 38 0)" "200 $(posts 8 40 39 2)" "200 $(posts 9 50 50 0)" \
		"200 $(topics 6:10)" "200 $(posts 6 10 10 0)"
	[ "$(asked)" = "category 5 1,topic 8 2,topic 8 1,topic 9 1,category 5 2,topic 6 1," ]
	cursor | jq -e '(.done | map(split(":")[-1])) == ["29", "40", "50", "10"] and (has("walk") | not)'
	jq -es 'last | .poll.ok' out
}

@test "nothing remains after a category's page or a topic's: the next run begins with that page" {
	page=$(topics 7:29 8:40 | jq -c '.pagination.next = {page: 2, active: true}')
	walk nodebb "$category" '' '' "200! $page"
	[ "$(asked)" = "category 5 1," ]
	walk nodebb "$category" "$(cursor)" '' "200 $page" "200! $(posts 7 29 20 2)"
	[ "$(asked)" = "category 5 1,topic 7 1," ]
	jq -es 'last.poll | .ok and .not_before == "2026-11-20T12:01:00Z"' out
	walk nodebb "$category" "$(cursor)" '' "200 $page" "200 $(posts 7 19 19 0)" "200 $(posts 7 29 20 2)" "200 $(posts 8 40 40 0)" \
		"200 $(topics)"
	[ "$(asked)" = "category 5 1,topic 7 2,topic 7 1,topic 8 1,category 5 2," ]
}

@test "a topic that cannot be read fails the source and keeps no other back, and the category stays where it was" {
	page=$(topics 7:29 8:40 | jq -c '.pagination.next = {page: 2, active: true}')
	walk nodebb "$category" '' '' "200 $page" "200 kapot" "200 $(posts 8 40 40 0)"
	jq -es 'last | .type == "state" and .poll.ok == false' out
	[ "$(asked)" = "category 5 1,topic 7 1,topic 8 1," ]
	[ "$(numbers)" = "40 " ]
	cursor | jq -e '(.led | length == 1) and (has("done") or has("walk") | not)'
	walk nodebb "$category" "$(cursor)" '' "200 $page" "200 $(posts 7 29 29 0)" "200 $(topics 6:10)" "200 $(posts 6 10 10 0)"
	[ "$(asked)" = "category 5 1,topic 7 1,category 5 2,topic 6 1," ]
	cursor | jq -e '(.done | map(split(":")[-1])) == ["29", "40", "10"]'
}

@test "comments are looked at each time, and as far as they are new" {
	search='{"query":"Duinzicht","api":"http://127.0.0.1:PORT"}'
	found='{"items":[{"kind":"youtube#searchResult","id":{"videoId":"aaaaaaaaaaa"},"snippet":{"title":"Btw","publishedAt":"2026-11-18T08:00:00Z"}}]}'
	comments() { # NEWEST OLDEST
		jq -nc --argjson from "$1" --argjson to "$2" '{nextPageToken: "n\($to)", items: [range($from; $to - 1; -1) | tostring
			| {kind: "youtube#commentThread", id: ., snippet: {videoId: "aaaaaaaaaaa", topLevelComment: {id: ., snippet:
				{textOriginal: "Post \(.)", publishedAt: "2026-11-19T08:00:00Z"}}}}]}'
	}
	video='{"items":[{"kind":"youtube#video","id":"aaaaaaaaaaa","snippet":{"title":"Btw","publishedAt":"2026-11-18T08:00:00Z"}}]}'
	walk youtube "$search" '' '' "200 $found" "200 $video" "200 $(comments 40 21)" "200 $(comments 20 1)" '200 {"items":[]}'
	[ "$(wc -l < log)" -eq 5 ]
	walk youtube "$search" "$(cursor)" '' "200 $found" "200 $(comments 40 21)"
	[ "$(wc -l < log)" -eq 2 ]
	walk youtube "$search" "$(cursor)" '' "200 $found" "200 $(comments 41 22)"
	[ "$(wc -l < log)" -eq 2 ]
	[ "$(cursor | jq '.led | map(.[1].done | length) | sort | tojson')" = '"[1,5]"' ]
}

@test "of very many places those that were walked last are kept, and the walk comes to its end" {
	search='{"query":"Duinzicht","api":"http://127.0.0.1:PORT"}'
	long=$(printf 'x%.0s' $(seq 280))
	found=$(jq -nc '{items: [range(100; 150) | {kind: "youtube#searchResult", id: {videoId: "aaaaaaaa\(.)"}, snippet: {title: "Btw"}}]}')
	comments=$(jq -nc --arg long "$long" '{items: [range(5) | {kind: "youtube#commentThread", id: "\(.)", snippet: {videoId: "a", topLevelComment:
		{id: "\(.)\($long)", snippet: {textOriginal: "Post", publishedAt: "2026-11-19T08:00:00Z"}}}}]}')
	answers=()
	for _ in $(seq 50); do answers+=("200 $comments"); done
	walk youtube "$search" '' '' "200 $found" '200 {"items":[]}' "${answers[@]}"
	[ "$(wc -l < log)" -eq 52 ]
	cursor | jq -e '(.done | length) == 50 and (.led | length) > 10 and (.led[0][0] | endswith("videoId=aaaaaaaa149"))'
	[ "$(cursor | wc -c)" -lt 65536 ]
}
