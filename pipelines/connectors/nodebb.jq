# name:     nodebb (posts of one forum)
# docs:     https://docs.nodebb.org/api/read/
# category: forum
# auth:     none where guests may read; searching wants a user token as `secret` on most forums (the forum's
#           administrator makes one under Settings, API Access)
# limits:   none in NodeBB itself; 20 posts or topics a page
# terms:    the forum's
#
# url: https://forum.example.nl, and one of
#   search: Duinzicht    posts with these words
#   category: 5          the posts of this category: of each topic with a new one those that are new
#   topic: 123           the posts of one topic, newest first
#   (none)               the forum's newest posts of a month

def site: .source.url | rtrimstr("/");
def host_of: sub("^https?://"; "") | sub("[/?#].*$"; "") | ascii_downcase;
def bearer: if .env.secret then {Authorization: ("Bearer " + .env.secret)} else {} end;

def topic($tid): {method: "GET", headers: bearer, url: (site + "/api/topic/" + ($tid | tostring | @uri)),
	query: {sort: "newest_to_oldest", page: 1}};

def request: if .source.topic and (.source.search or .source.category | not) then topic(.source.topic) else {
	method: "GET", headers: bearer,
	url: (site + (if .source.search then "/api/search" elif .source.category then "/api/category/" + (.source.category | tostring | @uri)
		else "/api/recent/posts/month" end)),
	query: (if .source.search then {term: .source.search, in: "titlesposts", matchWords: "all", sortBy: "timestamp",
			sortDirection: "desc", showAs: "posts", page: 1}
		elif .source.category then {sort: "recently_replied", page: 1} else {} end)} end;

def fault: .body | if type == "array" then null
	elif .status?.code? and .status.code != "ok" then (.status.message // .status.code)
	elif .error then (.error | tostring)
	elif .posts or .topics or .response then null else "no list of posts" end;

def count: if type == "object" then .count else . end | if type == "number" then . else null end;

def post($site; $host; $topic):
	("nodebb:" + $host + ":") as $own
	| ($own + (.pid | tostring)) as $id
	| (.topic // $topic) as $t
	| ($t.mainPid // null) as $main
	| (if .tid then $own + (.tid | tostring) + "/" + (.pid | tostring) else $id end) as $local
	| if .deleted == true or .deleted == 1 or $t.deleted == true or $t.deleted == 1 then {type: "delete", id: $id}
	  else {
		id: $id, local_id: $local, url: ($site + "/post/" + (.pid | tostring | @uri)),
		title: (if $main == .pid then $t.title else null end),
		html: (.content // ""),
		author: (if (.user.userslug // .user.username) then (.user.userslug // .user.username) + "@" + $host else null end),
		author_name: (.user.displayname // .user.username),
		published: (.timestampISO // .timestamp),
		updated: (if (.edited // 0) != 0 then (.editedISO // .edited) else null end),
		reply_to: (if (.toPid // "" | tostring) != "" then $own + (.toPid | tostring)
			elif $main and $main != .pid then $own + ($main | tostring) else null end),
		thread: (if $main then $own + ($main | tostring) else null end),
		likes: (.votes // .upvotes), replies: (.replies | count)
	  } end;

# A category leads to its topics and says which post is the newest of each (the teaser); one that nobody answered has
# none but its own.
def posts:
	. as $in | site as $site | (.source.url | host_of) as $host | ("nodebb:" + $host + ":") as $own
	| if fault then error(fault) else .body end
	| if type == "array" then .[] | try post($site; $host; {}) catch null
	  elif .response then .response | if .deleted == true or .deleted == 1 then post($site; $host; {}) else {type: "skip"} end
	  elif .topics then .topics[]
		| try (if .deleted == true or .deleted == 1 then {type: "delete", id: ($own + (.mainPid | tostring))}
		  else ($own + (.teaser.pid // .mainPid | tostring)) as $newest | .tid as $tid
			| {type: "skip", id: $newest}, {type: "listing", newest: $newest, request: ($in | topic($tid))} end) catch null
	  else . as $t | .posts[] | try post($site; $host; (if $t.mainPid then $t else {} end)) catch null end;

# `next.page` stays a number at the end: `active` says whether there is one. The newest posts are a bare list.
def next: {request: (if (.body | type) == "array" then
	if (.body | length) >= 20 then {query: {page: ((.request.query.page // 1) + 1)}} else null end
	elif .body.pagination.next.active == true
	then {query: {page: .body.pagination.next.page}} else null end)};

# Whether the post is still there, and its topic's newest posts; the topic's number stands in the local id.
def thread:
	("nodebb:" + (.source.url | host_of) + ":") as $own
	| (.post.local_id // "") as $id
	| ($id[($own | length):] | capture("^(?<tid>[0-9]+)/(?<pid>[0-9]+)$") // null) as $at
	| site as $site | bearer as $headers
	| if ($id | startswith($own) | not) or $at == null then null else [
		{method: "GET", url: ($site + "/api/v3/posts/" + $at.pid), query: {}, headers: $headers},
		{method: "GET", url: ($site + "/api/topic/" + $at.tid), query: {sort: "newest_to_oldest"}, headers: $headers}] end;
