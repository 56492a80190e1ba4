#!/usr/bin/env bats
# Ten weeks of made-up posts: what the report says is what jq counts in the posts themselves.
load store

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	export LUISTER_NOW=2026-11-20T05:30:00Z
	unset LUISTER_CONFIG
	mkdir -p luister/firms.d
	printf 'timezone: Europe/Amsterdam\nsources: []\n' >luister/luister.yaml
	for i in 0 1 2 3 4 5; do
		echo "- {id: firm$i, name: Firm $i, branch: b, purpose: x, audience: x, names: [Firm$i]}"
	done >luister/firms.d/firms.yaml
	awk -f "$LUISTER_SRC/tests/flow/figures.awk" >posts
	{
		cat posts
		echo '{"type":"state","v":1,"source":"x","poll":{"at":"2025-11-20T05:00:00Z","ok":true,"status":200,"posts":1,"error":null}}'
		printf '{"type":"end","v":1,"stages":[{"stage":"t","made":%d,"in":0,"out":%d,"dropped":0,"rejected":0}]}\n' 1500 1500
	} >stream
	luister-store <stream 2>stored
}

midnight() { TZ=Europe/Amsterdam date -d "$(date -u -d "2026-11-20 12:00 $1 days ago" +%F) 00:00" +%s; } # before the 20th

slowly() {
	local back thursdays fridays
	thursdays=$(for back in 57 50 43 36 29 22 15 8; do midnight $back; done | jq -sc .)
	fridays=$(for back in 56 49 42 35 28 21 14 7; do midnight $back; done | jq -sc .)
	jq -S -s --arg firm "$1" --argjson now "$(date -d "$LUISTER_NOW" +%s)" --argjson from "$(midnight 1)" --argjson to "$(midnight 0)" \
		--argjson week "$(midnight 7)" --argjson week2 "$(midnight 14)" --argjson month "$(midnight 28)" \
		--argjson month2 "$(midnight 56)" --argjson thursdays "$thursdays" --argjson fridays "$fridays" \
		-f "$LUISTER_SRC/tests/flow/figures.jq" posts
}

reported() {
	luister-report --date 2026-11-19 --firm "$1" --format json | jq -S '
		def labels: {mentions, pos, neu, neg, mixed, none};
		{yesterday: (.yesterday | labels), days7: (.days7 | labels), previous7: (.previous7 | labels),
		days28: (.days28 | labels), previous28: (.previous28 | labels), processes: (.processes | map_values(labels)),
		spam: .waterfall.spam,
		dialogue: (.dialogue | if . then {needing_reply, answered, median_response_seconds, missed_addressed,
			missed_not_addressed} else . end),
		open: (.open | map(.url) | sort), threads: .baseline.mentions.threads, expected: .baseline.mentions.expected,
		repliers: .continuity.repliers, presence: (.presence | map({platform, posts, replies} | select(.posts > 0))),
		share7: .benchmark.share_of_voice.days7}'
}

@test "every firm's figures, counted twice" {
	cd "$BATS_FILE_TMPDIR"
	for i in 0 1 2 3 4 5; do
		slowly "firm$i" >slow
		reported "firm$i" >fast
		diff slow fast
	done
	# the figures are of something
	reported firm0 | jq -e '.days28.mentions > 100 and .dialogue.needing_reply > 5 and .dialogue.answered > 0 and
		(.dialogue.missed_addressed + .dialogue.missed_not_addressed) > 0 and .share7 > 0.3 and (.presence | length) == 3'
	[ "$(for i in 0 1 2 3 4 5; do reported "firm$i" | jq .spam; done | jq -s add)" -gt 0 ]
}
