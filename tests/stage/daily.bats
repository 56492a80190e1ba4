# luister run daily without mail: what was promised in writing is kept in writing.
load report

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	unset LUISTER_CONFIG
	configure
}

daily() { LUISTER_NOW=2026-${1}T05:30:00Z luister run daily; } # daily MM-DD
page() { jq -c "$2" "luister/reports/duinzicht/2026-$1.json"; } # page MM-DD FILTER

@test "a gap that closes after a week is made again, with the next number" {
	fill
	broken
	daily 11-20
	[ "$(page 11-19 '[.issue, .incomplete]')" = '[1,true]' ]
	for day in 21 23 25; do daily 11-$day; done
	[ "$(page 11-19 '[.issue, .incomplete]')" = '[1,true]' ]
	mend 2026-11-27T05:07:00Z
	daily 11-27
	[ "$(page 11-19 '[.issue, .incomplete, .yesterday.mentions]')" = '[2,false,8]' ]
	cp luister/store.mail before
	daily 11-28
	# and is at peace then
	[ "$(jq -r .made luister/reports/duinzicht/2026-11-19.json)" = 2026-11-27T05:30:00Z ]
	[ "$(grep -c 2026-11-19 luister/store.mail)" -eq "$(grep -c 2026-11-19 before)" ]
	! grep -qE 'sen(t|ding)|skipped' luister/store.mail || false
}

@test "late posts make the next number, until the day is final" {
	fill
	daily 11-20
	[ "$(page 11-19 '[.issue, .provisional]')" = '[1,true]' ]
	said 90 2026-11-19T18:00:00Z mastodon message mention neg -0.5 service complaint true "Nagekomen: Duinzicht is traag" >late
	{ cat late; end_line late; } | luister-store 2>stored
	daily 11-21
	[ "$(page 11-19 '[.issue, .provisional, .yesterday.mentions]')" = '[2,true,9]' ]
	daily 11-23
	[ "$(page 11-19 '[.issue, .provisional]')" = '[2,false]' ]
	daily 11-24
	[ "$(jq -r .made luister/reports/duinzicht/2026-11-19.json)" = 2026-11-23T05:30:00Z ]
	# by hand in the house's folder it keeps its number, elsewhere it is nobody's issue
	LUISTER_NOW=2026-11-24T05:30:00Z luister-report --date 2026-11-19 --all --format json --out ./luister/reports/
	[ "$(page 11-19 .issue)" = 2 ]
	LUISTER_NOW=2026-11-24T05:30:00Z luister-report --date 2026-11-19 --all --format json --out pages
	[ "$(jq .issue pages/duinzicht/2026-11-19.json)" = 1 ]
}

@test "mornings on which nobody ran are made by the next run, which says that nobody listened" {
	fill
	daily 11-20
	daily 11-29
	for day in 21 22 23 24 25 26 27 28; do
		[ "$(page 11-$day .kind)" = '"not_run"' ]
	done
	grep -q '^NIET GELUISTERD' luister/reports/duinzicht/2026-11-22.txt
	# nothing is made of the days before the first
	[ ! -e luister/reports/duinzicht/2026-11-15.json ]
	mend 2026-11-29T06:07:00Z
	daily 11-30
	for day in 20 24 28; do
		[ "$(page 11-$day '[.issue, .incomplete]')" = '[2,false]' ]
	done
}
