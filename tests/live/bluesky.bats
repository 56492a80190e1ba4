# A real AT-protocol network on loopback: search with a login, an own account without one, a conversation, a deletion.
load live

as_postgres() { # PostgreSQL does not run as root
	if [ "$(id -u)" -eq 0 ]; then su postgres -s /bin/sh -c "$1"; else sh -c "$1"; fi
}
xrpc() { # xrpc METHOD TOKEN BODY
	curl -fsS -H 'Content-Type: application/json' ${2:+-H "Authorization: Bearer $2"} -d "$3" "$pds/xrpc/com.atproto.$1"
}
account() { # account NAME: its session
	xrpc server.createAccount "" "{\"handle\":\"$1.test\",\"email\":\"$1@example.nl\",\"password\":\"geheim-$1\"}"
}
at() { # at 'HOURS hours ago' counts from one moment; or a date
	case $1 in
	*ago) date -u -d "@$((began - ${1%% *} * 3600))" +%FT%T.000Z ;;
	*) date -u -d "$1" +%FT%T.000Z ;;
	esac
}
post() { # post SESSION-FILE TIME TEXT [REPLY]: its uri and cid
	xrpc repo.createRecord "$(jq -r .accessJwt "$1")" "$(jq -cn --arg did "$(jq -r .did "$1")" --arg at "$(at "$2")" --arg text "$3" \
		--argjson reply "${4:-null}" '{repo: $did, collection: "app.bsky.feed.post",
		record: ({"$type": "app.bsky.feed.post", text: $text, createdAt: $at, langs: ["nl"]} + if $reply then {reply: $reply} else {} end)}')"
}
found() { # found WORD N: waits until the search shows N posts
	for _ in $(seq 100); do
		[ "$(curl -fs "$bsky/xrpc/app.bsky.feed.searchPosts?q=$1" | jq '.posts | length')" -eq "$2" ] && return
		sleep 0.1
	done
	return 1
}

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	load live
	[ -d "$live_cache/atproto/node_modules/@atproto/dev-env" ] || { missing "@atproto/dev-env is not installed: tests/live/install fetches it"; return; }
	pg=$(echo /usr/lib/postgresql/*/bin | awk '{print $NF}')
	[ -x "$pg/postgres" ] && command -v redis-server node >/dev/null || { missing "PostgreSQL, redis or node is not installed"; return; }
	export pgbin=$pg
	local sql=$(free_port) redis
	mkdir pg
	chmod a+x . .. ../.. 2>/dev/null || true
	[ "$(id -u)" -ne 0 ] || chown postgres pg
	as_postgres "$pg/initdb -D '$PWD/pg' -A trust -U postgres >/dev/null && $pg/pg_ctl -w -D '$PWD/pg' -o '-p $sql -k $PWD/pg -h 127.0.0.1' -l '$PWD/pg/log' start >/dev/null" 3>&-
	redis=$(free_port)
	redis-server --port "$redis" --bind 127.0.0.1 --save '' --dir "$PWD" >redis.log 2>&1 3>&- &
	echo $! >pids
	DB_POSTGRES_URL=postgresql://postgres@127.0.0.1:$sql/postgres REDIS_HOST=127.0.0.1:$redis \
		node "$BATS_TEST_DIRNAME/atproto.js" "$live_cache/atproto" >net.json 2>net.log 3>&- &
	echo $! >>pids
	for _ in $(seq 300); do [ -s net.json ] && break; sleep 0.2; done
	export began=$(date +%s)
	export pds=$(jq -r .pds net.json) bsky=$(jq -r .bsky net.json)
	account jan >jan.json
	account duinzicht >firm.json
	post jan.json '6 hours ago' 'Wie weet of Duinzicht Accountants ook aangiftes doet voor starters?' >question
	post firm.json '2 hours ago' 'Jazeker, bel ons gerust!' "$(jq -c '{root: {uri, cid}, parent: {uri, cid}}' question)" >answer
	post jan.json '5 hours ago' 'Wat een puinhoop bij Duinzicht Accountants, nooit meer.' >blame
	post jan.json '2031-01-01' 'Over vijf jaar is Duinzicht Accountants de beste.' >future
	post jan.json '4 hours ago' 'Het regent in Haarlem.' >rain
	found Duinzicht 3
	printf 'jan.test:geheim-jan' >secret
	chmod 600 secret
	configure duinzicht.test <<-END
	  - {id: search, connector: bluesky, category: message, host: "$pds", query: Duinzicht, secret: {file: "$PWD/secret"}, local: true, basis: test, terms_checked: 2026-11-01}
	  - {id: own, connector: bluesky, category: message, api: "$bsky", account: duinzicht.test, local: true, basis: test, terms_checked: 2026-11-01}
	END
	sed -i 's/accounts: .*/accounts: {bluesky: [duinzicht.test]}/' conf/firms.d/duinzicht.yaml
	ingest || { cut -c1-400 err; jq -c "select(.type==\"state\")|.poll" f; return 1; } >&2
}

teardown_file() {
	xargs kill <"$BATS_FILE_TMPDIR/pids" 2>/dev/null || true
	[ ! -d "$BATS_FILE_TMPDIR/pg" ] || as_postgres "$pgbin/pg_ctl -D '$BATS_FILE_TMPDIR/pg' -m immediate stop >/dev/null" || true
}
setup() { there; }

@test "Bluesky: a search with a login and an account without one give the posts" {
	grep -q ' 0 failed' err
	jq -es 'map(select(.type == "post" and .source == "search")) | length == 3 and all(.platform == "bluesky" and .author == "jan.test")' f
	jq -es 'map(select(.type == "post" and .source == "own")) | length == 1 and .[0].author == "duinzicht.test" and .[0].reply_to != null' f
}

@test "Bluesky: a time in the future is the server's, and the next run still sees what is new" {
	jq -es --arg now "$(date -u +%FT%TZ)" 'map(select(.type == "post" and (.text | startswith("Over vijf jaar")))) | length == 1 and .[0].published <= $now' f
	post jan.json '1 hour ago' 'Duinzicht Accountants belde meteen terug, top geholpen!' >praise
	found Duinzicht 4
	again
	[ "$(kept 'top geholpen' .sentiment.label)" = pos ]
}

@test "Bluesky: the question has its answer after four hours" {
	report '+1 day' | jq -e '.dialogue.median_response_seconds == 14400'
}

@test "Bluesky: what is deleted there is deleted here" {
	xrpc repo.deleteRecord "$(jq -r .accessJwt jan.json)" "$(jq -c '{repo: (.uri | split("/")[2]), collection: "app.bsky.feed.post", rkey: (.uri | split("/") | last)}' blame)" >/dev/null
	found Duinzicht 3
	luister-db export | jq -es 'map(select(.firms[0].label? == "neg")) | length == 1'
	again
	jq -es --arg id "bluesky:$(jq -r .uri blame)" 'any(.[]; .type == "delete" and .id == $id)' f
	luister-db export | jq -es 'map(select(.firms[0].label? == "neg")) | length == 0'
	luister-db check
}
