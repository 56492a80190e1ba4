#!/usr/bin/env bats
# luister-score as a filter: what it adds, what it leaves alone, how it ends.

post() { # id text [more fields]
	printf '{"type":"post","v":1,"id":"%s","source":"s","platform":"mastodon","category":"message","url":"https://x.nl/1","published":"2026-11-19T08:12:00Z","lang":"nl","author":"a","author_name":"A","text":"%s","reply_to":null,"thread":null,"rating":null,"likes":0,"reposts":0,"replies":0%s}\n' "$1" "$2" "$3"
}

end() { # posts
	printf '{"type":"end","v":1,"stages":[{"stage":"luister-fetch","made":%d,"in":0,"out":%d,"dropped":0,"rejected":0}]}\n' "$1" "$1"
}

@test "a post gets sentiment, process, intent and needs_reply" {
	run bash -c "{ $(declare -f post end); post m:1 'Geweldig geholpen door dit kantoor, heel erg bedankt!'; end 1; } | luister-score 2>/dev/null | head -1 | jq -ce '[.sentiment.label, .sentiment.lang, .sentiment.words, (.sentiment.polarity > 0), (.process|type), .intent, .needs_reply]'"
	[ "$status" -eq 0 ]
	[ "$output" = '["pos","nl",8,true,"string","compliment",false]' ]
}

@test "each firm gets its own feeling" {
	run bash -c "{ $(declare -f post end); post m:1 'Bij X slecht geholpen, nu bij Y en dik tevreden over alles' ',\"firms\":[{\"id\":\"x\",\"role\":\"mention\",\"at\":[[4,1]]},{\"id\":\"y\",\"role\":\"mention\",\"at\":[[30,1]]}]'; end 1; } | luister-score | head -1 | jq -c '[.sentiment.firms.x.label, .sentiment.firms.y.label]'"
	[ "$output" = '["neg","pos"]' ]
}

@test "polarity has three decimals and the input's bytes stay" {
	post m:1 "Slechte service van dit kantoor, wij zijn niet tevreden." ',"big":9007199254740993,"e":1e2' > "$BATS_TEST_TMPDIR/in"
	end 1 >> "$BATS_TEST_TMPDIR/in"
	luister-score < "$BATS_TEST_TMPDIR/in" > "$BATS_TEST_TMPDIR/out"
	grep -Eq '"polarity":-0\.[0-9]{3},' "$BATS_TEST_TMPDIR/out"
	grep -Fq '"big":9007199254740993,"e":1e2' "$BATS_TEST_TMPDIR/out"
	# what stood before the last brace is still the start of the line
	[ "$(head -1 "$BATS_TEST_TMPDIR/out" | cut -c1-200)" = "$(head -1 "$BATS_TEST_TMPDIR/in" | cut -c1-200)" ]
}

@test "scoring twice changes nothing" {
	{ post m:1 "Heel blij met jullie advies, dank jullie wel!"; end 1; } | luister-score | head -1 > "$BATS_TEST_TMPDIR/once"
	{ cat "$BATS_TEST_TMPDIR/once"; end 1; } | luister-score | head -1 > "$BATS_TEST_TMPDIR/twice"
	diff <(jq -S . "$BATS_TEST_TMPDIR/once") <(jq -S . "$BATS_TEST_TMPDIR/twice")
}

@test "a text that is not Dutch has no label" {
	run bash -c "{ $(declare -f post end); post m:1 'This is a wonderful law firm and I would recommend them to everyone I know'; end 1; } | luister-score | head -1 | jq -c '[.sentiment.label, .sentiment.polarity, .sentiment.hits]'"
	[ "$output" = '["none",0.000,0]' ] || [ "$output" = '["none",0,0]' ]
}

@test "--explain names token, entry, file, line and rule" {
	run bash -c "{ $(declare -f post end); post m:1 'Wij zijn niet tevreden over dit kantoor.'; end 1; } | luister-score --explain | head -1 | jq -e '[.why[] | select(.rule == \"negated\")][0] | .token == \"tevreden\" and .file == \"negators.tsv\" and .line > 0 and .milli < 0'"
	[ "$status" -eq 0 ]
}

@test "without --explain there is no why" {
	run bash -c "{ $(declare -f post end); post m:1 'Prima kantoor.'; end 1; } | luister-score | head -1 | jq -e 'has(\"why\")'"
	[ "$output" = "false" ]
}

@test "other records pass unchanged" {
	{ printf '{"type":"state","v":1,"source":"s","cursor":{"a":1.10}}\n'; end 0; } > "$BATS_TEST_TMPDIR/in"
	luister-score < "$BATS_TEST_TMPDIR/in" | head -1 > "$BATS_TEST_TMPDIR/out"
	diff <(head -1 "$BATS_TEST_TMPDIR/in") "$BATS_TEST_TMPDIR/out"
}

@test "a stream without its end is 75" {
	run bash -c "{ $(declare -f post); post m:1 'Prima kantoor.'; } | luister-score 2>/dev/null"
	[ "$status" -eq 75 ]
}

@test "a full disk is 74" {
	run bash -c "{ $(declare -f post end); post m:1 'Prima kantoor.'; end 1; } | luister-score 2>/dev/null > /dev/full"
	[ "$status" -eq 74 ]
}

@test "a lexicon with a mistake is 78 and names the line" {
	mkdir "$BATS_TEST_TMPDIR/lx"
	printf '# a comment\nmooi\tadj\t~\tveel\t0.5\t1\t-\t-\n' > "$BATS_TEST_TMPDIR/lx/adjectives.tsv"
	run luister-score --lexicon "$BATS_TEST_TMPDIR/lx" < /dev/null
	[ "$status" -eq 78 ]
	[[ "$output" == *"adjectives.tsv:2"* ]]
}

@test "a missing lexicon is 66, an operand 64" {
	run luister-score --lexicon /nonexistent < /dev/null
	[ "$status" -eq 66 ]
	run luister-score file < /dev/null
	[ "$status" -eq 64 ]
}

@test "spam has a mark, in any language, and what is none has none" {
	cd "$BATS_TEST_TMPDIR"
	{ post m:1 "DM voor promo 🔥 #accountant"; post m:2 "We sell dofollow backlinks, DM us now. This is an offer for the law firm."
	post m:3 "Duinzicht belt niet terug, ook niet via WhatsApp."; end 3; } | luister-score >out
	[ "$(head -3 out | jq -c '[.spam, .needs_reply]' | tr '\n' ' ')" = '[true,false] [true,false] [null,true] ' ]
	# a mark of another lexicon is taken back
	{ head -3 out | sed 's/"DM voor promo/"Geen promo/'; end 3; } | luister-score | head -3 | jq -c .spam | tr '\n' ' ' >again
	[ "$(cat again)" = 'false true null ' ]
}

@test "a firm's own post is never spam" {
	{ post m:1 "DM voor promo 🔥" ',"firms":[{"id":"x","role":"own","at":[]}]'; end 1; } | luister-score | head -1 | jq -e 'has("spam") | not'
}
