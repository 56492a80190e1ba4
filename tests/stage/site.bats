# The index pages: what they show is what the days' JSON says, gaps are gaps, and a name is only a name.
load site

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	unset LUISTER_CONFIG
	many
}

day() { luister-report --date "$1" "${@:2}"; }

# rows PAGE DAY-LABEL: the cells of that row of the table of days
cells() { perl -0777 -ne 'BEGIN { $d = shift } while (m{<tr><th scope="row">(?:<a [^>]*>)?\Q$d\E(?:</a>)?</th>(.*?)</tr>}g) { my $r = $1; my @c = $r =~ m{<td[^>]*>(.*?)</td>}g; print join("|", @c), "\n" if @c == 5 || $r =~ /colspan/ }' "$2" "$1"; }

same() { # FIRM DATE LABEL: the index's row is the day's JSON
	day "$2" --firm "$1" --format json >json
	cells "out/$1/index.html" "$3" >row
	jq -r '[.yesterday.mentions, .yesterday.pos, .yesterday.neg, .days7.mentions] | map(tostring) | join("|")' json >want
	[ "$(cut -d'|' -f1-4 row)" = "$(cat want)" ]
	# whole per cents of the page, thousandths of JSON
	jq -r '.days28.net_sentiment | if . then "\(.value) \(.low) \(.high)" else "-" end' json >net
	cut -d'|' -f5 row | tr -d '%()' | sed 's/\.\./ /' | paste -d' ' - net |
		perl -ane 'exit($F[0] eq "-" ? $F[1] ne "-" : grep { abs($F[$_] - 100 * $F[$_ + 3]) > 0.56 } 0 .. 2)'
}

@test "a firm's index: each day's numbers are those of its JSON" {
	day 2026-11-19 --all --format html --out out
	for firm in duinzicht eik kade; do
		same $firm 2026-11-19 'donderdag 19 november 2026'
		same $firm 2026-11-18 'woensdag 18 november 2026'
		same $firm 2026-10-05 'maandag 5 oktober 2026'
		same $firm 2026-08-25 'dinsdag 25 augustus 2026'
	done
	grep -q 'donderdag 19 november 2026: 0 vermeldingen' out/duinzicht/index.html
	n=$(day 2026-11-18 --firm duinzicht --format json | jq .yesterday.mentions)
	[ "$n" -gt 1 ]
	grep -q "woensdag 18 november 2026: $n vermeldingen" out/duinzicht/index.html
}

@test "a firm's index: processes are those of JSON, and thirteen weeks add up to the days" {
	day 2026-11-19 --all --format html,json --out out
	want=$(jq -r '.processes.service.days28 | "\(.mentions)|\(.pos)|\(.neg)"' out/duinzicht/2026-11-19.json)
	perl -0777 -ne 'print "$1|$2|$3\n" if m{Klantenservice</th><td class="spark">.*?</svg></td><td>(\d+)</td><td>(\d+)</td><td>(\d+)</td>}s' out/duinzicht/index.html >got
	[ "$(cat got)" = "$want" ]
	# four weeks of the table are the 28 days
	perl -0777 -ne 'm{<details><summary>Processen per week.*?</details>}s or die; my $t = $&; my @r = $t =~ m{<tr><th scope="row">[^<]*</th>(.*?)</tr>}g; my $s = 0; for (@r[0 .. 3]) { my @c = /<td>(\d+)<\/td>/g; $s += $_ for @c } print "$s\n"' out/duinzicht/index.html >got
	[ "$(cat got)" -eq "$(jq .days28.mentions out/duinzicht/2026-11-19.json)" ]
}

@test "a branch: ranks, shares, quartiles and presence are those of JSON" {
	day 2026-11-19 --all --format html,json --out out
	for firm in duinzicht eik; do
		want=$(jq -r '.benchmark | "\(.mentions28.rank)|\(.mentions28.value)|\(.share_of_voice.days28 * 1000 | round / 10)%"' out/$firm/2026-11-19.json | tr . ,)
		perl -0777 -ne 'BEGIN { $f = shift } print "$1|$2|$3\n" if m{href="$f/index.html">[^<]*</a></th><td>(.*?)</td><td>(.*?)</td><td>(.*?)</td>}' $firm out/branch-accountancy.html >got
		[ "$(cat got)" = "$want" ]
	done
	want=$(jq -r '.benchmark.mentions28 | "\(.q3) \(.median) \(.q1)"' out/eik/2026-11-19.json)
	[ "$(grep -oE '(kwartiel|mediaan)</th><td></td><td>[0-9,]*' out/branch-accountancy.html | grep -oE '[0-9,]*$' | paste -sd' ')" = "$want" ]
	for state in 'afwezig:absent' 'zendt:sending'; do
		n=$(jq --arg s "${state#*:}" '.presence[0].branch[$s]' out/eik/2026-11-19.json)
		grep -q "kantoren: ${state%:*}</th><td>$n</td>" out/branch-accountancy.html
	done
}

@test "days before anybody listened are gaps, not zeros" {
	day 2026-11-19 --all --format html --out out
	[ "$(cells out/duinzicht/index.html 'zondag 21 juni 2026')" = 'niet geluisterd' ]
	grep -q 'zondag 21 juni 2026: niet geluisterd' out/duinzicht/index.html
	! grep -q 'zondag 21 juni 2026: 0 vermeldingen' out/duinzicht/index.html || false
	# the last day, while a source is down
	grep -v '"at":"2026-11-[12][90]T' set >broken
	rm -rf luister/store broken.end
	{ cat broken; end_line broken; } | luister-store 2>stored
	day 2026-11-19 --firm eik --format html --out down
	day 2026-11-19 --firm eik --format json | jq -e .incomplete
	cells down/eik/index.html 'donderdag 19 november 2026' | grep -qE 'niet geluisterd|onvolledig'
}

@test "few words make no tone: a firm that nobody judged has no line" {
	day 2026-11-19 --all --format html --out out
	grep -q 'id="tone-t"' out/duinzicht/index.html
	! grep -q 'id="tone-t"' out/stil/index.html || false
	grep -q 'Te weinig om te zeggen' out/stil/index.html
}

@test "each link leads to a file; days lead to their index and their neighbours" {
	for d in 17 18 19; do day 2026-11-$d --all --format html --out out; done
	day 2026-11-18 --all --format html --out out
	grep -q '<a href="2026-11-17.html">dinsdag 17 november 2026</a><a href="index.html">Overzicht</a><a href="2026-11-19.html">' out/eik/2026-11-18.html
	n=0
	for page in out/*.html out/*/*.html; do
		while read -r href; do
			[ -e "$(dirname "$page")/$href" ]
			n=$((n + 1))
		done < <(grep -oE ' href="[^"]*"' "$page" | grep -v '://' | cut -d'"' -f2)
	done
	[ "$n" -gt 50 ]
	! day 2026-11-18 --firm eik --format html | grep -q '<nav>' || false
}

@test "an older day leaves the indexes alone; --firm writes no page of a branch" {
	day 2026-11-19 --all --format html --out out
	cp -r out before
	day 2026-11-10 --all --format html --out out
	for page in index.html branch-accountancy.html eik/index.html; do cmp out/$page before/$page; done
	day 2026-11-19 --firm eik --format html --out one
	[ -e one/eik/index.html ]
	! ls one/*.html 2>/dev/null || false
	! grep -q '<nav>' one/eik/index.html || false
	day 2026-11-19 --branch accountancy --format html --out two
	[ -e two/branch-accountancy.html ] && [ ! -e two/index.html ]
	day 2026-11-19 --all --format json --out three
	[ "$(find three -name '*.html' | wc -l)" -eq 0 ]
}

@test "hostile names are text on every page, and no path leaves the folder" {
	day 2026-11-19 --all --format html --out out
	for page in out/index.html out/branch-*.html out/kade/index.html out/kuiper/index.html; do
		! grep -qiE '<script|<b>|<i>' "$page" || false
		[ "$(stat -c %a "$page")" = 600 ]
	done
	grep -qF '&lt;script&gt;alert(&#39;x&#39;)' out/index.html
	[ -e out/branch-Recht_20_26_20_3ci_3eOrde_3c_2fi_3e.html ]
	[ "$(find . -name '*.html' | grep -vcE '^\./out/(index|branch-[A-Za-z0-9_-]*|[a-z]+/(index|2026-11-19))\.html$')" -eq 0 ]
}

@test "golden: the root, a branch, and a firm in English" {
	day 2026-11-19 --all --format html --out out
	day 2026-11-19 --firm kuiper --format html --out english --lang en
	diff "$LUISTER_SRC/tests/stage/golden/root.html" out/index.html
	diff "$LUISTER_SRC/tests/stage/golden/branch.html" out/branch-accountancy.html
	diff "$LUISTER_SRC/tests/stage/golden/firm-en.html" english/kuiper/index.html
}
