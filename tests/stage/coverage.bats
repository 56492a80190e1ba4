# A source that fails or fell silent is named in the report, through real polls: fetch, store, report. A listing goes on
# showing what it had: only what is new tells that somebody still writes there.
load served

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	mkdir -p web/mastodon
	duinzicht
	for tag in levend stil uit; do : > web/mastodon/tag-$tag.ndjson; done
	serve web
	echo sources: > conf/luister.yaml
	for tag in levend stil uit; do
		echo "  - {id: $tag, connector: mastodon, category: message, basis: x, terms_checked: 2026-11-01, local: true, every: 1d, host: \"http://127.0.0.1:$(cat port)\", tag: $tag}"
	done >> conf/luister.yaml
	export LUISTER_HTTP_SPACING_MS=0 LUISTER_CONFIG=$PWD/conf
}

teardown() { stop_serving; }

# write TAG DAY: three posts of that day before those that are there
write() {
	local day=$2 n
	for n in 3 2 1; do
		printf '{"id":"%d%d","uri":"https://m.example/%s/%d%d","url":"https://m.example/%s/%d%d","account":{"acct":"jan%d"},"created_at":"%sT1%d:00:00Z","content":"<p>Weer een dag.</p>","reblog":null}\n' \
			"$((day + 100))" "$n" "$1" "$((day + 100))" "$n" "$1" "$((day + 100))" "$n" "$n" "$(date_of "$day")" "$n"
	done > new
	cat new web/mastodon/tag-"$1".ndjson > all
	mv all web/mastodon/tag-"$1".ndjson
}
date_of() { date -ud "2026-10-20 + $1 days" +%F; }

# poll DAY: the morning after that day
poll() {
	LUISTER_NOW=$(date_of $(($1 + 1)))T05:00:00Z
	export LUISTER_NOW
	luister-fetch > f 2> err || [ -n "$2" ]
	luister-match < f 2>> err | luister-score 2>> err | luister-store 2>> err
}
day_of_report() { luister-report --date "$(date_of "$1")" --firm duinzicht --now "$(date_of $(($1 + 1)))T05:30:00Z" "${@:2}"; }

@test "a source that failed for a day and one that fell silent are named, with what they are used to; the others are not" {
	for ((day = 1; day <= 16; day++)); do
		for tag in levend stil uit; do write $tag $day; done
		poll $day
	done
	day_of_report 15 > before
	! grep -qE 'Bron (uit|stil)' before || false
	[ "$(day_of_report 15 --format json | jq -c '[.coverage.sources, .coverage.sources_fine, .coverage.posts_read]')" = '[3,3,9]' ]
	for ((day = 17; day <= 20; day++)); do
		write levend $day
		if [ $day -lt 19 ]; then write uit $day; else rm -f web/mastodon/tag-uit.ndjson; fi
		poll $day "$([ $day -lt 19 ] || echo fails)"
	done
	day_of_report 20 > after
	cat after
	grep -q 'Bron stil: stil, leeg sinds 3 dagen (normaal 3 per dag)' after
	grep -q 'Bron uit: uit sinds .* (0 van 1 rondes)' after
	! grep -qE 'Bron (uit|stil): levend' after || false
	grep -q '1 van 3 bronnen' after
	day_of_report 20 --format json | jq -ce '[.sources[] | {id, state, silent_days, posts_a_day, error}]' > sources
	cat sources
	jq -e 'map({(.id): .state}) | add == {levend: "fine", stil: "silent", uit: "behind"}' sources
	jq -e '.[] | select(.id == "stil") | .silent_days == 3 and .posts_a_day == 3' sources
	jq -e '.[] | select(.id == "uit") | .error | test("404")' sources
	for format in html markdown; do
		day_of_report 20 --format $format > page
		grep -qE 'Bron stil.?: stil' page
		grep -qE 'Bron uit.?: uit' page
	done
}
