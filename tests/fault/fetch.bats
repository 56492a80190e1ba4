# What luister-fetch does when servers misbehave.

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	: > log
	perl "$LUISTER_SRC/tests/fault/fetch_server.pl" log > port 3>&- &
	server=$!
	for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
	port=$(cat port)
	export LUISTER_HTTP_SPACING_MS=0 LUISTER_HTTP_RETRY_MS=10 LUISTER_HTTP_TIMEOUT_S=10 LUISTER_NOW=2026-11-20T10:00:00Z
	mkdir -p conf/firms.d
	cat > conf/firms.d/duinzicht.yaml <<-END
	id: duinzicht
	name: Duinzicht
	branch: accountancy
	purpose: weten wat klanten vragen
	audience: klanten
	names: [Duinzicht]
	END
	printf 'timezone: Europe/Amsterdam\nsources:\n' > conf/luister.yaml
}

teardown() { kill "$server" 2>/dev/null || true; }

# source ID PATH [more YAML]
source_feed() {
	printf '  - {id: %s, connector: feed, category: blog, basis: x, terms_checked: 2026-11-01, local: true, url: "http://127.0.0.1:%s/%s"%s}\n' \
		"$1" "$port" "$2" "${3:-}" >> conf/luister.yaml
}

fetch() { luister-fetch -c conf -d store "$@" > out 2> err; }

state() { jq -c "select(.type==\"state\" and .source==\"$1\" and .poll) | .poll" out; }

@test "a source that answers 404 is a failed poll, the stream is whole, exit 69" {
	source_feed a 404
	run fetch
	[ "$status" -eq 69 ]
	[ "$(state a | jq -c '[.ok,.status]')" = '[false,404]' ]
	[ "$(tail -n 1 out | jq -r .type)" = end ]
	[ "$(wc -l < log)" -eq 1 ]
}

@test "a 500 is tried three times, no more" {
	source_feed a 500
	run fetch
	[ "$status" -eq 69 ]
	[ "$(wc -l < log)" -eq 3 ]
}

@test "two good sources are unharmed beside bad ones" {
	source_feed good1 one
	source_feed bad1 rubbish
	source_feed bad2 half
	source_feed good2 two
	run fetch
	[ "$status" -eq 69 ]
	[ "$(jq -c 'select(.type=="post") | .source' out | sort | tr -d '\n')" = '"good1""good2"' ]
	[ "$(state good1 | jq .ok)" = true ]
	[ "$(state bad1 | jq .ok)" = false ]
	[ "$(state bad2 | jq .ok)" = false ]
}

@test "a rate limit is 75 and its time is kept, in every form, between 1 second and 1 day" {
	while read -r path want; do
		printf 'timezone: Europe/Amsterdam\nsources:\n' > conf/luister.yaml
		source_feed a "$path"
		run fetch
		[ "$status" -eq 75 ]
		got=$(state a | jq -r .not_before)
		echo "$path: $got"
		[ "$got" = "$want" ] || [ "$got" = "${want%?Z}1Z" ]
	done <<-END
	429-seconds 2026-11-20T10:02:00Z
	429-past 2026-11-20T10:00:01Z
	429-far 2026-11-21T10:00:00Z
	429-date 2026-11-20T10:05:00Z
	429-iso 2026-11-20T10:10:00Z
	429-epoch 2026-11-20T10:01:00Z
	END
}

@test "401 is a matter of credentials: 77" {
	source_feed a 401
	run fetch
	[ "$status" -eq 77 ]
}

@test "a login page instead of a feed is a failure" {
	source_feed a html
	run fetch
	[ "$status" -eq 69 ]
	[ "$(jq -c 'select(.type=="post")' out | wc -l)" -eq 0 ]
}

@test "a redirect loop ends after five" {
	source_feed a loop
	run fetch
	[ "$status" -eq 69 ]
	[ "$(wc -l < log)" -eq 6 ]
	grep -q 'too many redirects' err
}

@test "a redirect never leads to a file" {
	source_feed a to-file
	run fetch
	[ "$status" -eq 69 ]
	! grep -q root: out || false
}

@test "a secret header does not follow a redirect to another host" {
	mkdir -p data/pipelines/connectors
	sed 's|headers: {|headers: {Authorization: "Bearer geheim", |' "$LUISTER_SRC/pipelines/connectors/feed.jq" \
		> data/pipelines/connectors/feed.jq
	grep -q geheim data/pipelines/connectors/feed.jq
	source_feed a secret-check
	source_feed b away
	LUISTER_DATA=$PWD/data run fetch
	[ "$status" -eq 0 ]
	[ "$(jq -r 'select(.type=="post" and .source=="a") | .text' out)" = 'Bericht leaked' ]
	[ "$(jq -r 'select(.type=="post" and .source=="b") | .text' out)" = 'Bericht clean' ]
}

@test "a chunked answer without end and a gzip bomb stop at the cap" {
	source_feed a big
	source_feed b bomb
	run fetch
	[ "$status" -eq 69 ]
	state a | jq -e '.error | test("too large")'
	state b | jq -e '.error | test("too large")'
}

@test "a dripping server is left after the time limit" {
	source_feed a drip
	start=$SECONDS
	LUISTER_HTTP_TIMEOUT_S=2 run fetch
	[ "$status" -eq 69 ]
	[ $((SECONDS - start)) -lt 10 ]
}

@test "loopback is refused unless the source says local" {
	source_feed a one
	sed -i 's/local: true/local: false/' conf/luister.yaml
	run fetch
	[ "$status" -eq 69 ]
	[ "$(wc -l < log)" -eq 0 ]
	grep -q private err
}

@test "a connector that does not compile is 78 with its file and jq's message" {
	mkdir -p data/pipelines/connectors
	printf '# wrong\ndef request: {;\ndef posts: .;\n' > data/pipelines/connectors/feed.jq
	source_feed a one
	LUISTER_DATA=$PWD/data run fetch
	[ "$status" -eq 78 ]
	grep -q 'feed.jq.*syntax error' err
}

@test "a connector sees neither the environment nor another secret" {
	mkdir -p data/pipelines/connectors
	sed 's|title: .title|title: ("env " + ($ENV \| keys \| join(",")))|' "$LUISTER_SRC/pipelines/connectors/feed.jq" \
		> data/pipelines/connectors/feed.jq
	source_feed a one
	LUISTER_DATA=$PWD/data GEHEIM=1 run fetch
	[ "$status" -eq 0 ]
	[ "$(jq -r 'select(.type=="post") | .title' out)" = 'env HOME' ]
}

@test "a full disk is 74" {
	source_feed a one
	run bash -c 'luister-fetch -c conf -d store > /dev/full'
	[ "$status" -eq 74 ]
}

# ---- robots.txt (RFC 9309) ----

@test "robots.txt is asked once for all feeds of a site, and obeyed" {
	printf 'User-agent: *\nDisallow: /geheim\n' > log.robots
	source_feed a one
	source_feed b geheim
	source_feed c two
	run fetch
	[ "$status" -eq 69 ]
	[ "$(wc -l < log.asked)" -eq 1 ]
	[ "$(jq -c 'select(.type=="post") | .source' out | sort | tr -d '\n')" = '"a""c"' ]
	state b | jq -e '.error | test("robots.txt forbids /geheim .robots: false overrides it.")'
	! grep -q geheim log || false
}

@test "our own group in robots.txt decides alone" {
	printf 'User-agent: *\nDisallow: /\n\nUser-agent: luister\nAllow: /\n' > log.robots
	source_feed a one
	fetch
	[ "$(state a | jq .ok)" = true ]
}

@test "no robots.txt forbids nothing; a server that cannot say forbids all" {
	source_feed a one
	fetch
	[ "$(state a | jq .ok)" = true ]
	echo 503 > log.robots
	run luister-fetch -c conf -d nowhere
	[ "$status" -eq 69 ]
	[[ "$output" == *"robots.txt cannot be read: 127.0.0.1: HTTP 503 (robots: false overrides it)"* ]]
}

@test "robots: false is said, and asks nobody" {
	printf 'User-agent: *\nDisallow: /\n' > log.robots
	source_feed a one ', robots: false'
	fetch
	[ "$(state a | jq .ok)" = true ]
	[ ! -e log.asked ]
	grep -q 'a: robots.txt is not asked' err
}

@test "an interface for programs is not walked: its robots.txt is not asked" {
	printf 'User-agent: *\nDisallow: /\n' > log.robots
	printf '  - {id: m, connector: mastodon, category: message, basis: x, terms_checked: 2026-11-01, local: true, host: "http://127.0.0.1:%s", tag: x}\n' \
		"$port" >> conf/luister.yaml
	fetch
	[ "$(state m | jq .ok)" = true ]
	[ ! -e log.asked ]
}
