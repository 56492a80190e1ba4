# judge.jq: what came ({"got"}, {"failed"}, {"asked", "got"}, one line a row) held against what a table's rows want. A
# line for each field that differs; nothing when all is right.
#   jq -rn --slurpfile rows ROWS --slurpfile came CAME -f judge.jq

def shown: tojson | if length > 400 then .[:400] + "…" else . end;
def tidy: if type == "object" then with_entries(select(.value != null) | .value |= tidy)
	elif type == "array" then map(tidy) else . end;

def differences($want; $at):
	def said: "\($at | map(tostring) | join(".")): got \(shown), want \($want | shown)";
	if . == $want then empty
	elif type == "object" and ($want | type) == "object" then
		. as $got | (keys + ($want | keys) | unique[]) as $k | $got[$k] | differences($want[$k]; $at + [$k])
	elif type == "array" and ($want | type) == "array" and length == ($want | length) then
		. as $got | range(length) as $i | $got[$i] | differences($want[$i]; $at + [$i])
	else said end;

# Only the fields that `want` names, a.b being b of a; what plain jq cannot compose is left to fetch.
def named($want; $at):
	. as $got
	| $want | to_entries[] | .key as $k
	| select(($got.composed // []) | any(. == $k) | not)
	| .value as $v | $got | getpath($k / ".") | differences($v; $at + [$k]);

def records($want):
	if length != ($want | length) then "records: got \(length), want \($want | length): \(map({type, id}) | tidy | shown)"
	else . as $got | range(length) as $i | $got[$i] | named($want[$i]; ["record \($i)"]) end;

# One request or a list of them.
def list_of($row): if $row.call == "request" or $row.call == "thread"
	then if . == null then [] elif type == "array" then . else [.] end else . end;

def judge($row):
	if $row | (.call or .walk) and (has("want") or has("error")) | not then "the row says nothing"
	elif $row.error then if .failed | . != null and contains($row.error) then empty
		else "error: got \(shown), want \($row.error | shown)" end
	elif .failed then "error: \(.failed)"
	elif $row.call then .got | tidy | list_of($row) | differences($row.want | tidy | list_of($row); [$row.call])
	else (if $row.asked then .asked | differences($row.asked; ["asked"]) else empty end),
		(.got | records($row.want)) end;

if ($rows | length) != ($came | length) then "\($rows[0].connector): \($rows | length) rows, \($came | length) of them ran"
else range($rows | length) as $i | $rows[$i] as $row | $came[$i] | judge($row) | "\($row.connector): \($row.case): \(.)" end
