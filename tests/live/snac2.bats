# A real Mastodon API: snac2 on loopback, three accounts, a conversation.
load live

snac() { "$live_cache/snac2/usr/bin/snac" "$@"; }

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	load live
	[ -x "$live_cache/snac2/usr/bin/snac" ] || { missing "snac2 is not installed: tests/live/install fetches it"; return; }
	port=$(free_port)
	printf '127.0.0.1\n%s\nlocalhost:%s\n\n\n' "$port" "$port" | snac init base >/dev/null
	sed -i 's/"protocol": "https"/"protocol": "http"/' base/server.json
	for user in jan piet duinzicht; do
		snac adduser base "$user" 2>&1 | awk '/password/ {print $NF}' >"$user.password"
	done
	"$live_cache/snac2/usr/bin/snac" httpd base >httpd.log 2>&1 3>&- &
	echo $! >pid
	base=http://127.0.0.1:$port
	answers "$base/api/v1/instance"
	for user in jan piet duinzicht; do
		curl -s "$base/oauth/x-snac-get-token" -d "login=$user" --data-urlencode "passwd=$(cat "$user.password")" |
			grep -oE '[0-9a-f]{32,}' | head -n 1 >"$user.token"
	done
	(umask 077; cp jan.token secret)
	configure "localhost:$port" <<-END
	  - {id: tag, connector: mastodon, category: message, host: "$base", tag: accountant, local: true, basis: test, terms_checked: 2026-11-01, secret: {file: ../secret}}
	END
	chmod 600 secret
	export base port
	say jan 'Duinzicht Accountants heeft ons geweldig geholpen, heel fijn kantoor! #accountant' >/dev/null
	say piet 'Slechte ervaring met Duinzicht Accountants, al drie weken geen antwoord. Waardeloos. #accountant' >/dev/null
	say jan 'Weet iemand of Duinzicht Accountants ook op zaterdag open is? #accountant' >question
	say piet 'Mooi weer op het strand vandaag. #accountant' >/dev/null
	ingest
}

teardown_file() { kill "$(cat "$BATS_FILE_TMPDIR/pid")" 2>/dev/null || true; }
setup() { there; }

say() { # say USER TEXT [REPLY_TO]: its id
	jq -n --arg s "$2" --arg r "${3-}" '{status: $s, visibility: "public"} + (if $r == "" then {} else {in_reply_to_id: $r} end)' |
		curl -fs "$base/api/v1/statuses" -H "Authorization: Bearer $(cat "$1.token")" -H 'Content-Type: application/json' -d @- |
		jq -r .id
}

@test "snac2: four posts are fetched, three mention the firm, three are stored" {
	[ "$(jq -c 'select(.type == "post")' f | wc -l)" -eq 4 ]
	[ "$(jq -c 'select(.type == "post")' m | wc -l)" -eq 3 ]
	[ "$(luister-db stat | jq .posts)" -eq 3 ]
}

@test "snac2: the fields of a record, and text that reads" {
	kept zaterdag '.id, .url, .published, .author, .platform, .category, .local_id' >fields
	grep -qx "mastodon:http://localhost:$port/jan/p/.*" fields
	grep -qx "http://localhost:$port/jan/p/.*" fields
	grep -qxE '20[0-9-]{8}T[0-9:]{8}Z' fields
	grep -qx "jan@localhost:$port" fields
	[ "$(kept zaterdag .text)" = 'Weet iemand of Duinzicht Accountants ook op zaterdag open is? #accountant' ]
}

@test "snac2: it tags Dutch as English, and the posts are scored as Dutch all the same" {
	[ "$(kept geweldig .lang)" = en ]
	[ "$(kept geweldig .sentiment.lang)" = nl ]
	[ "$(kept geweldig .sentiment.label)" = pos ]
	[ "$(kept Waardeloos .sentiment.label)" = neg ]
	[ "$(kept zaterdag '.intent, .needs_reply' | tr '\n' ' ')" = 'question true ' ]
}

@test "snac2: a second run stores nothing new" {
	luister-db export | sort >before
	again
	grep -q 'luister-store: 0 new, 0 changed' err
	luister-db export | sort | cmp - before
}

@test "snac2: the firm's answer, which no tag shows, is found in the thread" {
	report | jq -e '.yesterday.mentions == 3 and (.open | length) == 2'
	say duinzicht 'Ja, elke eerste zaterdag van de maand.' "$(cat question)" >/dev/null
	for _ in $(seq 50); do                  # its queue brings the answer to the one who asked
		curl -fs "$base/api/v1/statuses/$(cat question)/context" -H "Authorization: Bearer $(cat jan.token)" |
			jq -e '.descendants | length == 1' >/dev/null && break
		sleep 0.2
	done
	again
	jq -es 'any(.[]; .type == "post" and .firms[0].role == "own" and .context.id)' s
	report '+1 day' | jq -e '.dialogue | .needing_reply == 2 and .answered == 1 and .missed_not_addressed == 1'
	report '+1 day' | jq -e '.dialogue.median_response_seconds < 60'
}

@test "snac2: an edit is seen, and counts once" {
	sleep 1.1                                # an edit in the very second of the post could not be told from it
	curl -fs -o /dev/null -X PUT "$base/api/v1/statuses/$(cat question)" -H "Authorization: Bearer $(cat jan.token)" \
		-H 'Content-Type: application/json' -d '{"status":"Weet iemand of Duinzicht Accountants ook op zondag open is? #accountant"}'
	again
	report | jq -e '.yesterday.mentions == 3'
	luister-report --date today --firm duinzicht --now "$(date -u +%FT%TZ)" | grep -q zondag
	luister-db check
}
