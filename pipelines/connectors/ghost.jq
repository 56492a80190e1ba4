# name:     ghost (posts of one site)
# docs:     https://docs.ghost.org/content-api/posts
# category: blog
# auth:     the site's Content API key (26 hexadecimal digits) as `secret`: its administrator makes one under
#           Settings, Integrations; it reads what is public. Without one, read the site's /rss/ with `feed`.
# limits:   none in Ghost itself; 100 posts a page
# terms:    the site's
#
# url: https://example.nl    filter: "tag:nieuws" (optional, in Ghost's own filter language)
#
# Comments of members are not in this interface. Newest edits come first, so that edits are seen.

def site: .source.url | rtrimstr("/");
def host_of: sub("^https?://"; "") | sub("[/?#].*$"; "") | ascii_downcase;

def request: {
	method: "GET", url: (site + "/ghost/api/content/posts/"),
	query: ({limit: 100, page: 1, include: "authors", formats: "html,plaintext", order: "updated_at desc"}
		+ (if .source.filter then {filter: .source.filter} else {} end)
		+ (if .env.secret then {key: .env.secret} else {} end)),
	headers: {"Accept-Version": "v5.0"}};

def fault: .body | if type != "object" then "a list where an object should be"
	elif .errors then (.errors[0]? // {} | .message // .type // "an error without words" | tostring)
	elif has("posts") then null else "no list of posts" end;

def post($host):
	("ghost:" + $host + ":" + (.id | tostring)) as $id
	| (.primary_author // (.authors // [])[0] // {}) as $author
	| if (.visibility // "public") != "public" and .access == false then {type: "skip", id: $id}
	  else {
		id: $id, local_id: $id, url: .url, title: .title, html: .html,
		text: (if .html then null else (.plaintext // .custom_excerpt // .excerpt // "") end),
		author: (if $author.slug then $author.slug + "@" + $host else null end), author_name: $author.name,
		published: .published_at, updated: .updated_at
	  } end;

def posts:
	(.source.url | host_of) as $host
	| if fault then error(fault) else .body.posts[]? end
	| try post($host) catch null;

# `next` goes on past the end: an empty page is the last one, and so is the page that `pages` counts.
def next:
	(.request.query.page // 1) as $page
	| (.body.meta.pagination.pages // 0) as $pages
	| {request: (if (.body.posts // [] | length) > 0 and $page < $pages then {query: {page: ($page + 1)}} else null end)};

# A post that is gone is a 404.
def thread:
	("ghost:" + (.source.url | host_of) + ":") as $own
	| (.post.id // "") as $id
	| if ($id | startswith($own)) then request | .url += ($id[($own | length):] | @uri) + "/" | del(.query.page, .query.limit, .query.order)
	  else null end;
