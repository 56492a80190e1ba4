#!/usr/bin/env bats
# luister-store: what it takes, refuses, commits.
load ../flow/store

setup() { cd "$BATS_TEST_TMPDIR"; keep_key key; }

p() { # p ID PUBLISHED [MORE]: a post of Duinzicht
	printf '{"type":"post","v":1,"id":"%s","source":"s","platform":"mastodon","category":"message","url":"https://x.example/%s","published":"%s","lang":"nl","author":"jan@x.example","text":"Duinzicht is snel","firms":[{"id":"duinzicht","role":"mention","at":[[0,9]]}]%s}\n' "$1" "$1" "$2" "${3-}"
}
n() { db st export | jq -s "[.[]|select($1)]|length"; }

@test "a post without firms is refused and leaves no trace on disk" {
	echo '{"type":"post","v":1,"id":"geheim-id","source":"s","platform":"m","category":"message","published":"2026-11-19T08:00:00Z","text":"onvergetelijkwoord"}' >set
	stream set | put st 2>err
	grep -q '1 rejects' err
	[ "$(n true)" -eq 0 ]
	! grep -raqE 'geheim-id|onvergetelijkwoord' st || false
}

@test "a post without sentiment counts with label none" {
	p 1 2026-11-19T08:00:00Z >set
	stream set | put st
	[ "$(n '.type=="count" and .label=="none" and .n==1 and .hour=="2026-11-19T08:00:00Z"')" -eq 1 ]
}

@test "a deletion takes the count away, and a later poll does not bring it back" {
	p 1 2026-11-19T08:00:00Z >set
	stream set | put st
	echo '{"type":"delete","v":1,"id":"1","source":"s","at":"2026-11-19T09:00:00Z"}' >del
	stream del | put st
	[ "$(n '.type=="count"')" -eq 0 ]
	stream set | put st
	[ "$(n '.type=="count"')" -eq 0 ]
	[ "$(n '.type=="deleted"')" -eq 1 ]
	db st purge
	! grep -raq 'Duinzicht is snel' st || false
}

# A post without a time of its own, as it was fetched then; its first words.
u() { p 1 "$1" ',"undated":true' | sed "s/snel/${2-snel}/"; }

@test "a post that tells no time counts when it was first seen, whatever comes again and in which order" {
	u 2026-11-18T08:00:00Z >first
	u 2026-11-18T09:00:00Z >again
	u 2026-11-19T10:00:00Z >later
	for order in 'first again later' 'later again first' 'again later first' 'first first later'; do
		rm -rf st
		for f in $order; do stream "$f" | put st; done
		[ "$(n '.type=="count" and .n==1 and .hour=="2026-11-18T08:00:00Z"')" -eq 1 ]
		[ "$(n '.type=="count"')" -eq 1 ]
		db st check
	done
	run bash -c 'source "$LUISTER_SRC/tests/flow/store.bash"; stream later | put st'
	[[ "$output" == *"0 new, 0 changed, 1 same"* ]] || { echo "$output"; false; }
}

@test "of a post that tells no time the words fetched last stand, and a version that tells one stands above it" {
	u 2026-11-18T08:00:00Z snel >a
	u 2026-11-19T08:00:00Z traag >b
	p 1 2026-11-17T08:00:00Z | sed 's/snel/dated/' >c
	for order in 'a b' 'b a'; do
		rm -rf st
		for f in $order; do stream "$f" | put st; done
		db st export | jq -e -s 'any(.[]; .type=="fact")'
		grep -raq 'Duinzicht is traag' st
		[ "$(n '.type=="count" and .hour=="2026-11-18T08:00:00Z"')" -eq 1 ]
	done
	for order in 'a b c' 'c b a' 'b c a'; do
		rm -rf st
		for f in $order; do stream "$f" | put st; done
		[ "$(n '.type=="count" and .hour=="2026-11-17T08:00:00Z"')" -eq 1 ]
		[ "$(n '.type=="count"')" -eq 1 ]
		db st check
	done
}

@test "a miss that comes again with a later time stays where it was" {
	m() { printf '{"type":"miss","v":1,"id":"9","firm":"duinzicht","published":"%s"}\n' "$1"; }
	m 2026-11-18T08:00:00Z >a
	m 2026-11-19T08:00:00Z >b
	for order in 'a b' 'b a' 'b a b'; do
		rm -rf st
		for f in $order; do stream "$f" | put st; done
		db st export >out
		grep -q '2026-11-18T08:00:00Z' out
		! grep -q '2026-11-19T08:00:00Z' out || false
	done
}

@test "an edit moves the count" {
	s() { printf ',"sentiment":{"label":"%s","polarity":0,"hits":1,"words":3,"lang":"nl","firms":{"duinzicht":{"label":"%s","polarity":0}}},"process":"service","intent":"none","needs_reply":false%s' "$1" "$1" "${2-}"; }
	p 1 2026-11-19T08:00:00Z "$(s pos)" >set
	stream set | put st
	p 1 2026-11-19T08:00:00Z "$(s neg ',"updated":"2026-11-19T10:00:00Z"')" >set
	stream set | put st
	[ "$(n '.type=="count" and .label=="neg" and .n==1')" -eq 1 ]
	[ "$(n '.type=="count"')" -eq 1 ]
	db st check
}

@test "a cursor is saved with the posts before it, and a state without cursor leaves it alone" {
	{
		p 1 2026-11-19T08:00:00Z
		echo '{"type":"state","v":1,"source":"s","cursor":{"done":"1"},"poll":{"at":"2026-11-20T11:00:00Z","ok":true,"status":200,"posts":1,"error":null}}'
		p 2 2026-11-19T09:00:00Z
	} >cut
	run bash -c 'luister-store -c none --key key -d st <cut'
	[ "$status" -eq 75 ]
	[ "$(n '.type=="fact"')" -eq 1 ]
	[ "$(db st cursor s | jq -c .cursor)" = '{"done":"1"}' ]
	echo '{"type":"state","v":1,"source":"s","poll":{"at":"2026-11-20T11:30:00Z","ok":false,"status":429,"posts":0,"error":"x","not_before":"2026-11-20T13:00:00Z"}}' >state
	stream state | put st
	[ "$(db st cursor s | jq -c '[.cursor.done,.last_poll,.not_before]')" = '["1","2026-11-20T11:30:00Z","2026-11-20T13:00:00Z"]' ]
}

@test "posts older than the facts are refused and counted" {
	p 1 2025-01-01T08:00:00Z >set
	stream set | put st 2>err
	grep -q '1 too old' err
	[ "$(n true)" -eq 0 ]
}

@test "a date in the future is clamped to first seen" {
	p 1 2031-01-01T08:00:00Z >set
	stream set | put st
	[ "$(n '.type=="count" and .hour=="2026-11-20T12:00:00Z"')" -eq 1 ]
}

@test "a BSN, an IBAN or vertrouwelijk: flagged, the text is not kept" {
	for t in 'Duinzicht, mijn nummer is 111222333' 'Duinzicht: NL91 ABNA 0417 1643 00' 'Duinzicht, dit is VERTROUWELIJK'; do
		p "$t" 2026-11-19T08:00:00Z | jq -c --arg t "$t" '.id=($t|length|tostring)|.text=$t'
	done >set
	stream set | put st
	[ "$(n '.type=="fact" and .sensitive')" -eq 3 ]
	! grep -raqE '111222333|ABNA|VERTROUWELIJK' st || false
	[ "$(db st stat | jq .texts)" -eq 0 ]
}

@test "a sensitive post that needs an answer keeps its address, and no word" {
	asks=',"needs_reply":true,"sentiment":{"label":"neg","polarity":-0.5,"hits":1,"words":9,"lang":"nl","firms":{"duinzicht":{"label":"neg","polarity":-0.5}}},"process":"service","intent":"complaint"'
	p open 2026-11-19T08:00:00Z "$asks" | sed 's/is snel/klopt niet, 111222333/' >set
	p other 2026-11-19T09:00:00Z "$asks" | sed 's/is snel/klopt niet, NL91ABNA0417164300/; s#example/other#example/NL91ABNA0417164300#' >>set
	stream set | put st
	! grep -raqE '111222333|ABNA|klopt' st || false
	[ "$(db st stat | jq .texts)" -eq 1 ]
	db st access --author jan@x.example | jq -se 'map([.url, .text]) | sort == [[null, null], ["https://x.example/open", null]]'
	# its words come and go with an edit
	p open 2026-11-19T08:00:00Z "$asks"',"updated":"2026-11-19T10:00:00Z"' >set
	stream set | put st
	db st access --author jan@x.example | jq -se 'any(.[]; .text == "Duinzicht is snel")'
	p open 2026-11-19T08:00:00Z "$asks"',"updated":"2026-11-19T11:00:00Z"' | sed 's/is snel/is snel, vertrouwelijk/' >set
	stream set | put st
	db st access --author jan@x.example | jq -se 'all(.[]; .text == null) and any(.[]; .url == "https://x.example/open")'
	db st purge
	! grep -raq 'is snel' st || false
}

@test "own beats addressed beats mention beats context, and the lowest source id names the post" {
	p 1 2026-11-19T08:00:00Z | sed 's/"role":"mention"/"role":"context"/; s/"source":"s"/"source":"z"/' >set
	p 1 2026-11-19T08:00:00Z >>set
	p 1 2026-11-19T08:00:00Z | sed 's/"role":"mention"/"role":"addressed"/; s/"source":"s"/"source":"t"/' >>set
	stream set | put st
	[ "$(n '.type=="fact" and .source=="s" and .firms[0].role=="addressed"')" -eq 1 ]
	[ "$(n '.type=="count" and .n==1')" -eq 1 ]
}

@test "the key is made 0400 beside the store, and another key is refused" {
	p 1 2026-11-19T08:00:00Z >set
	stream set | luister-store -c none -d st
	[ "$(stat -c '%a %s' st.key)" = '400 32' ]
	[ "$(stat -c %a st)" = 700 ]
	! find st -type f -perm /077 | grep . || false
	run put st <set
	[ "$status" -eq 78 ]
}

@test "options: a wrong batch is 64, an operand is 64" {
	run put st --batch 0 </dev/null
	[ "$status" -eq 64 ]
	run put st operand </dev/null
	[ "$status" -eq 64 ]
}

@test "a reply before its parent, by the server's local id: one thread, and it is answered" {
	p https://x.example/2 2026-11-19T09:00:00Z ',"reply_to":"mastodon:x.example:77"' | sed 's/"role":"mention"/"role":"own"/' >reply
	p https://x.example/1 2026-11-19T08:00:00Z ',"local_id":"mastodon:x.example:77"' >parent
	stream reply | put st
	[ "$(n '.type=="thread"')" -eq 0 ]
	stream parent | put st
	[ "$(n '.type=="thread" and .posts==2 and .own==1')" -eq 1 ]
}

@test "the third party in a followed thread: no text, no mention" {
	p 1 2026-11-19T08:00:00Z | sed 's/"role":"mention"/"role":"context"/' >set
	stream set | put st
	[ "$(db st stat | jq .texts)" -eq 0 ]
	[ "$(n '.type=="count" and .role=="mention"')" -eq 0 ]
}

# texts FROM TO: all begin with the same long phrase; each then says its own
texts() {
	for ((i = $1; i <= $2; i++)); do
		p "$i" 2026-11-19T08:00:00Z | sed "s/is snel/Belastingadviseurs organiseert informatiebijeenkomsten ondernemersregelingen pensioenhervormingen vennootschapsbelasting in a$i b$i/"
	done
}

@test "what more than a hundred texts have in common makes no copies after a purge" {
	texts 1 120 >set
	{ cat set; p 121 2026-11-19T09:00:00Z | sed 's/is snel/Belastingadviseurs organiseert informatiebijeenkomsten ondernemersregelingen pensioenhervormingen vennootschapsbelasting in a7 b7 vandaag om acht uur/'; } >tail
	stream tail | put st
	[ "$(n '.type=="fact" and .firms[0].copy')" -eq 1 ]
	rm -rf st
	stream set | put st
	db st purge
	stream tail | put st
	[ "$(n '.type=="fact" and .firms[0].copy')" -eq 0 ]
	# the same words still do
	texts 7 7 | sed 's/"id":"7"/"id":"122"/' >again
	stream again | put st
	[ "$(n '.type=="fact" and .firms[0].copy')" -eq 1 ]
	db st check
}
