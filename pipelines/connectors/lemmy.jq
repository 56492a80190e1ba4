# name:     lemmy (posts and comments of one server, 0.19 and 1.0)
# docs:     https://join-lemmy.org/docs/contributors/04-api.html
# category: forum
# auth:     none where the server shows its posts to anyone
# limits:   each server sets its own (60 searches in 10 minutes is common); 50 posts a page
# terms:    the server's
#
# host: feddit.nl    what: posts (default) or comments    search: Duinzicht    community: nederland    api: v3 (default) or v4

def site: .source.host | if test("^https?://") then rtrimstr("/") else "https://" + . end;
def host_of: sub("^https?://"; "") | sub("[/?#].*$"; "") | ascii_downcase;
def v4: (.source.api // "v3") == "v4";
def comments: .source.what == "comments";

def request:
	site as $site | v4 as $v4 | comments as $comments
	| ($site + (if $v4 then "/api/v4" else "/api/v3" end)) as $api
	| (if .source.community then {community_name: .source.community} else {} end) as $where
	| {method: "GET"}
	+ (if .source.search then {url: ($api + "/search"), query: ($where + {sort: (if $v4 then "new" else "New" end),
			listing_type: (if $v4 then "all" else "All" end), limit: 50}
			+ (if $v4 then {search_term: .source.search, type_: (if $comments then "comments" else "posts" end)}
			else {q: .source.search, type_: (if $comments then "Comments" else "Posts" end), page: 1} end))}
	  else {url: ($api + (if $comments then "/comment/list" else "/post/list" end)), query: ($where + {limit: 50,
			sort: (if $v4 then "new" else "New" end), type_: (if $v4 then "all" else "All" end)} + (if $v4 then {} else {page: 1} end))} end);

def author($host): . as $c | if $c == null then null
	else $c.name + "@" + (($c.actor_id // $c.ap_id // "") | host_of | if . == "" then $host else . end) end;

def post($host):
	("lemmy:" + $host + ":") as $own
	| .post as $p | (.counts // $p) as $n
	| ($own + ($p.id | tostring)) as $id
	| if $p.deleted == true or $p.removed == true then {type: "delete", id: $id}
	  else {
		id: $id, local_id: $id, url: ($p.ap_id // $p.url), title: $p.name,
		markdown: (($p.body // "") + (if $p.url and $p.url != $p.ap_id then "\n\n<" + $p.url + ">" else "" end)),
		author: (.creator | author($host)), author_name: .creator.display_name,
		published: ($p.published_at // $p.published), updated: ($p.updated_at // $p.updated), thread: $id,
		likes: $n.upvotes, replies: $n.comments
	  } end;

# `path` is 0, the comments above, and this one.
def comment($host):
	("lemmy:" + $host + ":") as $own
	| .comment as $c | (.counts // $c) as $n
	| ($own + "c" + ($c.id | tostring)) as $id
	| ($c.path // "0" | split(".")) as $path
	| if $c.deleted == true or $c.removed == true then {type: "delete", id: $id}
	  else {
		id: $id, local_id: $id, url: $c.ap_id, markdown: ($c.content // ""),
		author: (.creator | author($host)), author_name: .creator.display_name,
		published: ($c.published_at // $c.published), updated: ($c.updated_at // $c.updated),
		reply_to: (if ($path | length) > 2 then $own + "c" + $path[-2] else $own + ($c.post_id | tostring) end),
		thread: ($own + ($c.post_id | tostring)),
		likes: $n.upvotes, replies: $n.child_count
	  } end;

# 1.0 lists what a search found under `results`, or `posts` and `comments` as 0.19 does.
def posts:
	(.source.host | host_of) as $host
	| .request.gone as $gone
	| .body
	| if $gone and (.error? // "" | tostring | test("^(couldnt_find_(post|comment)|not_found)$")) then {type: "delete", id: $gone}
	elif .error then error(.message // .error | tostring)
	elif .post_view then .post_view | post($host)
	elif .comment_view then .comment_view | comment($host)
	elif .posts or .comments or .results or .items then
		(.posts[]?, .comments[]?, .results[]?, .items[]?)
		| try (if .comment then comment($host) elif .post then post($host) else {type: "skip"} end) catch null
	else error("no list of posts") end;

def found: [.body | (.posts // [])[], (.comments // [])[], (.results // [])[], (.items // [])[]] | length;

def next: {request: (if found == 0 then null
	elif .body.next_page then {query: {page_cursor: .body.next_page}}
	elif .request.query.page then {query: {page: (.request.query.page | tonumber + 1)}}
	else null end)};

def thread:
	("lemmy:" + (.source.host | host_of) + ":") as $own
	| (.post.id // "") as $id
	| (site + (if v4 then "/api/v4" else "/api/v3" end)) as $api
	| v4 as $v4
	| ($id[($own | length):] | capture("^(?<c>c?)(?<n>[0-9]+)$") // null) as $at
	| if ($id | startswith($own) | not) or $at == null then null
	  elif $at.c == "" then [{method: "GET", url: ($api + "/post"), query: {id: $at.n}, gone: $id},
		{method: "GET", url: ($api + "/comment/list"), query: {post_id: $at.n, sort: (if $v4 then "new" else "New" end), max_depth: 8,
			type_: (if $v4 then "all" else "All" end)}}]
	  else [{method: "GET", url: ($api + "/comment"), query: {id: $at.n}, gone: $id},
		{method: "GET", url: ($api + "/comment/list"), query: {parent_id: $at.n, max_depth: 8, type_: (if $v4 then "all" else "All" end)}}] end;
