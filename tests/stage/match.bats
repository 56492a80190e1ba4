#!/usr/bin/env bats
# luister-match as a filter: what it keeps, adds, drops and refuses, and how it ends.

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	mkdir -p conf/firms.d
	echo 'purpose: "weten wat klanten vragen"' > conf/luister.yaml
	cat > conf/firms.d/duinzicht.yaml <<-'YAML'
	id: duinzicht
	name: Accountantskantoor Duinzicht
	branch: accountancy
	purpose: "weten wat klanten vragen"
	audience: klanten
	names: [Duinzicht Accountants]
	ambiguous: {Duinzicht: {near: [accountant, aangifte], not: ['camping\s+duinzicht'], window: 3}}
	accounts: {mastodon: [duinzicht@mastodon.example]}
	domains: [duinzicht.example]
	hashtags: [duinzichthelpt]
	YAML
	cat > conf/firms.d/wit.yaml <<-'YAML'
	id: wit
	name: De Wit Advocaten
	branch: advocatuur
	purpose: "weten wat klanten vragen"
	audience: klanten
	names: [De Wit]
	YAML
	export LUISTER_CONFIG="$PWD/conf"
}

post() { # ID TEXT [MORE]: TEXT is the inside of a JSON string
	printf '{"type":"post","v":1,"id":"%s","source":"s","platform":"mastodon","category":"message","url":"https://x.example/%s","published":"2026-11-19T08:12:00Z","lang":"nl","author":"jan@x.example","author_name":"Jan","text":"%s","reply_to":null,"thread":null,"rating":null,"likes":0,"reposts":0,"replies":0%s}\n' "$1" "$1" "$2" "${3-}"
}
end() { # POSTS
	printf '{"type":"end","v":1,"stages":[{"stage":"luister-fetch","made":%d,"in":0,"out":%d,"dropped":0,"rejected":0}]}\n' "$1" "$1"
}
# Runs the program over the file `in`: its output in `out`, its messages in `err`, its status in $status.
match() {
	status=0
	luister-match "$@" < in > out 2> err || status=$?
}
# A bare "! grep" in the middle of a test is no check: set -e looks away.
lacks() { # PATTERN FILE...
	local pattern=$1
	shift
	if grep -E -- "$pattern" "$@"; then return 1; fi
}
tally() { jq -c 'select(.type=="end") | .stages[-1] | [.stage,.made,.in,.out,.dropped,.rejected]' out; }
firms() { jq -c 'select(.type=="post") | .firms' out; }

@test "a mention: which firm, which role, which bytes" {
	{ post 1 'Eén vraag: Duinzicht Accountants, De Wit’s of geen?'; end 1; } > in
	match
	[ "$status" -eq 0 ]
	[ "$(firms)" = '[{"id":"duinzicht","role":"mention","at":[[12,21]]},{"id":"wit","role":"mention","at":[[35,6]]}]' ]
	[ "$(tally)" = '["luister-match",0,1,1,0,0]' ]
}

@test "the roles: own, addressed, mention" {
	{
		post 1 'Vrij vandaag' | sed 's/jan@x.example/duinzicht@mastodon.example/'
		post 2 '@duinzicht@mastodon.example help'
		post 3 'Zie https://www.duinzicht.example/a'
		post 4 '#DuinzichtHelpt'
		end 4
	} > in
	match
	[ "$(jq -c 'select(.type=="post") | .firms[0] | [.id,.role,.at]' out)" = '["duinzicht","own",[]]
["duinzicht","addressed",[[0,27]]]
["duinzicht","mention",[[4,31]]]
["duinzicht","mention",[[0,15]]]' ]
}

@test "a post that mentions no firm ends here, without a trace" {
	{ post stil-1 'Onvergetelijk lekker weer'; post 2 'De Wit'; end 2; } > in
	match
	[ "$status" -eq 0 ]
	[ "$(grep -c '"type":"post"' out)" -eq 1 ]
	lacks 'stil-1|Onvergetelijk' out err
	[ "$(tally)" = '["luister-match",0,2,1,1,0]' ]
	grep -q '2 in, 1 kept, 1 dropped, 0 rejected, 0 misses' err
}

@test "--keep-all passes it, with an empty list" {
	{ post 1 'Lekker weer'; post 2 'De Wit'; end 2; } > in
	match --keep-all
	[ "$(firms)" = '[]
[{"id":"wit","role":"mention","at":[[0,6]]}]' ]
	[ "$(tally)" = '["luister-match",0,2,2,0,0]' ]
}

@test "an ambiguous name: near, not, and a miss without text" {
	{
		post 1 'Duinzicht deed mijn aangifte'
		post geheim-2 'Duinzicht, zo mooi aan zee'
		post geheim-3 'aangifte op Camping Duinzicht'
		end 3
	} > in
	match
	[ "$(firms)" = '[{"id":"duinzicht","role":"mention","at":[[0,9]]}]' ]
	[ "$(jq -c 'select(.type=="miss") | [.id,.firm,.published,.reason]' out)" = '["geheim-2","duinzicht","2026-11-19T08:12:00Z","near"]
["geheim-3","duinzicht","2026-11-19T08:12:00Z","not"]' ]
	grep '"miss"' out > misses
	lacks '[Zz]ee|[Cc]amping|jan@' misses
	[ "$(tally)" = '["luister-match",0,3,1,2,0]' ]
	grep -q '2 misses' err
}

@test "a followed thread keeps its firms, and the firm's own answer is own" {
	{
		post 1 'Dank je wel' ',"context":{"id":"q","firms":["duinzicht"]}'
		post 2 'Graag gedaan' ',"context":{"id":"q","firms":["duinzicht","wit"]}' | sed 's/jan@x.example/duinzicht@mastodon.example/'
		end 2
	} > in
	match
	[ "$(jq -c 'select(.type=="post") | [.firms[] | [.id,.role]]' out)" = '[["duinzicht","context"]]
[["duinzicht","own"],["wit","context"]]' ]
}

@test "the input's bytes stay; only firms is added, or replaced" {
	post 1 'De Wit \u00e9\/' ',"big":9007199254740993,"e":1e2,"e":0.10' > in
	end 1 >> in
	match
	[ "$(head -1 out)" = "$(head -1 in | sed 's/}$//'),\"firms\":[{\"id\":\"wit\",\"role\":\"mention\",\"at\":[[0,6]]}]}" ]
	cp out in
	match
	[ "$status" -eq 0 ]
	cmp <(head -1 in) <(head -1 out)
	[ "$(jq -c 'select(.type=="end") | [.stages[].stage]' out)" = '["luister-fetch","luister-match","luister-match"]' ]
}

@test "other records and unknown types pass unchanged and in order" {
	{
		printf '{"type":"state","v":1,"source":"s","cursor":{"a":1.10}}\n'
		printf '{"type":"delete","v":1,"id":"x","source":"s","at":"2026-11-19T08:12:00Z"}\n'
		printf '{"type":"later","x":[1, 2],"text":"De Wit"}\n'
		end 0
	} > in
	match
	[ "$status" -eq 0 ]
	cmp <(head -3 in) <(head -3 out)
}

@test "posts, states and misses keep the order of the input" {
	{
		post 1 'De Wit'
		printf '{"type":"state","v":1,"source":"s","cursor":{"n":1}}\n'
		post 2 'mooi Duinzicht'
		post 3 'De Wit'
		printf '{"type":"state","v":1,"source":"s","cursor":{"n":2}}\n'
		end 3
	} > in
	match
	[ "$(jq -r '.type + (.id // (.cursor.n // "" | tostring))' out | tr '\n' ' ')" = 'post1 state1 miss2 post3 state2 end ' ]
}

@test "a broken line: counted, named by its number, never quoted, and the stream goes on" {
	{ post 1 'De Wit'; echo '{"type":"post","text":"Geheimenis'; post 3 'De Wit'; end 2; } > in
	match
	[ "$status" -eq 0 ]
	grep -q 'line 2: ' err
	lacks '[Gg]eheim' err out
	[ "$(jq -r 'select(.type=="post") | .id' out | tr '\n' ' ')" = '1 3 ' ]
	[ "$(jq -c 'select(.type=="reject") | .stage' out)" = '"luister-match"' ]
}

@test "a post without what it needs is rejected with the field's name" {
	{ echo '{"type":"post","v":1,"id":"1","source":"bron","platform":"mastodon","category":"message","text":"De Wit"}'; post 2 'De Wit'; end 2; } > in
	match
	[ "$status" -eq 0 ]
	grep -q 'line 1: .*published' err
	[ "$(jq -c 'select(.type=="reject") | [.source, (has("text"))]' out)" = '["bron",false]' ]
	[ "$(tally)" = '["luister-match",0,2,1,0,1]' ]
}

@test "of very many rejects the first 20 have a line, of all segments together, and the rest a count" {
	segment() { for ((i = 0; i < 1000; i++)); do post $i 'De Wit'; done; for ((i = 0; i < $1; i++)); do echo kapot; done; end 1000; }
	{ segment 15; segment 65; } > in
	match
	[ "$status" -eq 0 ]
	[ "$(grep -c ': line [0-9]*: ' err)" -eq 20 ]
	grep -qx 'luister-match: 60 more lines rejected' err
	[ "$(wc -l < err)" -eq 22 ]
	[ "$(jq -c 'select(.type=="reject")' out | wc -l)" -eq 80 ]
	segment 5000 > in
	match
	[ "$status" -eq 65 ]
	grep -qx 'luister-match: 4980 more lines rejected' err
	segment 20 > in
	match
	lacks 'more lines' err
}

@test "NUL and invalid UTF-8 are broken lines, not the end of the run" {
	{
		post 1 'De Wit\u0000x'
		post 2 'De Wit'
		printf 'De Wit \xff\xfe\n'
		post 3 'De Wit' | tr 'W' '\377'
		post 4 'De Wit' | tr 'W' '\0'
		post 5 'De Wit'
		end 5
	} > in
	match
	[ "$status" -eq 0 ]
	[ "$(jq -r 'select(.type=="post") | .id' out | tr '\n' ' ')" = '2 5 ' ]
	for line in 1 3 4 5; do grep -q "line $line: " err; done
	[ "$(jq -s '[.[] | select(.type=="reject")] | length' out)" -eq 4 ]
	jq -e . out > /dev/null
}

@test "a text of 10 MB is one reject, and its neighbours live" {
	local around
	around=$(post 2 @@)
	{
		post 1 'De Wit'
		printf '%s' "${around%@@*}"
		head -c 10000000 /dev/zero | tr '\0' a
		printf '%s\n' "${around#*@@}"
		post 3 'De Wit'
		end 3
	} > in
	[ "$(stat -c %s in)" -gt 10000000 ]
	match
	[ "$status" -eq 0 ]
	grep -q 'line 2: longer than 1 MiB' err
	[ "$(jq -r 'select(.type=="post") | .id' out | tr '\n' ' ')" = '1 3 ' ]
	[ "$(tally)" = '["luister-match",0,3,2,0,1]' ]
}

@test "a text near the limit of a line is searched to its end or cut, in seconds" {
	{
		post 1 'De Wit @@' | awk 'BEGIN { for (i = 0; i < 60000; i++) s = s "Duinzicht ab " } { split($0, p, "@@"); print p[1] s p[2] }'
		end 1
	} > in
	run timeout 20 bash -c 'luister-match < in > out 2> err'
	[ "$status" -eq 0 ]
	[ "$(firms)" = '[{"id":"wit","role":"mention","at":[[0,6]]}]' ]
}

@test "too many broken lines: 65" {
	{ for i in $(seq 30); do echo "nee $i"; post "$i" 'De Wit'; done; end 60; } > in
	match
	[ "$status" -eq 65 ]
	lacks '"type":"end"' out
	# twenty are few: the stream is used
	{ for i in $(seq 20); do echo "nee $i"; post "$i" 'De Wit'; done; end 40; } > in
	match
	[ "$status" -eq 0 ]
	[ "$(tally)" = '["luister-match",0,40,20,0,20]' ]
	# and one of each ten too
	{ for i in $(seq 22); do echo "nee $i"; for k in 1 2 3 4 5 6 7 8 9; do post "$i$k" 'De Wit'; done; done; end 220; } > in
	match
	[ "$status" -eq 0 ]
}

@test "a last line that is cut: 75, and what came before it goes on" {
	{ post 1 'De Wit'; post 2 'De Wit' | head -c 100; } > in
	match
	[ "$status" -eq 75 ]
	grep -q 'line 2: cut off' err
	[ "$(jq -r .id out)" = 1 ]
}

@test "no end record, or nothing at all: 75, and no end of our own" {
	post 1 'De Wit' > in
	match
	[ "$status" -eq 75 ]
	[ "$(jq -r .type out)" = post ]
	: > in
	match
	[ "$status" -eq 75 ]
	[ ! -s out ]
}

@test "fewer posts than the stage before sent: 75" {
	{ post 1 'De Wit'; end 2; } > in
	match
	[ "$status" -eq 75 ]
	lacks '"type":"end"' out
}

@test "streams one after the other are one stream" {
	{ post 1 'De Wit'; end 1; post 2 'De Wit'; post 3 'Niets'; end 2; } > in
	match
	[ "$status" -eq 0 ]
	[ "$(tally)" = '["luister-match",0,1,1,0,0]
["luister-match",0,2,1,1,0]' ]
}

@test "a full disk: 74" {
	{ post 1 'De Wit'; end 1; } > in
	run bash -c 'luister-match < in > /dev/full'
	[ "$status" -eq 74 ]
	[[ "$output" == *"cannot write"* ]]
	# also when all that is written comes at the very end
	end 0 > in
	run bash -c 'luister-match < in > /dev/full'
	[ "$status" -eq 74 ]
}

@test "input that cannot be read: 74" {
	run bash -c 'luister-match < /'
	[ "$status" -eq 74 ]
	[[ "$output" == *"cannot read"* ]]
}

@test "a configuration with a mistake: 78, file, line and the nearest key" {
	sed -i 's/^domains:/domians:/' conf/firms.d/duinzicht.yaml
	end 0 > in
	match
	[ "$status" -eq 78 ]
	[ ! -s out ]
	grep -q 'firms.d/duinzicht.yaml:9:' err
	grep -q '"domians".*"domains"' err
}

@test "a pattern that does not compile: 78, with firm and pattern" {
	sed -i 's/camping\\s+duinzicht/(camping/' conf/firms.d/duinzicht.yaml
	end 0 > in
	match
	[ "$status" -eq 78 ]
	grep -q 'duinzicht.*"(camping"' err
	[ ! -s out ]
}

@test "no purpose, no audience: 78; no configuration: 78" {
	sed -i '/^audience/d' conf/firms.d/wit.yaml
	end 0 > in
	match
	[ "$status" -eq 78 ]
	grep -q 'audience' err
	match -c /nonexistent
	[ "$status" -eq 78 ] || [ "$status" -eq 66 ]
	grep -q '/nonexistent' err
}

@test "-c goes before LUISTER_CONFIG" {
	mv conf other
	{ post 1 'De Wit'; end 1; } > in
	match -c other
	[ "$status" -eq 0 ]
	[ "$(firms)" = '[{"id":"wit","role":"mention","at":[[0,6]]}]' ]
}

@test "help and version: standard output, 0; a wrong option: 64" {
	run luister-match --help
	[ "$status" -eq 0 ]
	[[ "$output" == *--keep-all* ]]
	luister-match --help 2>&1 >/dev/null | wc -c | grep -qx 0
	run luister-match --version
	[ "$status" -eq 0 ]
	[[ "$output" == luister-match\ * ]]
	run luister-match --keep-none < /dev/null
	[ "$status" -eq 64 ]
}

@test "neither text nor author on standard error, whatever happens" {
	{ post 1 'Geheimtekst De Wit'; post 2 'Geheimtekst'; echo '{"type":"post","author":"jan@x.example","text":"Geheimtekst"}'; end 3; } > in
	match -v
	[ "$status" -eq 0 ]
	lacks 'Geheim|jan@|Jan' err
}

@test "an operand is 64" {
	end 0 > in
	match operand
	[ "$status" -eq 64 ]
	[ ! -s out ]
}

@test "broken lines beside all posts that were sent: too many are 65 as well" {
	{ for i in $(seq 1000); do echo "nee $i"; done; post 1 'De Wit'; end 1; } > in
	match
	[ "$status" -eq 65 ]
}
