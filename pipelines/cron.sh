#!/bin/bash
# cron.sh COMMAND...: for cron, which mails whatever is printed. Silent when all is well; says everything when it is not.
# 75 means "try again" (lock held, rate limit): that is done here, and nowhere else.
tries=${LUISTER_TRIES:-3}
pause=${LUISTER_PAUSE_S:-300}

said=$(mktemp) || exit 73
trap 'rm -f "$said"' EXIT
for ((try = 1; ; try++)); do
	"$@" >>"$said" 2>&1
	code=$?
	[ "$code" -eq 75 ] && [ "$try" -lt "$tries" ] || break
	sleep "$pause"
done
[ "$code" -eq 0 ] && exit 0
cat "$said"
echo "$*: exit $code after $try of $tries tries ($(hostname))"
exit "$code"
