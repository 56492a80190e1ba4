# name:     stackexchange (questions, answers or comments of one site)
# docs:     https://api.stackexchange.com/docs
# category: forum
# auth:     none for 300 requests a day; with a free key as `secret` (https://stackapps.com/apps/oauth/register) 10 000
# limits:   the answer says in `backoff` how many seconds to wait, which is done; over 30 requests a second is a ban
# terms:    posts are CC BY-SA: name the author and link to the post
#
# site: money (or money.stackexchange.com)
# what: questions (default), answers or comments    query: Duinzicht    tag: btw (of questions only)
#
# Questions and answers come by activity, so that edits are seen. Answers and comments cannot be searched: the whole
# site's newest are read.

def api: (.source.api // "https://api.stackexchange.com") | rtrimstr("/");
def site: .source.site | tostring | ascii_downcase | sub("\\.(stackexchange\\.)?com$"; "") | sub("\\.net$"; "");
def domain: if test("^(stackoverflow|serverfault|superuser|askubuntu|stackapps)$") then . + ".com"
	elif test("(^|\\.)stackoverflow$") then . + ".com" elif . == "mathoverflow" then . + ".net" else . + ".stackexchange.com" end;
def common: {site: site, filter: "withbody", pagesize: 100} + (if .env.secret then {key: .env.secret} else {} end);
def what: .source.what // "questions";

def request:
	what as $what
	| {
		method: "GET",
		url: (api + "/2.3/" + (if $what != "questions" then $what elif .source.query then "search/advanced" else "questions" end)),
		query: (common + {page: 1, order: "desc", sort: (if $what == "comments" then "creation" else "activity" end)}
			+ (if $what == "questions" and .source.query then {q: .source.query} else {} end)
			+ (if $what == "questions" and .source.tag then {tagged: .source.tag} else {} end))
	  };

def fault: .body | if type != "object" then "a list where an object should be"
	elif .error_id then (.error_name // "error") + ": " + (.error_message // "" | tostring)
	elif has("items") then null else "no list of items" end;

def post($site):
	("stackexchange:" + $site + ":") as $own
	| ($site | domain) as $domain
	| (.owner // {}) as $owner
	| (if .comment_id then "c" + (.comment_id | tostring) else (.answer_id // .question_id | tostring) end) as $local
	| {
		id: ($own + $local), local_id: ($own + $local),
		url: (.link // (if .comment_id then "https://" + $domain + "/posts/comments/" + (.comment_id | tostring)
			else "https://" + $domain + (if .answer_id then "/a/" else "/q/" end) + $local end)),
		title: (if .answer_id or .comment_id then null else .title end), html: .body,
		author: (if $owner.user_id then ($owner.user_id | tostring) + "@" + $domain else null end),
		author_name: $owner.display_name,
		published: .creation_date, updated: .last_edit_date,
		reply_to: (if .comment_id then $own + (.post_id | tostring) elif .answer_id then $own + (.question_id | tostring) else null end),
		thread: (if .comment_id then null else $own + (.question_id | tostring) end),
		likes: .score, replies: .answer_count
	  };

# What a re-visit no longer finds has been deleted: the platform answers with an empty list.
def posts:
	site as $site
	| (if fault then error(fault) else . end)
	| (.body.items[]? | try post($site) catch null),
	  (if .request.gone and (.body.items | length) == 0 then {type: "delete", id: .request.gone} else empty end),
	  (if .body.backoff then {type: "wait", seconds: .body.backoff}
	   elif .body.quota_remaining == 0 then {type: "wait", seconds: 86400} else empty end);

def next: {request: (if .body.has_more == true then {query: {page: ((.request.query.page // 1) + 1)}} else null end)};

# Too many requests come as 400, with the seconds in words.
def limited: if .body.error_id? != 502 then null
	else (.body.error_message // "" | capture("in (?<n>[0-9]+) seconds") | .n | tonumber) // 3600 end;

def thread:
	("stackexchange:" + site + ":") as $own
	| (.post.id // "") as $id
	| ($id[($own | length):]) as $local
	| (api + "/2.3/") as $base
	| common as $query
	| if ($id | startswith($own) | not) then null
	  elif ($local | startswith("c")) then [{method: "GET", url: ($base + "comments/" + $local[1:]), query: $query, gone: $id}]
	  else [{method: "GET", url: ($base + (if what == "answers" then "answers/" else "questions/" end) + $local), query: $query, gone: $id}]
		+ (if what == "answers" then [] else [{method: "GET", url: ($base + "questions/" + $local + "/answers"), query: $query}] end)
		+ [{method: "GET", url: ($base + "posts/" + $local + "/comments"), query: $query}] end;
