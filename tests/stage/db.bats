#!/usr/bin/env bats
# luister-db: looking after a store.
load ../flow/store

setup() { cd "$BATS_TEST_TMPDIR"; keep_key key; records 1 200 >set; stream set | put st 2>/dev/null; }

@test "stat is JSON, export is JSON, a missing store is 66" {
	[ "$(db st stat | jq .posts)" -gt 10 ]
	db st export | jq -e .type >/dev/null
	run db nowhere export
	[ "$status" -eq 66 ]
	run db nowhere purge
	[ "$status" -eq 66 ]
	[ ! -e nowhere ]
}

@test "a full disk under export is 74" {
	run bash -c 'luister-db -c none --key key -d st export >/dev/full'
	[ "$status" -eq 74 ]
}

# What is counted, but whether an own post answers somebody else: the post that it answered may be one that is gone.
counts() { db st export | jq -c 'select(.type == "count") | if .role == "own" then del(.linked) else . end' |
	jq -cs 'group_by(del(.n)) | map(.[0] + { n: map(.n) | add })[]'; }

@test "after erasing an author nothing of them is in the files, counts stay, a replay stores nothing" {
	counts >before
	[ "$(db st access --author a3@vb.example | wc -l)" -gt 0 ]
	id=$(db st access --author a3@vb.example | jq -r '.id // empty' | head -1)
	[ -n "$id" ]
	db st erase --author @A3@vb.example
	db st check
	counts | cmp - before
	[ "$(db st access --author a3@vb.example | wc -l)" -eq 0 ]
	db st export >after
	grep '"type":"post"' set >posts
	stream posts | put st 2>err
	grep -q ' 0 new, 0 changed,.* [1-9][0-9]* erased' err
	db st export | cmp - after
	db st compact
	! find st -type f -exec strings -n 3 {} + | grep -qxF "$id" || false
	! find st -type f -exec strings -n 3 {} + | grep -q "$id\"" || false
}

@test "an own post whose author is erased still answers somebody, or nobody, in the counts" {
	rm -rf st
	post() { printf '{"type":"post","v":1,"id":"%s","source":"s","platform":"m","category":"message","published":"2026-11-19T08:00:00Z","author":"%s","reply_to":%s,"text":"Duinzicht","firms":[{"id":"duinzicht","role":"%s","at":[]}]}\n' "$@"; }
	{ post vraag klant@x.example null mention; post antwoord piet@x.example '"vraag"' own; post vervolg piet@x.example '"antwoord"' own; post begin piet@x.example null own; } >four
	stream four | put st
	all() { db st export | jq -c 'select(.type == "count")'; }
	all >before
	[ "$(jq -c 'select(.role == "own") | [.linked, .n]' before | sort)" = "$(printf '[false,2]\n[true,1]')" ]
	db st erase --author piet@x.example
	db st check
	all | cmp - before
}

@test "an author's handle goes out of what others wrote" {
	head -1 set | jq -c '.id="x"|.author="b@c.example"|.role="mention"|.firms=[{id:"duinzicht",role:"mention",at:[]}]|.text="Dank @piet van Duinzicht, en piet@o.example ook"|.published="2026-11-19T08:00:00Z"|del(.updated)' >one
	stream one | put st
	db st erase --author piet@o.example
	! grep -raq 'piet' st || false
	db st access --author b@c.example | grep -q 'Dank \[gewist\] van Duinzicht'
	jq -c '.id="y"|.text="Weer dank, @Piet@o.example."' one >two
	stream two | put st
	db st access --author b@c.example | grep -q 'Weer dank, \[gewist\]\.'
}

@test "purge: texts after their days, facts after 400, and again changes nothing" {
	db st export >before
	LUISTER_NOW=2026-12-25T00:00:00Z db st purge
	[ "$(LUISTER_NOW=2026-12-25T00:00:00Z db st stat | jq .texts)" -eq 0 ]
	db st export | cmp - before
	! grep -raq 'het portaal van vandaag' st || false
	LUISTER_NOW=2028-12-25T00:00:00Z db st purge
	LUISTER_NOW=2028-12-25T00:00:00Z db st purge
	[ "$(db st stat | jq .posts)" -eq 0 ]
	db st export | jq -c 'select(.type=="count")' | cmp - <(jq -c 'select(.type=="count")' before)
	db st check
}

@test "purged in steps, what is left counts as a recount says" {
	own() { grep -m1 '"type":"post"' set | jq -c '.id = $id | .local_id = $id | .url = "https://vb.example/" + $id | .published = $at | .reply_to = $up |
		.firms = [{ id: "duinzicht", role: "own", at: [] }] | del(.updated, .undated)' --arg id "$1" --arg at "$2" --arg up "$3"; }
	{ own a 2026-11-11T05:10:00Z x; own b 2026-11-11T06:10:00Z a; own c 2026-11-11T06:20:00Z mastodon:vb.example:a; } >two
	stream two | put st
	counts >before
	for at in 16T06 16T12 16T18 17T00; do
		left=$(db st stat | jq .posts)
		LUISTER_NOW=2027-12-$at:00:00Z db st purge
		[ "$(db st stat | jq .posts)" -lt "$left" ]
		db st check
		counts | cmp - before
	done
}

@test "a text that others wrote goes after 10 days, an own one after 30; no poll brings either back" {
	rm -rf st
	post() { printf '{"type":"post","v":1,"id":"%s","source":"s","platform":"m","category":"message","published":"2026-11-19T08:00:00Z","text":"Duinzicht, %s","firms":[{"id":"duinzicht","role":"%s","at":[]}]}\n' "$@"; }
	{ post 1 buitenwoord mention; post 2 buitenwoord addressed; post 3 binnenwoord own; } >two
	stream two | put st
	db st export >before
	texts() { LUISTER_NOW=$1 db st purge >said; stream two | LUISTER_NOW=$1 put st; LUISTER_NOW=$1 db st stat | jq .texts; }
	[ "$(texts 2026-11-30T11:00:00Z)" -eq 3 ]
	[ "$(texts 2026-11-30T12:00:00Z)" -eq 1 ]
	! grep -raq buitenwoord st || false
	db st check
	db st export | cmp - before
	LUISTER_NOW=2026-12-01T00:00:00Z db st rescore --lexicon "$LUISTER_SRC/lexicons/nl" | grep -q 'rescored 1 posts'
	[ "$(texts 2026-12-20T12:00:00Z)" -eq 0 ]
	! grep -raq binnenwoord st || false
	db st check
}

@test "a text that expired does not come back with the next poll" {
	LUISTER_NOW=2026-12-25T00:00:00Z db st purge
	stream set | LUISTER_NOW=2026-12-25T00:00:00Z put st
	[ "$(db st stat | jq .texts)" -eq 0 ]
}

@test "a backup is a store with the same export; it does not overwrite one" {
	db st backup copy
	db copy export | cmp - <(db st export)
	run db st backup copy
	[ "$status" -eq 73 ]
}

@test "compact keeps the export and takes the old generation away" {
	db st export >before
	db st compact
	db st export | cmp - before
	[ "$(ls -d st/g* | wc -l)" -eq 1 ]
}

@test "usage: unknown command, missing author" {
	run db st frobnicate
	[ "$status" -eq 64 ]
	run db st erase
	[ "$status" -eq 64 ]
}

@test "what a killed compaction left is taken away by the next writer" {
	cp -r st/g1 st/g7
	stream set | put st
	[ ! -e st/g7 ]
}
