# name:     gdelt (titles of news articles, GDELT DOC 2.0)
# docs:     https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/
# category: news
# auth:     none
# limits:   one request in 5 seconds, 250 articles, no pages; busy hours are refused with 429: every: 1h is fine
# terms:    free for any use with a link to GDELT; the articles are their publishers'
#
# query: '"Duinzicht Accountants" sourcelang:dutch'    in GDELT's own query language
# timespan: 2d (default: each run looks back so far, for what GDELT finds late)

def request: {
	method: "GET", url: (((.source.api // "https://api.gdeltproject.org") | rtrimstr("/")) + "/api/v2/doc/doc"),
	pause: 5,
	query: {query: .source.query, mode: "artlist", format: "json", sort: "DateDesc", maxrecords: 250, timespan: (.source.timespan // "2d")}};

def lang: {dutch: "nl", english: "en", german: "de", french: "fr", frisian: "fy"}[. // "" | ascii_downcase];

# Only the title is given. Nothing found is an empty object.
def posts:
	.body
	| if type != "object" then error("a list where an object should be")
	  elif has("articles") or . == {} then .articles[]?
	  else error("no list of articles: " + (.error // .message // "" | tostring)) end
	| try {id: ("gdelt:" + .url), url: .url, title: .title, text: "", author: .domain, author_name: .domain,
		published: .seendate, lang: (.language | lang)} catch null;
