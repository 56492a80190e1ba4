# name:     discourse (posts of one forum)
# docs:     https://docs.discourse.org/
# category: forum
# auth:     none where the forum is open; else an API key as `secret` (the forum's administrator makes one)
# limits:   200 requests a minute, 50 in 10 seconds per address by default
# terms:    the forum's
#
# url: https://forum.example.nl, and one of
#   search: Duinzicht    posts with these words (the forum shows only part of each: the rest comes with its thread)
#   topic: 123           the posts of one topic
#   (none)               the forum's newest posts

def site: .source.url | rtrimstr("/");
def host_of: sub("^https?://"; "") | sub("[/?#].*$"; "") | ascii_downcase;
def key: if (.env.secret // "") != "" then {"Api-Key": .env.secret} else {} end;

def request: {
	method: "GET", headers: key,
	url: (site + (if .source.search then "/search.json" elif .source.topic then "/t/" + (.source.topic | tostring | @uri) + ".json"
		else "/posts.json" end)),
	query: (if .source.search then {q: ((.source.search | tostring) + " order:latest"), page: 1} elif .source.topic then {} else {} end)};

def fault: .body | if type != "object" then "no object" elif .errors then (.errors | map(tostring) | join("; "))
	elif .error_type then .error_type elif .latest_posts or .posts or .post_stream or .id or .grouped_search_result then null
	else "no list of posts" end;

# `reply_to_post_number` is typed a string, and is mostly null or a number; the number is within the topic.
def post($site; $host; $titles):
	("discourse:" + $host + ":") as $own
	| ($own + (.topic_id | tostring) + "/") as $topic
	| ($topic + (.post_number | tostring)) as $id
	| if .deleted_at != null or .user_deleted == true or .hidden == true then {type: "delete", id: $id}
	  else {
		id: $id, local_id: ($own + (.id | tostring)),
		url: ($site + (.post_url // ("/t/" + (.topic_id | tostring) + "/" + (.post_number | tostring)))),
		title: (if .post_number == 1 then (.topic_title // $titles[.topic_id | tostring]) else null end),
		html: (.cooked // .blurb // ""),
		author: (.username + "@" + $host), author_name: (if (.name // "") == "" then .username else .name end),
		published: .created_at, updated: (if (.version // 1) > 1 then .updated_at else null end),
		reply_to: (if .post_number == 1 then null else $topic + ((.reply_to_post_number // 1) | tostring) end),
		thread: ($topic + "1"),
		likes: (.like_count // ([.actions_summary[]? | select(.id == 2) | .count // 0] | add)), replies: .reply_count
	  } end;

def posts:
	site as $site | (.source.url | host_of) as $host
	| if fault then error(fault) else .body end
	| ([.topics[]? | {key: (.id | tostring), value: .title}] | from_entries) as $found
	| (if .post_stream then {(.id | tostring): .title} else $found end) as $titles
	| if .post_stream then .post_stream.posts[] elif .latest_posts then .latest_posts[] elif .posts then .posts[]
	  elif .post_number then . else empty end
	| post($site; $host; $titles);

def next: {request: (if .source.search then
		if .body.grouped_search_result.more_full_page_results then {query: {page: ((.request.query.page // 1 | tonumber) + 1)}} else null end
	elif .source.topic then null
	else ([.body.latest_posts[]?.id] | min) as $low | if $low then {query: {before: $low}} else null end end)};

# The post itself, and its topic around it.
def thread:
	("discourse:" + (.source.url | host_of) + ":") as $own
	| (.post.id // "") as $id
	| site as $site | key as $headers
	| ($id[($own | length):] | capture("^(?<topic>[0-9]+)/(?<n>[0-9]+)$") // null) as $at
	| if ($id | startswith($own) | not) or $at == null then null
	  else {method: "GET", url: ($site + "/t/" + $at.topic + "/" + $at.n + ".json"), query: {}, headers: $headers} end;
