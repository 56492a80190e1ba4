# name:     feed (RSS 2.0, RSS 1.0, Atom, JSON Feed)
# docs:     https://www.rssboard.org/rss-specification https://www.rfc-editor.org/rfc/rfc4287 https://www.jsonfeed.org/
# category: news, blog, media or forum: the source says which
# auth:     none
# limits:   ask no more than once in 15 minutes; unchanged feeds are answered with 304
# terms:    the publisher's
#
# url: https://example.nl/feed/
#
# An item without a time counts when it was first seen.
# XML feeds reach `posts` in the form of a JSON Feed.

def host_of: sub("^[a-z]+://"; "") | sub("[/?#].*$"; "") | ascii_downcase;

# Feeds are walked: the site's robots.txt is asked first (robots: false in the source overrides it).
def robots: true;

def request: {method: "GET", url: .source.url,
	headers: {Accept: "application/feed+json, application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"}};

def feed_id($host): if test("^[a-z][a-z0-9+.-]*:"; "i") then "feed:" + . else "feed:" + $host + ":" + . end;

# WordPress names the site below each item, and a site's name may be a firm's.
def unsigned:
	if type == "string" and (.[-600:] | test("appeared first on|verscheen eerst op"))
	then .[:-600] + (.[-600:] | sub("<p>(The post|Het bericht) <a [^>]*>.{0,300}?</a> (appeared first on|verscheen eerst op) .*$"; ""; "m"))
	else . end;

def item($host; $lang):
	((.id // .url) // ((.title // (.content_html // .content_text // .summary // "")[:200]) + " " + (.date_published // "")) | tostring) as $id
	| {
		id: ($id | feed_id($host)),
		url: (.url // .external_url // (if $id | test("^https?://") then $id else null end)),
		title: .title,
		html: (.content_html | unsigned), base: ._base,
		text: (if .content_html then null else (.content_text // .summary // "") end),
		author: ([.authors[]?, .author | .name? // empty] | first),
		published: .date_published, first_seen: true,
		updated: .date_modified,
		lang: (.language // $lang),
		reply_to: (if ._reply_to then (._reply_to | feed_id($host)) else null end),
		replies: (._replies // null | tonumber? // null)
	  };

def posts:
	(.source.url | host_of) as $host
	| .body
	| if type == "object" and has("items") then . else error("JSON, but no feed") end
	| .language as $lang
	| .items[]
	| try item($host; $lang) catch null;

def next: {request: (if (.body.next_url? // null) then {url: .body.next_url} else null end)};
