#!/usr/bin/env bats
# luister-report as its user runs it: a store filled by luister-store, a page, a record for jq, a file for the web.
load report

setup() {
	cd "$BATS_TEST_TMPDIR"
	unset LUISTER_CONFIG
	configure
}

figures() { report --firm duinzicht --format json | jq -ce "$1"; }

@test "the page of Duinzicht, letter for letter" {
	fill
	report --firm duinzicht >page
	diff "$LUISTER_SRC/tests/stage/golden/duinzicht.txt" page
	[ "$(wc -l <page)" -le 70 ]
	[ "$(LC_ALL=C.UTF-8 wc -L <page)" -le 80 ]
}

@test "JSON: every figure from the posts that make it" {
	fill
	[ "$(figures '[.firm,.branch,.date,.from,.to,.made]')" = '["duinzicht","accountancy","2026-11-19","2026-11-18T23:00:00Z","2026-11-19T23:00:00Z","2026-11-20T05:30:00Z"]' ]
	[ "$(figures '[.provisional,.incomplete]')" = '[true,false]' ]
	[ "$(figures '.yesterday|[.mentions,.pos,.neu,.neg,.mixed,.none,.net_sentiment]')" = '[8,2,2,2,1,1,null]' ]
	[ "$(figures '[.days7.mentions,.days28.mentions,.previous28.mentions]')" = '[10,11,1]' ]
	[ "$(figures '.processes|map_values(.mentions)')" = '{"marketing":1,"service":3,"innovation":0,"recruitment":1,"business":1,"other":2}' ]
	[ "$(figures '.platforms[0]')" = '{"platform":"mastodon","mentions":5,"pos":0,"neg":2}' ]
	[ "$(figures '.dialogue')" = '{"needing_reply":2,"answered":1,"response_rate":null,"missed_addressed":1,"missed_not_addressed":0,"median_response_seconds":9600,"median_response_office_seconds":9600,"kaplan_meier_seconds":9600,"kaplan_meier_office_seconds":9600,"day_needing_reply":5,"day_answered":1,"open_under_24_hours":4}' ]
	[ "$(figures '[.open[].url|split("/")[-1]]')" = '["11","1","2","3","6"]' ]
	[ "$(figures '[.posts[].url|split("/")[-1]]')" = '["1","3","4","7","8","2","16","6"]' ]
	[ "$(figures '.waterfall')" = '{"hits":11,"copies":1,"misses":1,"own":1,"spam":0,"mentions":8}' ]
	[ "$(figures '.sources|map([.id,.state,.planned,.done,.error])')" = '[["mastodon","fine",24,24,null],["nieuws","fine",24,24,null]]' ]
	[ "$(figures '.last_mention')" = '"2026-11-19T22:59:59Z"' ]
}

@test "JSON: the sums are right" {
	fill
	figures '.yesterday | .mentions == .pos + .neu + .neg + .mixed + .none'
	figures '.yesterday.mentions == ([.processes[].mentions] | add)'
	figures '.yesterday.mentions == ([.platforms[].mentions] | add)'
	figures '.yesterday.mentions == (.posts | length)'
	figures '.waterfall | .hits - .copies - .misses - .own - .spam == .mentions'
}

@test "a post of another firm is in that firm's report alone" {
	fill
	! report --firm duinzicht | grep -q eindeloos || false
	report --firm kuiper | grep -q eindeloos
	[ "$(report --firm kuiper --format json | jq .yesterday.mentions)" -eq 1 ]
}

@test "HTML: one file that any parser reads, and hostile text in it is text" {
	fill
	report --firm duinzicht --format html >page.html
	grep -q '^<!DOCTYPE html>' page.html
	! grep -q '<script' page.html || false
	grep -q '&lt;script&gt;alert(1)&lt;/script&gt; \[31mrood duinzicht &amp; &quot;zo&quot;' page.html
	! grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\x{202e}' page.html || false
	! grep -qE 'src=|<link|<img|@import|url\(' page.html || false
	grep -q 'href="https://vb.example/11"' page.html
	if command -v xmllint >/dev/null; then
		# main is a tag that this old parser does not know
		xmllint --html --noout page.html 2>&1 | grep 'error' | grep -v 'Tag main invalid' >wrong || true
		cat wrong
		[ ! -s wrong ]
	fi
}

@test "no escape and no turned text reaches the terminal" {
	fill
	report --firm duinzicht >page
	! grep -qP '[\x00-\x08\x0b-\x1f\x7f]' page || false
	! grep -q $'\xe2\x80\xae' page || false
	grep -qF '<script>alert(1)</script> [31mrood duinzicht & "zo"' page
}

@test "an empty day is eight lines, and what is still open is in it" {
	fill
	{ polled mastodon 2026-11-22T05:07:00Z true null; polled nieuws 2026-11-22T05:07:00Z true null; } >later
	{ cat later; end_line later; } | luister-store 2>/dev/null
	export LUISTER_NOW=2026-11-22T05:30:00Z
	luister-report --date 2026-11-21 --firm duinzicht >page
	grep -q 'STILLE DAG: geen vermeldingen' page
	! grep -q 'STILTE NIET' page || false
	[ "$(grep -c . page)" -eq 8 ]
	grep -q '^Nog open van eerder: 5 (oudste wo 18-11, mastodon, Klantenservice)\.$' page
	grep -q '^Laatste 7 dagen: 11 vermeldingen, 3 positief, 2 negatief, 29% beantwoord\.' page
	grep -q '^Alle bronnen volledig: [0-9]* berichten\. Laatste vermelding: vr 20-11 00:00\.$' page
	grep -q '^0 treffers - 0 dubbel - 0 andere betekenis - 0 eigen - 0 spam = 0$' page
	luister-report --date 2026-11-21 --firm duinzicht --format json |
		jq -e '.yesterday.mentions == 0 and .posts == [] and (.open | length) == 5'
	# a firm of which nothing was ever said
	report --firm stil >page
	grep -q 'STILLE DAG' page
	report --firm stil --format json | jq -e '.last_mention == null and .dialogue == null'
}

@test "silence cannot be told when no source was heard" {
	{
		posts
		polled mastodon 2026-11-19T05:00:00Z true null
		polled mastodon 2026-11-19T06:00:00Z false '"HTTP 429"'
	} >set
	{ cat set; end_line set; } | luister-store 2>/dev/null
	report --firm stil >page
	grep -q 'STILTE NIET VAST TE STELLEN' page
	grep -q 'ONVOLLEDIG - 0 van 2 bronnen' page
	grep -q 'mastodon sinds do 19-11 07:00 (6 van 24 rondes): HTTP 429' page
	! grep -q 'STILLE DAG' page || false
	report --firm stil --format json | jq -e '.incomplete and .sources[1].done == 0 and .yesterday.net_sentiment == null'
}

@test "English, and the same figures" {
	fill
	report --firm duinzicht --lang en >page
	grep -q '^About: Thursday 19 November 2026' page
	grep -q '^ 8 mentions; 10 in 7 days, 11 in 28 days' page
	grep -q '^ 11 hits - 1 duplicate - 1 other meaning - 1 own - 0 spam = 8$' page
	! grep -qE 'vermeldingen|positief|gisteren' page || false
}

@test "a branch, all firms, and files that are whole and private" {
	fill
	[ "$(report --branch accountancy --format json | jq -s 'map(.firm)|sort|join(" ")' -r)" = 'duinzicht stil' ]
	[ "$(report --all --format json | jq -s length)" -eq 3 ]
	report --all --format text,html,json --out out >said
	[ ! -s said ]
	[ "$(find out -name '2026-*' -type f | wc -l)" -eq 9 ]
	[ "$(find out -type f | wc -l)" -eq 15 ]       # an index per firm, per branch and of all
	! find out -type f -not -perm 600 | grep . || false
	! find out -type d -perm /077 | grep . || false
	report --firm duinzicht | cmp - out/duinzicht/2026-11-19.txt
	report --firm duinzicht --format html | cmp - <(grep -v '^<nav>' out/duinzicht/2026-11-19.html)
	report --firm duinzicht --format json | cmp - out/duinzicht/2026-11-19.json
	# again, over what is there
	report --all --format text,html,json --out out
	[ "$(find out -name '2026-*' -type f | wc -l)" -eq 9 ]
	[ "$(find out -type f | wc -l)" -eq 15 ]       # an index per firm, per branch and of all
}

# nine weeks of six firms: `n` posts a day of each, and a loud last day of Duinzicht
nine_weeks() {
	local day firm i n id=1000
	configure
	for i in 1 2 3 4; do
		echo "- {id: buur$i, name: Buur $i, branch: accountancy, purpose: x, audience: klanten, names: [Buur$i]}"
	done >>luister/firms.d/firms.yaml
	cat >>luister/firms.d/more.yaml <<-'YAML'
	id: doel
	name: Doel & Co
	branch: accountancy
	purpose: weten
	audience: klanten
	names: [Doel]
	accounts: {mastodon: [doel@vb.example]}
	goals: {response_rate: 0.5, median_response_hours: 8}
	YAML
	for back in $(seq 60 -1 0); do
		day=$(date -u -d "2026-11-19 12:00 $back days ago" +%F)
		polled mastodon "${day}T20:00:00Z" true null
		polled nieuws "${day}T20:00:00Z" true null
		for firm in buur1 buur2 buur3 buur4; do
			said $((id++)) "${day}T10:00:00Z" mastodon message mention neu 0 other none false "over $firm"
		done
		n=2
		[ "$back" -gt 0 ] || n=14
		firm=duinzicht
		for i in $(seq $n); do
			said $((id++)) "${day}T11:00:00Z" mastodon message mention neg -0.5 service complaint false "over $firm"
		done
	done
	firm=doel
	for i in 1 2 3 4 5; do
		said q$i "2026-11-17T0$i:00:00Z" mastodon message addressed neu 0 service question true "vraag $i"
		[ $i -gt 3 ] || author=doel said r$i "2026-11-17T1$i:30:00Z" mastodon message own neu 0 service none false "antwoord" ",\"reply_to\":\"https://vb.example/q$i\""
	done
	polled mastodon 2026-11-20T05:07:00Z true null
	polled nieuws 2026-11-20T05:07:00Z true null
}

@test "nine weeks: what is normal, an alarm, the branch, the goals" {
	nine_weeks >set
	{ cat set; end_line set; } | luister-store 2>/dev/null
	[ "$(figures '[.kind,.yesterday.mentions,.days7.mentions,.days28.mentions,.previous28.mentions]')" = '["ordinary",14,26,68,56]' ]
	[ "$(figures '.baseline|map_values([.threads,.expected,.days,.alarm,.held_back])')" = '{"mentions":[14,2,8,"high",false],"negative":[14,2,8,"high",false]}' ]
	figures '.baseline.mentions | .at_least < 0.005 and .at_most > 0.99'
	# 26 of 26 + 4 x 7 + 5 questions, in 7 firms (one of them silent)
	[ "$(figures '.benchmark|[.firms,.mentions7.rank,.mentions7.median,.share_of_voice.days7,.share_of_voice.yesterday]')" = '[7,1,7,0.441,null]' ]
	[ "$(report --firm doel --format json | jq -c '.dialogue|[.needing_reply,.answered,.response_rate,.missed_addressed]')" = '[5,3,0.6,2]' ]
	# asked at 2, 3 and 4 in the morning, answered at 12:30, 13:30, 14:30: 3:30, 4:30 and 5:30 after nine
	[ "$(report --firm doel --format json | jq -c '[.dialogue.median_response_office_seconds,(.goals|map(.met))]')" = '[16200,[true,true]]' ]
	[ "$(report --firm doel --format json | jq -c '.presence[0]|[.platform,.state,.posts,.replies,.branch.passive]')" = '["mastodon","passive",3,3,1]' ]
	report --firm duinzicht | grep -q '^ ! 14 gesprekken; normaal op donderdag 2 (8 weken)\.'
	# nothing rings the day before
	luister-report --date 2026-11-18 --firm duinzicht --format json | jq -e '.baseline.mentions | .alarm == "none" and .threads == 2'
}

@test "reports expire after report_days, and nothing else in their folder does" {
	fill
	printf 'retention: {report_days: 30}\n' >>luister/luister.yaml
	mkdir -p out/duinzicht out/elders
	touch out/duinzicht/{2026-10-20.txt,2026-10-20.html,2026-10-21.txt,2026-10-20,notes-2020-01-01.txt} out/elders/2020-01-01.txt
	report --firm duinzicht >page
	[ -e out/duinzicht/2026-10-20.txt ]
	report --firm duinzicht --out out
	[ "$(cd out/duinzicht && echo *)" = "2026-10-20 2026-10-21.txt 2026-11-19.txt notes-2020-01-01.txt" ]
	[ -e out/elders/2020-01-01.txt ]
}

@test "the time of making: LUISTER_NOW, and --now before it" {
	fill
	luister-report --date yesterday --firm duinzicht --format json | jq -e '.date == "2026-11-19" and .made == "2026-11-20T05:30:00Z"'
	luister-report --date today --firm duinzicht --format json | jq -e '.date == "2026-11-20" and .yesterday.mentions == 1'
	# half past midnight in Amsterdam is yesterday in Greenwich
	luister-report --date yesterday --firm duinzicht --now 2026-11-19T23:30:00Z --format json | jq -e '.date == "2026-11-19"'
	report --firm duinzicht --now 2026-11-22T22:59:59Z | grep -q VOORLOPIG
	report --firm duinzicht --now 2026-11-22T23:00:00Z | grep -q DEFINITIEF
	LUISTER_NOW=2026-11-23T05:30:00Z report --firm duinzicht | grep -q 'Gemaakt: ma 23-11-2026 06:30 - DEFINITIEF'
	run env LUISTER_NOW=gisteren luister-report --date 2026-11-19 --firm duinzicht
	[ "$status" -eq 64 ]
}

@test "the same store and the same time give the same bytes, whatever the zone of the machine" {
	fill
	for format in text json html; do
		report --firm duinzicht --format $format >one
		TZ=Pacific/Auckland LC_ALL=C report --firm duinzicht --format $format | cmp - one
	done
}

@test "a day of 25 hours" {
	said 1 2026-10-24T22:00:00Z mastodon message mention neu 0 other none false "Duinzicht opent" >set
	said 2 2026-10-25T22:59:59Z mastodon message mention neu 0 other none false "Duinzicht sluit" >>set
	said 3 2026-10-25T23:00:00Z mastodon message mention neu 0 other none false "Duinzicht slaapt" >>set
	{ cat set; end_line set; } | luister-store 2>/dev/null
	luister-report --date 2026-10-25 --firm duinzicht --format json |
		jq -e '.yesterday.mentions == 2 and .from == "2026-10-24T22:00:00Z" and .to == "2026-10-25T23:00:00Z"'
}

@test "no firm of that name: 64, and the name" {
	fill
	run report --firm duinzigt
	[ "$status" -eq 64 ]
	[[ $output == *duinzigt*"no such firm"* ]]
	run report --branch notariaat
	[ "$status" -eq 64 ]
	[[ $output == *notariaat* ]]
}

@test "no store: 66, and none is made" {
	run report --firm duinzicht
	[ "$status" -eq 66 ]
	[[ $output == *store* ]]
	[ ! -e luister/store ]
	fill
	run report --firm duinzicht -d elsewhere
	[ "$status" -eq 66 ]
	[ ! -e elsewhere ]
}

@test "another key: 78" {
	fill
	chmod 600 luister/store.key
	head -c 32 /dev/zero >luister/store.key
	run report --firm duinzicht
	[ "$status" -eq 78 ]
}

@test "wrong options are 64 and print nothing on standard output" {
	fill
	wrong() {
		local code=0
		luister-report "$@" >out 2>err || code=$?
		echo "$*: $code $(<err)"
		[ "$code" -eq 64 ]
		[ ! -s out ]
		[ -s err ]
	}
	wrong
	wrong --date 2026-11-19
	wrong --firm duinzicht
	wrong --date 2026-11-19 --firm duinzicht --all
	wrong --date 2026-11-19 --firm duinzicht --branch accountancy
	wrong --date 2026-02-30 --firm duinzicht
	wrong --date gisteren --firm duinzicht
	wrong --date 2026-11-19 --firm duinzicht --format pdf
	wrong --date 2026-11-19 --firm duinzicht --lang fr
	wrong --date 2026-11-19 --firm duinzicht --now straks
	wrong --date 2026-11-19 --firm duinzicht --nonsense
}

@test "a full disk is 74, a folder that cannot be made 73" {
	fill
	run bash -c 'luister-report --date 2026-11-19 --firm duinzicht >/dev/full'
	[ "$status" -eq 74 ]
	touch file
	run report --firm duinzicht --out file/reports
	[ "$status" -eq 73 ]
}

@test "what is said on standard error holds no post and no author" {
	fill
	report --all -v >/dev/null 2>err
	! grep -qE 'onbereikbaar|vb.example|@duinzicht' err stored || false
}

@test "a text that has expired leaves the figures, and no fragment, purged or not" {
	fill
	report --firm duinzicht --now 2026-11-29T05:30:00Z | grep -q onbereikbaar
	! report --firm duinzicht --now 2026-12-01T05:30:00Z | grep -q onbereikbaar || false
	LUISTER_NOW=2026-12-25T05:30:00Z luister-db purge
	report --firm duinzicht --format json --now 2026-12-25T05:30:00Z |
		jq -e '.yesterday.mentions == 8 and all(.posts[]; .fragment == null and .url == null)'
	! report --firm duinzicht --now 2026-12-25T05:30:00Z | grep -q onbereikbaar || false
}

@test "why: each part is in the text, the sum is theirs, and a text that has gone says so" {
	fill
	report --firm duinzicht --list mentions --format json >list.json
	[ "$(jq -c 'select(.url == "https://vb.example/1") | .why | [.label, .polarity, .decided, .sum, [.parts[] | [.words, .rule, .polarity, .adds]]]' list.json)" = \
		'["neg",-0.62,"words",-0.79,[["onbereikbaar","fact",-0.4,-0.4],["vervelend","word",-0.26,-0.39]]]' ]
	jq -es 'all(.[] | .why; .others > 0 or ((([.parts[].adds] | add // 0) - .sum) * 1000 | fabs < 0.5))' list.json
	jq -es 'all(.[]; .fragment as $f | .why.parts | all(.words as $w | $f | contains($w)))' list.json
	[ "$(jq -r 'select(.url == "https://vb.example/16") | .why | .decided + " " + .lang' list.json)" = "language en" ]
	# five weeks later the figures stand, and the texts are gone
	LUISTER_NOW=2026-12-25T05:30:00Z luister-report --date 2026-11-19 --firm duinzicht --list negative >gone
	[ "$(grep -c '^  tekst verlopen' gone)" -eq 2 ]
	! grep -q vervelend gone || false
	LUISTER_NOW=2026-12-25T05:30:00Z luister-report --date 2026-11-19 --firm duinzicht --list negative --format json |
		jq -es 'all(.[]; .why == null)'
}

@test "why: each firm of a post has what is said of it, and no word beside them" {
	local text="Kuiper Advocaten was slecht. Duinzicht was snel, liet Piet-Jan niet wachten"
	said 30 2026-11-19T12:00:00Z mastodon message mention pos 0.447 other none false "$text" |
		jq -c '.firms = [{id: "duinzicht", role: "mention", at: [[29, 9]]}, {id: "kuiper", role: "mention", at: [[0, 16]]}]' >set
	{ cat set; end_line set; } | luister-store 2>/dev/null
	report --firm duinzicht --list mentions >list
	grep -q '^  positief +0,5 = snel +0,5$' list
	report --firm kuiper --list mentions >list
	grep -q '^  ander lexicon, nu negatief -0,6 = slecht -0,6$' list
}

@test "why: the lexicon is read only when a post is shown; without one the page is whole and says so" {
	fill
	rm -r luister/woorden
	report --firm stil >page 2>said
	[ ! -s said ]
	report --firm duinzicht --format csv >page 2>said
	[ ! -s said ]
	report --firm duinzicht >page 2>said
	grep -q 'posts are shown without why' said
	grep -q 'erg vervelend' page
	! grep -q 'vervelend -0' page || false
	[ "$(report --all --list mentions 2>&1 >list | wc -l)" -eq 1 ]
}

@test "why: another lexicon makes no new issue, and no other figures" {
	fill
	report --firm duinzicht --format csv >before
	sed -i 's/-0.26/-0.9/' luister/woorden/adjectives.tsv
	report --firm duinzicht --format csv | cmp - before
	report --firm duinzicht | grep -q '^   ander lexicon, nu negatief -1,75 = erg 1,5 x vervelend -0,9 + 1 andere'
	luister-db rescore >/dev/null
	report --firm duinzicht | grep -q '^   negatief -1,75 = erg 1,5 x vervelend -0,9 + onbereikbaar (feit) -0,4'
}

@test "spam is marked and not hidden: in the waterfall and its list, in no other figure" {
	fill
	report --firm duinzicht --format json | jq -S 'del(.waterfall)' >before
	{
		said 40 2026-11-19T09:00:00Z mastodon message mention neg -0.620 service complaint true "DM voor promo, @duinzicht, klachten welkom" ',"spam":true'
		said 41 2026-11-18T09:00:00Z mastodon message addressed pos 0.620 service question true "1000 echte volgers voor 5 euro, duinzicht" ',"spam":true'
		author=duinzicht said 42 2026-10-19T09:00:00Z mastodon message context pos 0.620 other none false "verder niets" ',"spam":true'
	} >set
	{ cat set; end_line set; } | luister-store 2>/dev/null
	luister-db check
	report --firm duinzicht --format json >page.json
	[ "$(jq -c .waterfall page.json)" = '{"hits":12,"copies":1,"misses":1,"own":1,"spam":1,"mentions":8}' ]
	jq -S 'del(.waterfall)' page.json | diff before -
	report --firm duinzicht | grep -q '^ 12 treffers - 1 dubbel - 1 andere betekenis - 1 eigen - 1 spam = 8$'
	report --firm duinzicht --format html | grep -q '1 eigen - 1 spam = 8 vermeldingen'
	report --firm duinzicht --format csv | grep -q '^duinzicht,2026-11-19,waterfall,spam,1,posts'
	report --firm duinzicht --list spam >list
	grep -q '^  "DM voor promo, @duinzicht, klachten welkom"$' list
	grep -q '^  spam: DM voor promo$' list
	[ "$(grep -c '^  https' list)" -eq 1 ]
	[ "$(report --firm duinzicht --list mentions --format json | jq -r .url | grep -c /40)" -eq 0 ]
	[ "$(luister-db export | jq -c 'select(.type == "fact" and .spam)' | wc -l)" -eq 3 ]
	[ "$(luister-db export | jq -s 'map(select(.type == "count" and .spam) | .n) | add')" -eq 2 ]
}

@test "a text expires by --now, not by the time of the machine: the same bytes whenever it runs" {
	fill
	report --firm duinzicht >page
	! LUISTER_NOW=2026-12-25T05:30:00Z report --firm duinzicht | grep -q onbereikbaar || false
	LUISTER_NOW=2026-12-25T05:30:00Z report --firm duinzicht --now 2026-11-20T05:30:00Z | cmp - page
}
