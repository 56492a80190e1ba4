# Open threads: a question that nobody answered is looked at again, with its replies.
load served

setup() {
	cd "$BATS_TEST_TMPDIR" || return 1
	mkdir -p web/mastodon web/feeds
	duinzicht 'accounts: {mastodon: [duinzicht@mastodon.example]}'
	status 11 jan@mastodon.example 2026-11-18T08:00:00Z null 'Weet iemand of Duinzicht Accountants ook op zaterdag open is?' > web/mastodon/tag-accountant.ndjson
	: > web/mastodon/elsewhere.ndjson
	serve web
	cat > conf/luister.yaml <<-END
	sources:
	  - {id: tag, connector: mastodon, category: message, basis: x, terms_checked: 2026-11-01, local: true, every: 1h,
	     host: "http://127.0.0.1:$(cat port)", tag: accountant}
	END
	export LUISTER_HTTP_SPACING_MS=0 LUISTER_CONFIG=$PWD/conf
}

teardown() { stop_serving; }

status() { # status ID ACCT TIME REPLY_TO TEXT
	printf '{"id":"%s","uri":"https://mastodon.example/statuses/%s","url":"https://mastodon.example/@x/%s","account":{"acct":"%s","display_name":"x"},"created_at":"%s","content":"<p>%s</p>","in_reply_to_id":%s,"reblog":null}\n' \
		"$1" "$1" "$1" "$2" "$3" "$5" "$4"
}
stored() { luister-match < f 2>> err | luister-score 2>> err | LUISTER_NOW=$1 luister-store 2>> err; }
ingest() { LUISTER_NOW=$1 luister-fetch > f 2> err && stored "$1"; }
failed() { ! LUISTER_NOW=$1 luister-fetch > f 2> err && stored "$1"; }
dialogue() { luister-report --date 2026-11-19 --firm duinzicht --now 2026-11-20T06:30:00Z --format json | jq -c ".dialogue.$1"; }

@test "the answer of the firm is found in the thread and gives the response time" {
	ingest 2026-11-18T09:00:00Z
	[ "$(dialogue answered)" = null ]                # no own post seen yet: it cannot be known
	status 12 duinzicht@mastodon.example 2026-11-18T12:00:00Z '"11"' 'Ja, elke eerste zaterdag van de maand.' > web/mastodon/elsewhere.ndjson
	status 13 piet@mastodon.example 2026-11-18T12:30:00Z '"12"' 'Fijn, daar heb ik ook wat aan.' >> web/mastodon/elsewhere.ndjson
	ingest 2026-11-18T13:00:00Z
	[ "$(jq -c 'select(.type=="post" and .context) | .id' f | wc -l)" -eq 2 ]
	[ "$(dialogue answered)" = 1 ]
	[ "$(dialogue median_response_seconds)" = 14400 ]
}

@test "others in the thread are no mentions, and their text is not kept" {
	status 12 piet@mastodon.example 2026-11-18T12:30:00Z '"11"' 'Geheimtekst van een ander.' > web/mastodon/elsewhere.ndjson
	ingest 2026-11-18T09:00:00Z
	ingest 2026-11-18T13:00:00Z
	grep -q Geheimtekst f
	[ "$(luister-report --date 2026-11-18 --firm duinzicht --now 2026-11-19T06:30:00Z --format json | jq .yesterday.mentions)" = 1 ]
	! grep -rq Geheimtekst conf/store || false
}

@test "an answered thread is left alone" {
	status 12 duinzicht@mastodon.example 2026-11-18T12:00:00Z '"11"' 'Ja, elke eerste zaterdag.' > web/mastodon/elsewhere.ndjson
	ingest 2026-11-18T09:00:00Z
	ingest 2026-11-18T13:00:00Z
	ingest 2026-11-18T14:00:00Z
	[ "$(jq -c 'select(.context)' f | wc -l)" -eq 0 ]
}

@test "a question that its author took away is deleted, and asked for no more" {
	ingest 2026-11-18T09:00:00Z
	: > web/mastodon/tag-accountant.ndjson
	ingest 2026-11-18T13:00:00Z
	[ "$(jq -r 'select(.type=="delete") | .id' f)" = mastodon:https://mastodon.example/statuses/11 ]
	[ "$(luister-report --date 2026-11-18 --firm duinzicht --now 2026-11-19T06:30:00Z --format json | jq .yesterday.mentions)" = 0 ]
	ingest 2026-11-18T14:00:00Z
	[ "$(jq -c 'select(.type=="delete")' f | wc -l)" -eq 0 ]
}

@test "an edited question is seen again" {
	ingest 2026-11-18T09:00:00Z
	sed -i 's/"reblog":null/"edited_at":"2026-11-18T10:00:00Z","reblog":null/; s/zaterdag open/zondag open/' web/mastodon/tag-accountant.ndjson
	ingest 2026-11-18T13:00:00Z
	luister-report --date 2026-11-18 --firm duinzicht --now 2026-11-19T06:30:00Z | grep -q 'zondag'
}

edit() { # edit TIME FROM TO: other words in the post, and when
	sed -i "s/\"edited_at\":\"[^\"]*\",//; s/\"reblog\":null/\"edited_at\":\"$1\",\"reblog\":null/; s/$2/$3/" web/mastodon/tag-accountant.ndjson
}

@test "a question that lost the firm's name is no mention any more, and its text goes" {
	ingest 2026-11-18T09:00:00Z
	edit 2026-11-18T10:00:00Z 'Duinzicht Accountants' 'dat kantoor'
	ingest 2026-11-18T13:00:00Z
	[ "$(jq -r 'select(.edited) | .id' f)" = mastodon:https://mastodon.example/statuses/11 ]
	jq -e -s 'any(.[]; .type == "delete") | not' f                     # it is still there
	[ "$(shown)" = 0 ]
	[ "$(luister-db stat | jq .texts)" -eq 0 ]
	LUISTER_NOW=2026-11-18T13:00:00Z luister-db purge
	! grep -raqE 'ook op zaterdag|dat kantoor' conf/store || false
	luister-db check
}

# ---- posts that nobody needs to answer ----

praise() { # a post that needs no reply
	status 21 piet@mastodon.example 2026-11-18T08:00:00Z null 'Duinzicht Accountants heeft ons prima geholpen, dank.' > web/mastodon/tag-accountant.ndjson
}
shown() { luister-report --date 2026-11-18 --firm duinzicht --now 2026-11-19T06:30:00Z --format json | jq .yesterday.mentions; }

@test "a mention that needs no reply is looked at once a day, alone: one that was taken away is deleted" {
	praise
	ingest 2026-11-18T09:00:00Z
	[ "$(shown)" = 1 ]
	status 22 jan@mastodon.example 2026-11-18T08:30:00Z '"21"' 'Wat een ander zei.' > web/mastodon/elsewhere.ndjson
	ingest 2026-11-18T20:00:00Z
	ingest 2026-11-19T07:30:00Z
	[ "$(jq -c 'select(.type=="post") | .id' f | wc -l)" -eq 1 ]       # the listing alone
	ingest 2026-11-19T08:30:00Z
	[ "$(jq -c 'select(.type=="post") | .id' f | wc -l)" -eq 2 ]       # and the post again, without the other
	[ "$(jq -c 'select(.context)' f | wc -l)" -eq 0 ]
	: > web/mastodon/tag-accountant.ndjson
	: > web/mastodon/elsewhere.ndjson
	ingest 2026-11-19T12:00:00Z
	[ "$(jq -c 'select(.type=="delete")' f | wc -l)" -eq 0 ]
	ingest 2026-11-20T08:00:00Z                                        # a run came late: made good
	[ "$(jq -r 'select(.type=="delete") | .id' f)" = mastodon:https://mastodon.example/statuses/21 ]
	[ "$(shown)" = 0 ]
}

@test "a mention that lost the firm's name is none any more, until a later edit brings it back" {
	praise
	ingest 2026-11-18T09:00:00Z
	edit 2026-11-18T10:00:00Z 'Duinzicht Accountants' 'Dat kantoor'
	ingest 2026-11-19T08:30:00Z
	[ "$(shown)" = 0 ]
	[ "$(luister-db stat | jq .texts)" -eq 0 ]
	edit 2026-11-19T09:00:00Z 'Dat kantoor' 'Duinzicht Accountants'
	ingest 2026-11-19T10:00:00Z
	[ "$(shown)" = 1 ]
	luister-db check
}

@test "a name that the configuration lost takes nothing away" {
	praise
	ingest 2026-11-18T09:00:00Z
	sed -i 's/names: .*/names: [Een andere naam]/' conf/firms.d/duinzicht.yaml
	ingest 2026-11-19T08:30:00Z
	[ "$(jq -c 'select(.type=="post" and (.edited | not))' f | wc -l)" -eq 2 ]
	[ "$(shown)" = 1 ]
}

@test "a run that failed looked at none: the next one that is answered does" {
	praise
	ingest 2026-11-18T09:00:00Z
	ingest 2026-11-19T07:30:00Z
	mv web/mastodon/tag-accountant.ndjson away
	for at in 08:30 09:30; do
		failed 2026-11-19T$at:00Z
		[ "$(jq -c 'select(.type=="state") | .poll.ok' f)" = false ]
		[ "$(jq -c 'select(.type=="delete")' f | wc -l)" -eq 0 ]
	done
	: > web/mastodon/tag-accountant.ndjson
	ingest 2026-11-19T10:30:00Z
	[ "$(jq -r 'select(.type=="delete") | .id' f)" = mastodon:https://mastodon.example/statuses/21 ]
}

@test "after four days, when its report is final, it is left alone" {
	praise
	ingest 2026-11-18T09:00:00Z
	: > web/mastodon/tag-accountant.ndjson
	ingest 2026-11-22T08:00:00Z
	[ "$(jq -c 'select(.type=="delete")' f | wc -l)" -eq 0 ]
}

@test "an erased author's posts do not go out, and the sums are right" {
	ingest 2026-11-18T09:00:00Z
	praise
	status 11 jan@mastodon.example 2026-11-18T08:00:00Z null 'Weet iemand of Duinzicht Accountants ook op zaterdag open is?' >> web/mastodon/tag-accountant.ndjson
	luister-db erase --author @Jan@mastodon.example
	ingest 2026-11-18T13:00:00Z
	[ "$(jq -r 'select(.type=="post") | .author' f)" = piet@mastodon.example ]
	[ "$(jq -c 'select(.type=="end") | .stages[0] | [.made,.out,.dropped]' f)" = '[2,1,1]' ]
	grep -q 'luister-store: 1 new, 0 changed, 0 same' err
}
