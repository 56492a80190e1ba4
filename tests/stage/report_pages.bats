# Text, HTML, Markdown, JSON and CSV show the same figures, and hostile text stays text in each.
load report

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	unset LUISTER_CONFIG
	configure
	fill
	for f in text json html markdown csv; do report --firm duinzicht --format "$f" >"page.$f"; done
}

figure() { awk -F, -v s="$1" -v f="$2" '$3 == s && $4 == f { sub("\r", ""); print $5 }' page.csv; }
bare() { sed 's/<[^>]*>/ /g; s/  */ /g; s/&#39;/'"'"'/g; s/&amp;/\&/g' page.html; }
plain() { sed 's/\\//g; s/ *| */ /g' page.markdown; }

@test "CSV: the figures of JSON under the same names" {
	for w in yesterday days7 previous7 days28 previous28; do
		for k in mentions pos neu neg mixed none; do
			[ "$(figure $w $k)" = "$(jq -r --arg w $w --arg k $k '.[$w][$k]' page.json)" ]
		done
	done
	for k in needing_reply answered missed_addressed missed_not_addressed median_response_seconds; do
		[ "$(figure dialogue $k)" = "$(jq -r --arg k $k '.dialogue[$k] // ""' page.json)" ]
	done
	[ "$(figure waterfall copies)" = "$(jq .waterfall.copies page.json)" ]
	[ "$(figure report open)" = "$(jq '.open | length' page.json)" ]
	[ "$(figure processes.service mentions)" = "$(jq .processes.service.mentions page.json)" ]
	[ "$(head -1 page.csv)" = $'firm,date,section,figure,value,unit\r' ]
	[ "$(awk -F, '{ print NF }' page.csv | sort -u)" = 6 ]
}

@test "text, HTML and Markdown: the row of mentions, the dialogue and the processes are those of JSON" {
	row="Vermeldingen $(jq -r '[.yesterday, .days7, .previous7, .days28, .previous28 | .mentions] | map(tostring) | join(" ")' page.json)"
	bare | tr '\n' ' ' | tr -s ' ' | grep -qF "$row"
	plain | grep -qF "$row"
	grep -Eq "^ Vermeldingen +$(jq -r '[.yesterday, .days7, .days28, .previous28 | .mentions] | map(tostring) | join(" +")' page.json)\$" page.text
	said=$(jq -r '.dialogue | "\(.answered) van \(.needing_reply)"' page.json)
	for page in text html; do grep -qF "$said" "page.$page"; done
	plain | grep -qF "$said"
	missed=$(jq -r '.dialogue | "\(.missed_addressed)[^0-9]* met @, \(.missed_not_addressed) zonder @"' page.json)
	grep -Eq "$missed" page.text
	bare | grep -Eq "$missed"
	plain | grep -Eq "$missed"
	service="Klantenservice $(jq -r '.processes.service | "\(.mentions) \(.pos) \(.neg) \(.open)"' page.json)"
	bare | tr '\n' ' ' | tr -s ' ' | grep -qF "$service"
	plain | grep -qF "$service"
	grep -Eq "^ ${service// / +}( |\$)" page.text
}

@test "Markdown: hostile text is text, an address a link" {
	! grep -qE '(^|[^\\])<script' page.markdown || false
	grep -qF '\<script\>alert\(1\)\</script\>' page.markdown
	grep -qF '<https://vb.example/11>' page.markdown
	! grep -qP '[\x00-\x08\x0b-\x1f\x7f]|\x{202e}' page.markdown || false
	[ "$(grep -c '^# ' page.markdown)" -eq 1 ]
	[ "$(grep -c '^| --- |' page.markdown)" -ge 4 ]
}

@test "CSV: a name that a spreadsheet would take for a formula is text" {
	sed -i 's/^- {id: stil.*/- {id: "=1+1", name: "=cmd", branch: accountancy, purpose: x, audience: klanten, names: [Stil]}/' luister/firms.d/firms.yaml
	run report --firm "=1+1" --format csv
	if [ "$status" -eq 0 ]; then
		! grep -q '^=' <<<"$output" || false
		grep -q "^'=1+1," <<<"$output"
	else
		[ "$status" -eq 78 ]          # an id that is no id is refused before
	fi
}

@test "HTML: headers have a scope, the page its language, each link a name of its own" {
	grep -q '<html lang="nl">' page.html
	! grep -qE '<th>|<th [^s]' page.html || false
	[ "$(grep -o '<h1>' page.html | wc -l)" -eq 1 ]
	! grep -qE '>(link|hier|here)</a>' page.html || false
	report --firm duinzicht --format html --lang en | grep -q '<html lang="en">'
}

@test "several formats are written at once; a slip in one writes none" {
	report --firm duinzicht --format text,markdown,csv --out out
	[ -s out/duinzicht/2026-11-19.md ] && [ -s out/duinzicht/2026-11-19.csv ] && [ -s out/duinzicht/2026-11-19.txt ]
	run report --firm duinzicht --format text,pdf --out none
	[ "$status" -eq 64 ]
	[ ! -e none ]
}

@test "--list: the posts behind each figure, as many as it says" {
	for k in pos:positive neu:neutral neg:negative mixed:mixed none:none mentions:mentions; do
		[ "$(report --firm duinzicht --list "${k#*:}" --format json | wc -l)" -eq "$(jq ".yesterday.${k%:*}" page.json)" ]
	done
	[ "$(report --firm duinzicht --list missed --format json | wc -l)" -eq "$(jq '.dialogue | .missed_addressed + .missed_not_addressed' page.json)" ]
	[ "$(report --firm duinzicht --list open --format json | jq -s length)" -eq "$(jq '.open | length' page.json)" ]
	report --firm duinzicht --list negative | grep -Eq '^do 19-11 09:12, mastodon, negatief, Klantenservice, [0-9a-f]{4}, -0,62, complaint, mention$'
	report --firm duinzicht --list negative | grep -qF '"Portaal van Duinzicht alweer onbereikbaar, erg vervelend"'
	run report --firm duinzicht --list wat
	[ "$status" -eq 64 ]
}

@test "eml: a mail that a mail program reads: two parts, the same report" {
	report --firm duinzicht --format eml >mail.eml
	! grep -qP '[^\x00-\x7f]' mail.eml || false
	[ "$(tr -d '\r' <mail.eml | awk '{ if (length > n) n = length } END { print n }')" -le 76 ] || [ "$(sed '1,/^\r$/d' mail.eml | tr -d '\r' | awk '{ if (length > n) n = length } END { print n }')" -le 76 ]
	grep -q '^Message-ID: <duinzicht.2026-11-19.1@luister.invalid>' mail.eml
	perl -MMIME::QuotedPrint -0777 -ne '($h, @p) = split /--=_luister(?:--)?\r\n/; for (@p) { ($t, $b) = split /\r\n\r\n/, $_, 2; $t =~ m{text/(\w+)} or next; open $o, ">", "part.$1"; print $o decode_qp($b) =~ s/\r\n/\n/gr }' mail.eml
	diff <(sed '$d' part.plain) page.text || diff part.plain page.text
	grep -q '^<!DOCTYPE html>' part.html
	report --firm duinzicht --format eml | cmp - mail.eml
}
