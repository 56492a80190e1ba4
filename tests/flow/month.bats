#!/usr/bin/env bats
# Planted months: what the reports say is what a slow script counts in the posts themselves, for every firm and figure.
load month

setup_file() {
	planted "$BATS_FILE_TMPDIR/month"
}

setup() { cd "$BATS_FILE_TMPDIR/month" || return 1; }

@test "every figure of every firm on every day, counted twice" {
	perl "$LUISTER_SRC/tests/flow/figures.pl" .
}

@test "a figure that is off is named with its firm and day" {
	mkdir off
	cp runs firms.yaml 0[12].{yaml,ndjson} off
	jq -c 'if .firm == "kuiper" then .processes.service.days28.neg += 1 else . end' 02.json >off/02.json
	head -2 runs >off/runs
	run perl "$LUISTER_SRC/tests/flow/figures.pl" off
	[ "$status" -eq 1 ]
	[[ $output == "kuiper on 2026-09-08 (run 02): processes.service.days28.neg: the report says "* ]]
	[ "${#lines[@]}" -eq 2 ]
}

@test "text, HTML, Markdown, mail, CSV and index pages say what JSON says, on every day and for every firm" {
	perl "$LUISTER_SRC/tests/flow/formats.pl" .
	perl "$LUISTER_SRC/tests/flow/sites.pl" .
}

# off FORMAT LANGUAGE SED FIGURE: a page of kuiper with one number changed, and what is said of it.
off() {
	local to=11
	[ "$2" = nl ] || to=11.en
	rm -rf page && mkdir -p page/11 page/11.en && cp -r 11/kuiper page/11 && cp -r 11.en/kuiper page/11.en
	grep '^{"firm":"kuiper"' 11.json >page/11.json
	grep '^11 ' runs >page/runs
	sed -i "$3" "page/$to/kuiper/2026-11-12.$1"
	run perl "$LUISTER_SRC/tests/flow/formats.pl" page
	[ "$status" -eq 1 ]
	[[ ${lines[0]} == "kuiper on 2026-11-12 ($to), $1: $4: "* ]]
}

@test "a number that is off in a page is named with its firm, day, format and figure" {
	off txt nl 's/^\( Gemiste dialoog  *\)2 met/\11 met/' dialogue.missed_addressed
	off txt en 's/-30%\.\.+44%/-30%..+45%/' 'days28.net_sentiment.low, high'
	off md nl 's/^\(| positief | [0-9]* | \)1 /\12 /' days7.pos
	off html en 's/Answered: 1 of 9/Answered: 3 of 9/' dialogue.answered
	off eml en 's/^\( Missed dialogue  *\)2 with/\11 with/' dialogue.missed_addressed
	off eml nl 's/Beantwoord: 1 van 9/Beantwoord: 1 van 8/' dialogue.needing_reply
	off csv nl 's/\(waterfall,spam\),0/\1,1/' waterfall.spam
	off csv nl '/,coverage,planned,/d' coverage.planned
	off csv nl 's/\(mentions28,q3,\)/\11/' benchmark.mentions28.q3
	off csv nl 's/\(mastodon.branch,passive,.*\)firms/\1posts/' presence.mastodon.branch.passive
}

# off_site PAGE SED FIGURE: an index page with one number or one shape changed, and what is said of it.
off_site() {
	[ -d sites ] || {
		mkdir sites
		cp -r 11 11.en 11.json sites
		grep '^11 ' runs >sites/runs
	}
	cp "11/$1" kept
	sed "$2" kept >"sites/11/$1"
	run perl "$LUISTER_SRC/tests/flow/sites.pl" sites
	cp kept "sites/11/$1"
	[ "$status" -eq 1 ]
	[[ $output == *"11/$1: $3: the page says "* ]]
}

@test "a number or a shape that is off in an index page is named with its page and figure" {
	off_site index.html '/kuiper/s/<td>3</<td>4</' kuiper.yesterday
	off_site branch-advocatuur.html '/kuiper/s/50,5/50,3/' kuiper.share
	off_site branch-advocatuur.html '0,/class="ring" cx="620.0"/s//class="ring" cx="600.0"/' 'ring 4'
	off_site kuiper/index.html 's/1 van 9 in/2 van 9 in/' answered
	off_site kuiper/index.html '0,/class="bar"/s/height="[0-9.]*"\/>$/height="65.0"\/>/' 'bar 2'
	off_site kuiper/index.html '/tone-t/,/<\/svg>/s/\(class="line" d="M[0-9.]* \)[0-9.]*/\120.0/' 'tone, day 17'
	off_site kuiper/index.html 's/12 november 2026: 3 /12 november 2026: 2 /g' 'calendar, day 181'
}

# told: the telling pages against those that are kept; after a change that is meant, scripts/golden.
told() { diff -ru "$LUISTER_SRC/tests/flow/golden" "$1"; }

@test "golden: the pages of the telling days, letter for letter" {
	golden . golden
	told golden
}

@test "golden: a page that is off, missing or new is named" {
	golden . other
	rm other/2027-01-01-duinzicht.md
	touch other/2026-11-12-zandvaart.txt
	sed -i 's/^ 5 vermeldingen/ 6 vermeldingen/' other/2026-11-16-2-kuiper.txt
	run told other
	[ "$status" -eq 1 ]
	[[ $output == *"diff -ru $LUISTER_SRC/tests/flow/golden/2026-11-16-2-kuiper.txt "* ]]
	[[ $output == *"- 5 vermeldingen; "*"+ 6 vermeldingen; "* ]]
	[[ $output == *": 2027-01-01-duinzicht.md"* ]]
	[[ $output == *": 2026-11-12-zandvaart.txt"* ]]
	[ "$(grep -cE '^(diff|Only)' <<<"$output")" -eq 3 ]
}

@test "no page for a terminal is over 70 lines of 80 columns" {
	perl -CSD -lne 'print "$ARGV: line $.: ", length, " columns" if length > 80;
		print "$ARGV: over 70 lines" if $. == 71; close ARGV if eof' ??/*/*.txt ??.en/*/*.txt >wide
	cat wide
	[ ! -s wide ]
}

@test "the planted days are what they were planted for" {
	jq -rs '
		def told($day; $firm; f): if any(.[]; .date == $day and .firm == $firm and f) then empty else "\($firm) on \($day)" end;
		def told($what; f): if any(.[]; f) then empty else $what end;
		def each(list; $what; f): list as $x | told("\($what) \($x)"; any(f; . == $x));
		told("2026-11-05"; "duinzicht"; .baseline | .mentions.alarm == "high" and .negative.alarm == "high"),
		told("2026-11-06"; "duinzicht"; .baseline.mentions.held_back),
		told("2026-11-12"; "molenwiek"; .waterfall.copies == 14 and .yesterday.mentions > 9 and .baseline.mentions.threads == 2),
		told("2026-11-12"; "zandvaart"; .waterfall | .copies >= 2 and .own >= 1),
		told("2026-11-12"; "boskamp"; .posts | length > 8),
		told("2026-11-16"; "kuiper"; .incomplete and .provisional and .yesterday.mentions > 2 and .days28.net_sentiment == null),
		told("2026-11-16"; "kuiper"; .incomplete or .provisional | not),
		told("2026-12-25"; "molenwiek"; .waterfall.copies == 1 and .holiday == "eerste kerstdag"),
		told("2027-02-10"; "kompas"; .kind == "strikingly_quiet"),
		told("2027-02-10"; "wegwijzer"; .kind == "ordinary" and .baseline.mentions.alarm == "low"),
		told("25 hours"; .from == "2026-10-24T22:00:00Z" and .to == "2026-10-25T23:00:00Z" and .yesterday.mentions > 0),
		told("23 hours"; .from == "2027-03-27T23:00:00Z" and .to == "2027-03-28T22:00:00Z" and .yesterday.mentions > 0),
		each("ordinary", "first_weeks", "quiet", "strikingly_quiet", "incomplete", "not_run"; "kind"; .kind),
		each("fine", "behind", "silent", "never"; "source"; .sources[].state),
		each("absent", "passive", "sending", "dialogue"; "presence"; .presence[].state),
		each("more", "less", "none", null; "change of 7 days"; .days7.mentions_change),
		each("more", "less", "none", null; "change of 28 days"; .days28.mentions_change),
		each("more", "less", "none", null; "change of tone"; .days28.net_sentiment_change),
		each("more", "less", "none", null; "change of share"; .benchmark.share_of_voice.days7_change),
		(("response_rate", "median_response_hours", "active_days", "repliers") as $g
			| each(true, false, null; "goal \($g)"; .goals[] | select(.goal == $g).met)),
		told("missed dialogue of both kinds"; .dialogue.missed_addressed > 1 and .dialogue.missed_not_addressed > 1),
		told("two medians"; .dialogue | . != null and .kaplan_meier_seconds != null and .kaplan_meier_seconds != .median_response_seconds),
		told("more wait than were answered"; .dialogue | . != null and .median_response_seconds != null and .kaplan_meier_seconds == null),
		told("office hours"; .dialogue | . != null and .response_rate != null and .median_response_office_seconds != null and .median_response_office_seconds * 2 < .median_response_seconds),
		told("stars"; .stars | length > 1),
		told("late"; .late.mentions > 1),
		told("not Dutch"; .not_dutch > 0),
		told("elevated"; .baseline.mentions.elevated),
		told("an open post whose text is not kept"; any(.open[]; .fragment == null)),
		told("a rank"; .benchmark.net_sentiment28 | .rank == 1 and .firms > 5)' [0-9]*.json >missing
	cat missing
	[ ! -s missing ]
}
