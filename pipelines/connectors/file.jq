# name:     file (records, a table or a feed on disk)
# docs:     luister.5
# category: the source says which; a record may say it itself
# auth:     none
# limits:   none; a file that has not changed is not read again
# terms:    those of where the file came from: what LinkedIn, Facebook or Google let the owner of a page export may
#           be used for the page's own purposes; other people's words stay theirs
#
# path: exports/reviews.ndjson    relative to the configuration folder; one post record a line, a feed when the
#                                 name ends in .xml, .rss, .rdf, .atom or .json, a table when it ends in .csv
#
# A table's columns have the names of a record's fields (id, url, published, updated, text, title, author,
# author_name, lang, reply_to, thread, rating, likes, reposts, replies, platform, category); others are left alone.
# Without an id the url is the id. For a table as another program made it:
#   columns: {text: Post title, url: Post link, published: Created date}    our field: its column
#   dates: m/d/y (or d/m/y)    what stands in the columns of times, when they are not ISO 8601; as UTC
#   platform: linkedin         of rows that do not say it
#   lang: nl                   likewise
#   author: duinzicht          likewise: an export of one's own page holds one's own posts

def request: {method: "FILE", url: .source.path};

def feed_id: if test("^[a-z][a-z0-9+.-]*:"; "i") then "feed:" + . else "feed:file:" + . end;

def item($lang):
	((.id // .url) // ((.title // (.content_html // .content_text // .summary // "")[:200]) + " " + (.date_published // "")) | tostring) as $id
	| {
		id: ($id | feed_id), platform: "feed",
		url: (.url // (if $id | test("^https?://") then $id else null end)),
		title: .title, html: .content_html, base: ._base,
		text: (if .content_html then null else (.content_text // .summary // "") end),
		author: ([.authors[]?, .author | .name? // empty] | first),
		published: .date_published, first_seen: true, updated: .date_modified, lang: (.language // $lang),
		reply_to: (if ._reply_to then (._reply_to | feed_id) else null end)
	  };

# Ids of records stay as they are. A title in a record is already in its text.
def record: if type == "object" then del(.title, .html, .markdown) | .rating = (.rating // null) else . end;

# 1,234 and 1.234 are a thousand and some in a count; 4,5 and 4.5 are four stars and a half.
def count: if . == null then null else gsub("[.,](?=[0-9]{3}([^0-9]|$))"; "") | tonumber? // null end;
def stars: if . == null then null else sub(","; ".") | tonumber? // null end;

def date($form):
	if . == null or $form == null then . else
		(capture("^(?<a>[0-9]{1,2})[/.-](?<b>[0-9]{1,2})[/.-](?<y>[0-9]{4})(?:[ T,]+(?<t>[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?))?$") // null) as $d
		| def two: if length < 2 then "0" + . else . end;
		if $d == null then . else
			(if $form == "m/d/y" then [$d.a, $d.b] else [$d.b, $d.a] end | map(two) | join("-")) as $md
			| (($d.t // "00:00") | (split(":") | .[0] |= two) | join(":") | if length == 5 then . + ":00" else . end) as $t
			| $d.y + "-" + $md + "T" + $t + "Z" end
	end;

def row($source):
	if type != "object" then . else
		. as $row
		| reduce ($source.columns // {} | to_entries[]) as $c ($row; .[$c.key] = $row[$c.value])
		| (.platform // $source.platform // "file" | ascii_downcase) as $platform
		| def whole: if . == null then null elif startswith($platform + ":") then . else $platform + ":" + . end;
		{
			id: (.id // .url | whole), url: .url, platform: $platform, category: .category, title: .title, text: .text,
			published: (.published | date($source.dates)), updated: (.updated | date($source.dates)),
			author: (.author // $source.author), author_name: .author_name, lang: (.lang // $source.lang),
			reply_to: (.reply_to | whole), thread: (.thread | whole), local_id: (.local_id | whole),
			rating: (.rating | stars), likes: (.likes | count), reposts: (.reposts | count), replies: (.replies | count)
		}
	end;

def posts:
	.source as $source
	| if $source.dates | . != null and . != "m/d/y" and . != "d/m/y" then error("dates: m/d/y or d/m/y") else .body end
	| if (($source.path // "") | endswith(".csv")) then .[] | try row($source) catch null
	  elif type == "array" then .[] | try record catch null
	  elif has("items") then .language as $l | .items[] | try item($l) catch null
	  else record end;
