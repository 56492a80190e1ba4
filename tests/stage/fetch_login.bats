# A connector with `auth`: one login, kept for later runs, renewed when it has run out.

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	: > log
	perl "$LUISTER_SRC/tests/fault/fetch_server.pl" log > port 3>&- &
	server=$!
	for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
	base=http://127.0.0.1:$(cat port)
	export LUISTER_HTTP_SPACING_MS=0 LUISTER_NOW=2026-11-20T10:00:00Z CLUB_KEY=sesam LUISTER_DATA=$PWD/data
	mkdir -p data/pipelines/connectors conf/firms.d
	cat > data/pipelines/connectors/club.jq <<-'END'
	def auth:
		if .body then {token: .body.token}
		else {method: "POST", url: (.source.host + "/login"), headers: {"x-key": .env.secret}, body: {who: "luister"}} end;
	def request: {url: (.source.host + "/club"), headers: {Authorization: ("Bearer " + (.env.token // "none"))}};
	def posts: .body.items[] | {id, html: .content_html, published: .date_published};
	END
	cat > conf/firms.d/duinzicht.yaml <<-END
	{id: duinzicht, name: Duinzicht, branch: accountancy, purpose: x, audience: klanten, names: [Duinzicht]}
	END
	cat > conf/luister.yaml <<-END
	sources:
	  - {id: club, connector: club, category: forum, basis: x, terms_checked: 2026-11-01, local: true, host: "$base",
	     secret: {env: CLUB_KEY}}
	END
}

teardown() { kill "$server" 2>/dev/null || true; }

fetch() { luister-fetch -c conf -d store --source club "$@" > out 2> err; }
posts() { jq -r 'select(.type=="post") | .id' out; }

@test "one login serves this run and the next ones" {
	fetch
	[ "$(posts)" = https://a.example/club ]
	fetch
	[ "$(posts)" = https://a.example/club ]
	[ "$(grep -c ^/login log)" -eq 1 ]
	[ "$(stat -c %a store.logins/club.json)" = 600 ]
	! grep -q sesam store.logins/club.json || false
}

@test "a login that has run out is renewed once, in the same run" {
	fetch
	echo t2 > log.valid
	fetch
	[ "$(posts)" = https://a.example/club ]
	[ "$(grep -c ^/login log)" -eq 2 ]
	[ "$(jq -r .token store.logins/club.json)" = t2 ]
}

@test "a fresh login that is not taken is a matter of credentials: 77, and no second try" {
	echo t9 > log.valid
	run fetch
	[ "$status" -eq 77 ]
	[ "$(grep -c ^/login log)" -eq 1 ]
}

@test "a refused login is 77 and nothing else is asked" {
	export CLUB_KEY=wrong
	run fetch
	[ "$status" -eq 77 ]
	! grep -q ^/club log || false
	! grep -q wrong out err || false
}

@test "a missing secret fails its source alone" {
	unset CLUB_KEY
	printf '  - {id: open, connector: feed2, category: blog, basis: x, terms_checked: 2026-11-01, local: true, host: "%s"}\n' \
		"$base" >> conf/luister.yaml
	printf 'def request: {url: (.source.host + "/one")};\ndef posts: .body.items[] | {id, html: .content_html, published: .date_published};\n' \
		> data/pipelines/connectors/feed2.jq
	run luister-fetch -c conf -d store
	[ "$status" -eq 77 ]
	echo "$output" | grep -q 'club: the environment variable CLUB_KEY is not set'
	luister-fetch -c conf -d store 2> /dev/null > out || true
	[ "$(posts)" = https://a.example/one ]
	[ "$(jq -c 'select(.source=="club" and .poll) | .poll.ok' out)" = false ]
}

@test "--dry-run says the login and the listing, and sends neither" {
	fetch --dry-run
	grep -q "POST $base/login" err
	grep -q "GET $base/club" err
	! grep -q sesam err || false
	[ ! -s log ]
	[ ! -s out ]
}
