# The JSON of each kind of day is what pipelines/schema/daily.json says, and nothing else is.
load site

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	unset LUISTER_CONFIG
	python3 -c 'import jsonschema' || skip "python3-jsonschema is not installed: scripts/setup does"
}

valid() { # FILE: every line of it
	python3 - "$LUISTER_SRC/pipelines/schema/daily.json" "$1" <<-'PY'
	import json, jsonschema, sys
	schema = json.load(open(sys.argv[1]))
	jsonschema.Draft202012Validator.check_schema(schema)
	check = jsonschema.Draft202012Validator(schema)
	lines = [json.loads(l) for l in open(sys.argv[2])]
	bad = [f"{e.json_path}: {e.message[:200]}" for l in lines for e in check.iter_errors(l)]
	print("\n".join(bad))
	sys.exit(bool(bad) or not lines)
	PY
}

@test "real days of each kind are valid" {
	many
	for d in 2026-11-18 2026-11-19 2026-07-15; do luister-report --date $d --all --format json; done >days.json
	luister-report --date 2026-11-19 --all --format json --now 2026-12-05T05:30:00Z >>days.json    # final
	luister-report --date 2026-11-25 --all --format json --now 2026-11-26T05:30:00Z >>days.json    # not run
	luister-report --date 2026-11-20 --all --format json --now 2026-11-21T05:30:00Z >>days.json    # incomplete
	luister-report --date 2026-11-05 --firm stil --format json >>days.json
	{ polled mastodon 2026-11-21T05:07:00Z true null; polled nieuws 2026-11-21T05:07:00Z true null; } >later
	{ cat later; end_line later; } | luister-store 2>stored
	luister-report --date 2026-11-20 --all --format json --now 2026-11-21T05:30:00Z >>days.json    # strikingly quiet
	rm -rf luister/store
	configure
	fill
	luister-report --date 2026-11-19 --all --format json >>days.json
	[ "$(jq -rs 'map(.kind) | unique | join(" ")' days.json)" = "first_weeks incomplete not_run ordinary quiet strikingly_quiet" ]
	jq -es 'any(.[]; .posts != []) and any(.[]; .open != []) and any(.[]; .dialogue) and any(.[]; .dialogue == null) and any(.[]; .baseline.mentions)' days.json
	valid days.json
}

@test "an unknown field, a missing one and a wrong value are not" {
	many
	luister-report --date 2026-11-18 --firm duinzicht --format json >day.json
	valid day.json
	for change in '.new = 1' '.days7.new = 1' '.posts[0].text = "x"' 'del(.kind)' '.kind = "nice"' '.yesterday.mentions = -1' \
		'.yesterday.mentions = null' 'del(.coverage.done)' '.processes.other.days28.new = 1' '.date = 19' '.from = "gisteren"'; do
		jq -c "$change" day.json >changed.json
		! cmp -s day.json changed.json || false
		! valid changed.json || false
	done
}
