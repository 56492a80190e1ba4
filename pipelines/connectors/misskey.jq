# name:     misskey (Misskey, Sharkey, Firefish: notes with a tag or words, or those of one account)
# docs:     https://misskey-hub.net/en/docs/for-developers/api/
# category: message
# auth:     none for tags on most servers; words and some servers want a user's access token as `secret`
# limits:   each server sets its own; 100 notes a page
# terms:    the server's
#
# host: misskey.example    tag: jaarrekening    query: Duinzicht    account: 9abcdef (the account's id on that server)

def site: .source.host | if test("^https?://") then rtrimstr("/") else "https://" + . end;
def host_of: sub("^https?://"; "") | sub("[/?#].*$"; "") | ascii_downcase;

# Everything is asked with a POST. The token goes into a header and never into the body, which a cursor keeps.
def call($path; $args): {method: "POST", url: (site + "/api/" + $path), body: ($args | tojson),
	headers: ({"Content-Type": "application/json"} + (if (.env.secret // "") != "" then {Authorization: ("Bearer " + .env.secret)} else {} end))};

def request:
	if .source.account then call("users/notes"; {userId: .source.account, limit: 100, withReplies: true})
	elif .source.query then call("notes/search"; {query: .source.query, limit: 100})
	else call("notes/search-by-tag"; {tag: (.source.tag | tostring | ltrimstr("#")), limit: 100}) end;

# A renote without words of its own is a repost. A token also shows what is not public.
def note($host):
	("misskey:" + $host + ":") as $own
	| if .renoteId and (.text // "") == "" or (.visibility // "public" | test("^(public|home)$") | not) then {type: "skip", id: ($own + .id)}
	  else {
		id: ($own + .id), local_id: ($own + .id), url: (.url // .uri // ("https://" + $host + "/notes/" + .id)),
		markdown: (.text // ""), warning: .cw,
		author: (.user.username + "@" + (.user.host // $host)), author_name: .user.name,
		published: .createdAt, updated: .updatedAt, lang: .lang,
		reply_to: (if .replyId then $own + .replyId else null end),
		likes: (.reactionCount // ([.reactions // {} | .[]] | add)), reposts: .renoteCount, replies: .repliesCount
	  } end;

def posts:
	(.source.host | host_of) as $host
	| .request.gone as $gone
	| .body
	| if type == "array" then .[] elif .error.code? == "NO_SUCH_NOTE" and $gone then {type: "delete", id: $gone}
	  elif .error then error(.error.message // .error.code // "refused" | tostring)
	  elif .id then . else error("an object where a list of notes should be") end
	| try (if .type? == "delete" then . else note($host) end) catch null;

def next:
	(.body | if type == "array" then map(objects | .id // empty) | last else null end) as $last
	| {request: (if $last == null then null else {body: (.request.body | fromjson + {untilId: $last} | tojson)} end)};

def thread:
	("misskey:" + (.source.host | host_of) + ":") as $own
	| (.post.id // "") as $id
	| $id[($own | length):] as $note
	| if ($id | startswith($own) | not) then null
	  else [call("notes/show"; {noteId: $note}) + {gone: $id}, call("notes/children"; {noteId: $note, limit: 100, depth: 6})] end;
