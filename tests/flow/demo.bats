# The demo's web through the whole pipeline: what is fetched, kept, counted and told. The figures that hang on the
# lexicon are not looked at here.

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	"$LUISTER_SRC/pipelines/demo/render" 2026-11-20 "$PWD"
	"$LUISTER_SRC/pipelines/demo/serve" 0 "$PWD" port 3>&- &
	echo $! > server
	for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
	sed -i "s/127\.0\.0\.1:18573/127.0.0.1:$(cat port)/" config/luister.yaml
	export LUISTER_CONFIG=$PWD/config LUISTER_NOW=2026-11-20T06:30:00Z LUISTER_HTTP_SPACING_MS=0
	luister run ingest 2> ingest
	luister run daily 2> daily
}

teardown_file() { kill "$(cat "$BATS_FILE_TMPDIR/server")" 2>/dev/null || true; }
setup() { cd "$BATS_FILE_TMPDIR" || return 1; }

day() { luister-report --date 2026-11-19 --firm "$1" --format json; }
# posts FIRM FROM TO [ROLES]: ids out of the store's export, counted without the report
texts() { luister-fetch -d nowhere 2>/dev/null | luister-match 2>/dev/null | jq -c 'select(.type == "post")'; }

@test "every source answers, and what mentions nobody is not kept" {
	grep -q '9 sources, 0 failed' ingest
	[ "$(texts | wc -l)" -eq "$(sed -n 's/^luister-match: .* \([0-9]*\) kept.*/\1/p' ingest)" ]
	[ "$(luister-db stat | jq .texts)" -le "$(texts | jq -r .id | sort -u | wc -l)" ]
	elsewhere=$(luister-fetch -d nowhere 2>/dev/null | luister-match --keep-all 2>/dev/null |
		jq -r 'select(.firms == []) | .text | split("\n")[0]' | awk 'length > 30' | head -n 1)
	[ -n "$elsewhere" ]
	! grep -rqF "$elsewhere" config/store || false
}

@test "the mentions of the day are those that jq counts in the fetched posts" {
	# within the day of Amsterdam, by others, each id once; copies and spam are counted by the report apart
	for firm in duinzicht vanrijn noordkaap; do
		counted=$(texts | jq -r --arg f "$firm" 'select(.published >= "2026-11-18T23:00:00Z" and .published < "2026-11-19T23:00:00Z")
			| select(any(.firms[]; .id == $f and (.role == "mention" or .role == "addressed"))) | .id' | sort -u | wc -l)
		[ "$(day "$firm" | jq '.waterfall | .mentions + .copies + .spam')" -eq "$counted" ]
	done
}

@test "a syndicated story is one mention" {
	[ "$(day duinzicht | jq .waterfall.copies)" -ge 1 ]
}

@test "an advert that is spam is marked, shown on request and no mention" {
	[ "$(day duinzicht | jq .waterfall.spam)" -eq 1 ]
	luister-report --date 2026-11-19 --firm duinzicht --list spam >spam
	grep -q 'opgelet: koop 1000 echte volgers' spam
	grep -qx '  spam: koop … volgers' spam
	! luister-report --date 2026-11-19 --firm duinzicht --list mentions | grep -q 'echte volgers' || false
	[ "$(for f in vanrijn noordkaap; do day $f | jq .waterfall.spam; done | jq -s add)" -eq 0 ]
}

@test "questions that the firm answered are answered, with their time" {
	day duinzicht | jq -e '.dialogue.answered == 2 and .dialogue.median_response_seconds > 3600'
	day vanrijn | jq -e '.dialogue.answered == 1 and .dialogue.median_response_seconds == 8700'
}

@test "a second run an hour later stores nothing new and finds the same" {
	luister-db export | sort > before
	LUISTER_NOW=2026-11-20T07:30:00Z luister run ingest 2> again
	grep -q 'luister-store: 0 new, 0 changed' again
	luister-db export | sort | cmp - before
	luister-db check
}

@test "three firms, four days, three formats" {
	[ "$(find config/reports -name '2026-*.html' | wc -l)" -eq 12 ]
	[ "$(find config/reports -name 'index.html' | wc -l)" -eq 4 ]
	[ "$(find config/reports -name '*.txt' | wc -l)" -eq 12 ]
	[ "$(find config/reports -name '*.json' -exec jq -e .firm {} + | wc -l)" -eq 12 ]
	[ "$(find config/reports -type f -perm /077 | wc -l)" -eq 0 ]
	! LC_ALL=C.UTF-8 grep -hE '.{81}' config/reports/*/*.txt || false
	for f in config/reports/*/*.txt; do [ "$(wc -l < "$f")" -le 71 ]; done
}
