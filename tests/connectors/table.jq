
def tidy: if type == "object" then with_entries(select(.value != null) | .value |= tidy)
	elif type == "array" then map(tidy) else . end;

select(.call)
| . as $case
| ({source: {}, cursor: null, env: {}, headers: {}, request: {}, now: 1795176000} + .in) as $in
| (try {got: ($in | if $case.call == "posts" then [posts] elif $case.call == "next" then next elif $case.call == "request" then request
	elif $case.call == "thread" then thread elif $case.call == "auth" then auth elif $case.call == "limited" then limited else error("call") end
	| if $case.call == "next" then . else tidy end)} catch {failed: tostring}) as $r
| if $case.error then (if ($r.failed // "") | contains($case.error) then "ok" else "\($case.case): \($r)" end)
  elif $r.failed then "\($case.case): error: \($r.failed)"
  elif $r.got == $case.want then "ok" else "\($case.case): got \($r.got) want \($case.want)" end
