# name:     reddit (posts found by words, or the newest of subreddits)
# docs:     https://www.reddit.com/dev/api/
# category: forum
# auth:     an approved application (https://www.reddit.com/prefs/apps, since November 2025 only after approval):
#           its CLIENT_ID:CLIENT_SECRET as `secret`
# limits:   100 requests a minute; 100 posts a page, 1000 a listing
# terms:    commercial use needs a contract with Reddit; what users delete must be deleted too
#
# query: Duinzicht    subreddit: thenetherlands (optional; without it all of Reddit)
# subreddit: [thenetherlands, Accounting]   without `query`: their newest posts;   what: comments   their newest comments

def api: (.source.api // "https://oauth.reddit.com") | rtrimstr("/");
def bearer: if .env.token then {Authorization: ("Bearer " + .env.token)} else {} end;

def auth:
	if has("body") then
		if .body.access_token then {token: .body.access_token} else error("login: " + (.body.error // .body.message // "no token" | tostring)) end
	else {
		method: "POST", url: ((.source.login // "https://www.reddit.com") + "/api/v1/access_token"),
		body: "grant_type=client_credentials",
		headers: {Authorization: ("Basic " + (.env.secret // "" | @base64)), "Content-Type": "application/x-www-form-urlencoded"}
	} end;

def request:
	bearer as $headers
	| api as $api
	| (.source.subreddit | if type == "array" then map(tostring) | join("+") elif . == null then null else tostring end) as $sub
	| (if $sub then $api + "/r/" + ($sub | split("+") | map(@uri) | join("+")) else $api end) as $base
	| {method: "GET", headers: $headers}
	+ (if .source.query then {url: ($base + "/search"), query: ({q: .source.query, sort: "new", type: "link", t: "all", limit: 100, raw_json: 1}
			+ (if $sub then {restrict_sr: 1} else {} end))}
	  else {url: ($base + (if .source.what == "comments" then "/comments" else "/new" end)), query: {limit: 100, raw_json: 1}} end);

def own: "reddit:" + tostring;
def gone: . == "[deleted]" or . == "[removed]" or . == "[ Removed by Reddit ]";

# `replies` of a comment is a listing, or "" when there are none.
def thing:
	(.kind == "t1") as $comment | .data
	| (.name | own) as $id
	| if (.author | gone) and ((.body // .selftext // "") | . == "" or gone) or (.removed_by_category // null) != null then {type: "delete", id: $id}
	  else {
		id: $id, local_id: $id,
		url: (if .permalink then "https://www.reddit.com" + .permalink else null end),
		title: (if $comment then null else .title end), markdown: (.body // .selftext // ""),
		author: (.author | if gone then null else . end), author_name: (.author | if gone then null else . end), published: .created_utc,
		updated: (if (.edited | type) == "number" then .edited else null end),
		reply_to: (if .parent_id then .parent_id | own else null end),
		thread: ((if $comment then .link_id else .name end) | if . then own else null end),
		likes: (.ups // .score), replies: .num_comments
	  } end;
def things:
	if type != "object" then null
	elif .kind == "Listing" then .data.children?[]? | things
	elif .kind == "t3" or .kind == "t1" then (try thing catch null), (.data.replies? | objects | things)
	else empty end;

def fault: .body | if type == "array" then null
	elif .error then (.message // .reason // .error | tostring)
	elif .kind == "Listing" then null else "no listing" end;

# A re-visit is answered with two listings: the post, then its comments.
def posts:
	(if fault then error(fault) else . end)
	| .body | if type == "array" then .[] | things else things end;

def next: {request: (if (.body | type) == "object" and .body.data.after then {query: {after: .body.data.after}} else null end)};

# A comment's post stands in its address.
def thread:
	(.post.id // "") as $id
	| bearer as $headers
	| ($id | ltrimstr("reddit:")) as $name
	| ((.post.url // "") | capture("/comments/(?<link>[a-z0-9]+)/") // null) as $at
	| (if ($name | startswith("t3_")) then $name[3:] else ($at // {}).link end) as $link
	| if $link == null or ($id | startswith("reddit:") | not) then null
	  else {method: "GET", url: (api + "/comments/" + ($link | @uri)), headers: $headers,
		query: ({limit: 500, sort: "new", raw_json: 1} + (if ($name | startswith("t1_")) then {comment: $name[3:], context: 1} else {} end))} end;
