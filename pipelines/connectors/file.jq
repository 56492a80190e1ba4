# name:     file (records or a feed on disk)
# docs:     luister.5
# category: the source says which; a record may say it itself
# auth:     none
# limits:   none; a file that has not changed is not read again
# terms:    those of where the file came from
#
# path: exports/reviews.ndjson    relative to the configuration folder; one post record a line, or a feed when the
#                                 name ends in .xml, .rss, .rdf, .atom or .json

def request: {method: "FILE", url: .source.path};

def feed_id: if test("^[a-z][a-z0-9+.-]*:"; "i") then "feed:" + . else "feed:file:" + . end;

def item($lang):
	((.id // .url) // ((.title // "") + " " + (.date_published // "")) | tostring) as $id
	| {
		id: ($id | feed_id), platform: "feed",
		url: (.url // (if $id | test("^https?://") then $id else null end)),
		title: .title, html: .content_html,
		text: (if .content_html then null else (.content_text // .summary // "") end),
		author: ([.authors[]?, .author | .name? // empty] | first),
		published: .date_published, updated: .date_modified, lang: (.language // $lang),
		reply_to: (if ._reply_to then (._reply_to | feed_id) else null end)
	  };

# Ids of records stay as they are. A title in a record is already in its text.
def record: if type == "object" then del(.title, .html, .markdown) | .rating = (.rating // null) else . end;

def posts: .body | if type == "array" then .[] | record elif has("items") then .language as $l | .items[] | item($l)
	else record end;
