# name:     mastodon (and servers that speak its API: GoToSocial, Pleroma, snac2)
# docs:     https://docs.joinmastodon.org/methods/timelines/
# category: message
# auth:     none where a server shows its tag timelines to anyone; else a user token as `secret`
# limits:   300 requests in 5 minutes per address; 40 posts a page
# terms:    each server has its own: read its /about page
#
# host: mastodon.nl          or instances: [mastodon.nl, social.example]
# tag: jaarrekening          or account: "@duinzicht" (or the account's id on that server)

def origin: if test("^https?://") then rtrimstr("/") else "https://" + . end;
def host_of: sub("^https?://"; "") | sub("[/?#].*$"; "") | ascii_downcase;

def statuses($origin; $id): {url: ($origin + "/api/v1/accounts/" + ($id | tostring | @uri) + "/statuses"), query: {limit: 40}};

def request:
	. as $in
	| (if (.env.secret // "") != "" then {Authorization: ("Bearer " + .env.secret)} else {} end) as $headers
	| [ (.source.instances // [.source.host])[] | select(. != null) | origin
	  | . as $origin
	  | if $in.source.tag
		then {url: ($origin + "/api/v1/timelines/tag/" + ($in.source.tag | tostring | ltrimstr("#") | @uri)), query: {limit: 40}}
	    elif $in.source.account | tostring | startswith("@")
		then {url: ($origin + "/api/v1/accounts/lookup"), query: {acct: $in.source.account[1:]}, lookup: $origin}
	    else statuses($origin; $in.source.account) end
	  | {method: "GET", headers: $headers} + . ];

# `acct` has no host when the author lives on the server that was asked.
def full_acct($host): if . == null then null elif contains("@") then . else . + "@" + $host end;

# Who does not want to be found is left out of what a tag gives; of an answer in a thread the words are. A user's token
# also shows what is not public.
def status($host; $where):
	(.account.indexable == false) as $hides
	| if .reblog != null or ($hides and $where == "tag") or (.visibility // "public" | test("^(public|unlisted|local)$") | not)
	then {type: "skip", id: ("mastodon:" + .uri)}
	else {
		id: ("mastodon:" + .uri),
		local_id: ("mastodon:" + $host + ":" + (.id | tostring)),
		url: (.url // .uri),
		html: (if $hides and $where == "thread" then "" else .content // "" end),
		warning: (if $hides and $where == "thread" then null else .spoiler_text end),
		author: (.account.acct | full_acct($host)),
		author_name: .account.display_name,
		published: .created_at,
		updated: .edited_at,
		lang: .language,
		reply_to: (if .in_reply_to_id then "mastodon:" + $host + ":" + (.in_reply_to_id | tostring) else null end),
		likes: .favourites_count, reposts: .reblogs_count, replies: .replies_count
	} end;

def listed:
	(.request.url | host_of) as $host
	| (if .body | type == "object" and has("ancestors") then "thread" elif .source.account and (.source.tag | not) then "account"
		else "tag" end) as $where
	| .body
	| (if type == "array" then .[] elif has("ancestors") then (.ancestors[], .descendants[])
		elif has("uri") then .
		else error("an object where a list of posts should be") end)
	| try status($host; $where) catch null;

# An account's name leads to its posts.
def posts: if .request.lookup and .body.id? then {type: "listing", request: ({method: "GET", headers: .request.headers}
	+ statuses(.request.lookup; .body.id))} else listed end;

# Without a Link header (snac2) the last id of the page is the next one's max_id. A server behind another name links to
# that: the page is asked where the first one was.
def next:
	(.request.url // "" | capture("^(?<origin>https?://[^/?#]+)") // null | .origin) as $origin
	| ([.headers.link // "" | splits(",\\s*(?=<)") | capture("<(?<u>[^>]*)>(?<p>.*)")
		| select(.p | test("rel=\"?next"; "i")) | .u] | first) as $link
	| (.body | if type == "array" then map(objects | .id // empty) | last else null end) as $last
	| if $last == null then {request: null}
	  elif $link then {request: {url: ($link | if $origin then sub("^https?://[^/?#]+"; $origin) else . end)}}
	  elif .headers.link then {request: null}
	  else {request: {query: {max_id: $last}}} end;

# The post again, then what was answered, asked of the server that showed it: local ids mean nothing elsewhere.
def thread:
	. as $in
	| ((.post.local_id // "") | capture("^mastodon:(?<host>.+):(?<id>[^:]+)$") // null) as $l
	| [(.source.instances // [.source.host])[] | select(. != null) | origin | select(host_of == $l.host)] as $own
	| if $l == null then null else
		(($own[0] // ("https://" + $l.host)) + "/api/v1/statuses/" + ($l.id | @uri)) as $url
		| (if $own[0] and ($in.env.secret // "") != "" then {Authorization: ("Bearer " + $in.env.secret)} else {} end) as $headers
		| [$url, $url + "/context"] | map({method: "GET", url: ., query: {}, headers: $headers})
	  end;
