#!/usr/bin/env bats
# luister-db rescore: the kept posts under another lexicon hold what a fresh store of them would.
load store

# Real posts of the demo, each from two sources, some edited later; a lexicon whose adjectives say the opposite and
# which knows no processes and no spam.
setup() {
	cd "$BATS_TEST_TMPDIR"
	keep_key key
	"$LUISTER_SRC/pipelines/demo/render" 2026-11-20 web
	jq -c --slurp '.[] | select(.content) | {type: "post", v: 1, id: .uri, source: "a", platform: "mastodon",
		category: "message", url, published: .created_at, lang: .language, author: .account.acct,
		text: (.content | gsub("<[^>]*>"; ""))} | ., (.source = "b"), (select(.id | test("[05]$")) |
		.updated = "2026-11-20T11:00:00Z" | .text += " Duinzicht Accountants is helaas een slechte keuze.")' \
		web/mastodon/*.ndjson >read
	stream read | luister-match -c "$LUISTER_SRC/pipelines/demo/config" 2>/dev/null >matched
	cp -r "$LUISTER_SRC/lexicons/nl" other
	chmod -R u+w other
	awk -F'\t' -v OFS='\t' '/^#/ || $4 == 0 { print; next } { $4 = $4 < 0 ? substr($4, 2) : "-" $4; print }' \
		"$LUISTER_SRC/lexicons/nl/adjectives.tsv" >other/adjectives.tsv
	for f in process spam; do grep '^#' "$LUISTER_SRC/lexicons/nl/$f.tsv" >other/$f.tsv; done
}
scored() { luister-score --lexicon "$1" <matched 2>/dev/null; } # scored LEXICON
house() { scored "$LUISTER_SRC/lexicons/nl"; }
labels() { db "$1" export | jq -c 'select(.type == "fact") | [.post, (.firms[] | .label)]'; }

spam() { db "$1" export | jq -s 'map(select(.type == "count" and .spam) | .n) | add // 0'; }

@test "after rescore a store is a fresh one of the new lexicon, and back" {
	house | put st
	scored other | put fresh
	! cmp -s <(labels st) <(labels fresh) || false
	[ "$(spam st)" -eq 1 ]
	[ "$(spam fresh)" -eq 0 ]
	run db st rescore --lexicon other
	[ "$status" -eq 0 ]
	[[ "$output" =~ ^rescored\ [1-9][0-9]*\ posts,\ [1-9][0-9]*\ changed$ ]]
	cmp <(db st export) <(db fresh export)
	db st check
	db st rescore --lexicon other | grep -q ' 0 changed$'
	db st rescore --lexicon "$LUISTER_SRC/lexicons/nl"
	house | put old
	cmp <(db st export) <(db old export)
}

@test "killed at any moment it leaves whole posts, and the next run does the rest" {
	for i in {1..40}; do
		sed "/\"type\":\"post\"/s|\"id\":\"|&$i-|" matched | grep -v '"type":"end"'
	done >many
	stream many >matched
	house | put st
	scored other | put fresh
	for pause in 0.05 0.1 0.2 0.4; do
		# not by the function: its shell would be killed, and the program go on
		luister-db -c none --key key -d st rescore --lexicon other >/dev/null &
		sleep "$pause"
		kill -KILL $! 2>/dev/null || true
		wait $! || true
		db st check
	done
	db st rescore --lexicon other
	db st check
	cmp <(db st export) <(db fresh export)
}

@test "a post whose text is gone, or is not kept, keeps its labels" {
	house | jq -c 'if .type == "post" then .id += "-vertrouwelijk" | .text = "Vertrouwelijk! " + .text else . end' |
		put secret
	db secret export >before
	db secret rescore --lexicon other | grep -qx 'rescored 0 posts, 0 changed'
	db secret export | cmp - before
	house | put st
	db st export >before
	LUISTER_NOW=2026-12-25T00:00:00Z db st rescore --lexicon other | grep -qx 'rescored 0 posts, 0 changed'
	db st export | cmp - before
}

@test "no store 66, no lexicon 66, another writer 75, --lexicon with another command 64" {
	run db nowhere rescore
	[ "$status" -eq 66 ]
	[ ! -e nowhere ]
	house | put st
	run db st rescore --lexicon nowhere
	[ "$status" -eq 66 ]
	run db st check --lexicon other
	[ "$status" -eq 64 ]
	exec 9>st/writer.lock
	flock -n 9
	run db st rescore
	exec 9>&-
	[ "$status" -eq 75 ]
}
