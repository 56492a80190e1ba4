# name:     discourse (posts of one forum)
# docs:     https://docs.discourse.org/
# category: forum
# auth:     none where the forum is open; else an API key as `secret` (the forum's administrator makes one)
# limits:   200 requests a minute, 50 in 10 seconds per address by default
# terms:    the forum's
#
# url: https://forum.example.nl, and one of
#   search: Duinzicht    posts with these words (the forum shows only part of each, so each leads to itself)
#   topic: 123           the posts of one topic, its last ones first
#   (none)               the forum's newest posts

def site: .source.url | rtrimstr("/");
def host_of: sub("^https?://"; "") | sub("[/?#].*$"; "") | ascii_downcase;
def key: if (.env.secret // "") != "" then {"Api-Key": .env.secret} else {} end;

# After the last post of a topic come the twenty before it.
def request: {
	method: "GET", headers: key,
	url: (site + (if .source.search then "/search.json" elif .source.topic then "/t/" + (.source.topic | tostring | @uri) + "/99999999.json"
		else "/posts.json" end)),
	query: (if .source.search then {q: ((.source.search | tostring) + " order:latest"), page: 1} else {} end)};

def fault: .body | if type != "object" then "no object" elif .errors then (.errors | map(tostring) | join("; "))
	elif .error_type then .error_type elif .latest_posts or .posts or .post_stream or .id or .grouped_search_result then null
	else "no list of posts" end;

# A quote has the words of another post, and a picture its size in words; what was quoted in a quote goes first.
def unquoted: gsub("<aside class=\"quote[^>]*>(?:(?!<aside)(?s:.))*?</aside>"; "");
def own_words: unquoted | unquoted | gsub("<div class=\"meta\">(?s:.*?)</div>"; "");

# `reply_to_post_number` is typed a string, and is mostly null or a number; the number is within the topic. That somebody
# closed or moved a topic (3) stands among its posts.
def post($site; $host; $title):
	("discourse:" + $host + ":") as $own
	| ($own + (.topic_id | tostring) + "/") as $topic
	| ($topic + (.post_number | tostring)) as $id
	| if .deleted_at != null or .user_deleted == true or .hidden == true then {type: "delete", id: $id}
	  elif .post_type == 3 then {type: "skip", id: $id}
	  else {
		id: $id, local_id: ($own + (.id | tostring)),
		url: ($site + (.post_url // ("/t/" + (.topic_id | tostring) + "/" + (.post_number | tostring)))),
		title: (if .post_number == 1 then (.topic_title // $title) else null end),
		html: (.cooked // "" | own_words),
		author: (.username + "@" + $host), author_name: (if (.name // "") == "" then .username else .name end),
		published: .created_at, updated: (if (.version // 1) > 1 then .updated_at else null end),
		reply_to: (if .post_number == 1 then null else $topic + ((.reply_to_post_number // 1) | tostring) end),
		thread: ($topic + "1"),
		likes: (.like_count // ([.actions_summary[]? | select(.id == 2) | .count // 0] | add)), replies: .reply_count
	  } end;

# What a search found: part of each post, so it leads to the whole.
def found($in; $site; $host):
	([.topics[]? | objects | {key: (.id | tostring), value: .title}] | from_entries) as $titles
	| .posts[]
	| try (("discourse:" + $host + ":" + (.topic_id | tostring) + "/" + (.post_number | tostring)) as $id
		| {type: "skip", id: $id},
		{type: "listing", newest: $id, request: {method: "GET", headers: ($in | key), query: {},
			url: ($site + "/posts/" + (.id | tostring) + ".json"), title: $titles[.topic_id | tostring]}}) catch null;

# A topic without the post that it was asked for has lost it.
def shown($site; $host; $title; $gone):
	[.[] | try post($site; $host; $title) catch null]
	| .[], (if $gone and length > 0 and all(.[]; .id? != $gone) then {type: "delete", id: $gone} else empty end);

def posts:
	. as $in | site as $site | (.source.url | host_of) as $host
	| if fault then error(fault) else .body end
	| if .post_stream then (.title // $in.request.title) as $title | .post_stream.posts | reverse | shown($site; $host; $title; $in.request.gone)
	  elif .latest_posts then .latest_posts | shown($site; $host; null; null)
	  elif .posts then found($in; $site; $host)
	  elif .post_number then [.] | shown($site; $host; $in.request.title; null)
	  else empty end;

# The first page of a topic names all its posts; those before are asked for twenty at a time.
def earlier:
	(.request.rest // (.body.post_stream as $s | $s.stream // []
		| .[:(index($s.posts[0].id?) // 0)] | .[-1000:])) as $rest
	| site as $site
	| if ($rest | length) == 0 then null
	  else {url: ($site + "/t/" + (.source.topic | tostring | @uri) + "/posts.json"), query: {"post_ids[]": $rest[-20:]},
		rest: $rest[:-20], title: (.body.title // .request.title)} end;

def next: {request: (if .source.search then
		if .body.grouped_search_result.more_full_page_results then {query: {page: ((.request.query.page // 1 | tonumber) + 1)}} else null end
	elif .source.topic then earlier
	else ([.body.latest_posts[]? | .id? | numbers] | min) as $low | if $low then {query: {before: $low}} else null end end)};

# The post with those around it.
def thread:
	("discourse:" + (.source.url | host_of) + ":") as $own
	| (.post.id // "") as $id
	| site as $site | key as $key
	| ($id[($own | length):] | capture("^(?<topic>[0-9]+)/(?<n>[0-9]+)$") // null) as $at
	| if ($id | startswith($own) | not) or $at == null then null
	  else {method: "GET", url: ($site + "/t/" + $at.topic + "/" + $at.n + ".json"), query: {}, headers: $key, gone: $id} end;
