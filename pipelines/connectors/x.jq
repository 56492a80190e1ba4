# name:     x (the posts of the last seven days)
# docs:     https://docs.x.com/x-api/posts/recent-search
# category: message
# auth:     the bearer token of a paid application as `secret` (https://console.x.com)
# limits:   60 to 450 requests in 15 minutes; 100 posts a page; each post read is paid for (some $0.005): a run asks
#           only from a quarter of an hour before the newest post it has, and for open questions and their answers
# terms:    posts that are deleted or made private must be deleted within 24 hours; no redistribution but ids
#
# query: '"Duinzicht Accountants" lang:nl -is:retweet'    in X's own query language
# overlap: 900 (seconds that are asked again, for posts that came late; default)
#
# Accounts of a firm: the handle without @.

def api: (.source.api // "https://api.x.com") | rtrimstr("/");
def bearer: if .env.secret then {Authorization: ("Bearer " + .env.secret)} else {} end;
def fields: {
	"tweet.fields": "created_at,lang,public_metrics,conversation_id,in_reply_to_user_id,referenced_tweets,edit_history_tweet_ids,entities,note_tweet,author_id",
	expansions: "author_id", "user.fields": "username,name"};

# The platform's own ids hold the time at which it took the post in (milliseconds since 4 November 2010).
def id_time: ltrimstr("x:") | tonumber / 4194304 + 1288834974657 | . / 1000 | floor;

# Older than seven days is refused.
def start:
	(.now // now) as $now
	| (.source.overlap // 900) as $overlap
	| [(.cursor.done? // [])[] | select(test("^x:[0-9]+$")) | id_time] | max
	| if . == null or . - $overlap < $now - 604000 then {} else {start_time: (. - $overlap | todate)} end;

def request: {
	method: "GET", url: (api + "/2/tweets/search/recent"), headers: bearer,
	query: (fields + {query: .source.query, max_results: 100} + start)};

def fault: .body | if type != "object" then "a list where an object should be"
	elif .data or .meta then null
	elif .errors then (.errors[0] | .detail // .title // .message // "error" | tostring)
	else (.detail // .title // "no list of posts" | tostring) end;

def unescaped: gsub("&lt;"; "<") | gsub("&gt;"; ">") | gsub("&amp;"; "&");
def expanded($urls): reduce ($urls[]? | select(.url and .expanded_url)) as $u (.; split($u.url) | join($u.expanded_url));

# An edited post gets a new id: the first one of its history names it.
def post($users):
	("x:" + ((.edit_history_tweet_ids // [])[0] // .id)) as $id
	| ($users[.author_id // ""] // {}) as $user
	| ([.referenced_tweets[]? | select(.type == "replied_to") | .id] | first) as $parent
	| ((.note_tweet.entities // .entities // {}).urls // []) as $urls
	| if any(.referenced_tweets[]?; .type == "retweeted") then {type: "skip", id: $id}
	  else {
		id: $id, local_id: ("x:" + .id), url: ("https://x.com/" + ($user.username // "i/web") + "/status/" + .id),
		text: ((.note_tweet.text // .text // "") | expanded($urls) | unescaped),
		author: ($user.username // .author_id), author_name: $user.name, published: .created_at, updated: null,
		lang: (if .lang // "" | test("^(und|zxx|q.*)$") then null else .lang end),
		reply_to: (if $parent then "x:" + $parent else null end),
		thread: (if .conversation_id then "x:" + .conversation_id else null end),
		likes: .public_metrics.like_count, reposts: .public_metrics.retweet_count, replies: .public_metrics.reply_count
	  } end;

# Posts that are not there any more are errors in an answer that is otherwise fine.
def posts:
	([.body.errors[]? | select(.type // "" | endswith("/resource-not-found")) | .resource_id // .value // empty | {type: "delete", id: ("x:" + .)}]) as $gone
	| if .request.again and ($gone | length) > 0 then $gone[]
	  else (if fault then error(fault) else .body end)
	  | ([.includes.users[]? | objects | select(.id | strings) | {key: .id, value: .}] | from_entries) as $users
	  | (.data // []) | (if type == "array" then .[] else . end) | try post($users) catch null end;

def next: {request: (if .body.meta.next_token then {query: {next_token: .body.meta.next_token}} else null end)};

# The post again, then the answers to it that are at most seven days old.
def thread:
	bearer as $headers
	| ((.post.local_id // .post.id // "") | ltrimstr("x:")) as $id
	| if ($id | test("^[0-9]+$") | not) then null else [
		{method: "GET", url: (api + "/2/tweets/" + $id), headers: $headers, query: fields, again: true},
		{method: "GET", url: (api + "/2/tweets/search/recent"), headers: $headers,
			query: (fields + {query: ("conversation_id:" + $id), max_results: 100})}] end;
