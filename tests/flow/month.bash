# month.bash: the planted months (month.pl), stored run by run, and the reports that are made on the way.

# A lexicon of few words, so that no page here hangs on the real one.
few_words() { # DIR
	mkdir -p "$1" && cd "$1" || return 1
	printf '%s\tadj\t=\t%s\t1\t1\t-\t-\n' prettig 0.5 snel 0.5 duidelijk 0.36 keurig 0.5 mooi 0.45 fijn 0.5 \
		slecht -0.6 traag -0.4 vriendelijk 0.5 >adjectives.tsv
	printf 'weer niets\t-0.5\t1\t-\n' >idioms.tsv
	printf 'alweer\t1.3\tbefore\t-\n' >intensifiers.tsv
	printf 'en\twords\tis|a|in|lovely|handled|things|for|us|and|was\n' >languages.tsv
	printf 'nl\twords\t%s\n' 'de|het|een|van|met|en|uit|in|op|voor|over|bij|dan|dat|die|er|ik|al|niet|niets|weer|wel' \
		'heeft|was|wie|laat|komt|viel|veel|doet|nog|ook|maar|dit|deze|mijn|onze|zijn|haar|vandaag' >>languages.tsv
}

# planted DIR: fills DIR with what month.pl plants and leaves DIR/luister (the store, its configuration), and
# for each report DIR/NN.json with all firms, DIR/NN/FIRM/DAY.* in the other formats and DIR/NN.en with the
# pages in English. Nobody reads mail here: with --mail the second report of a day has its number.
planted() {
	local n now day mail
	unset LUISTER_CONFIG
	mkdir -p "$1/luister/firms.d"
	perl "$LUISTER_SRC/tests/flow/month.pl" "$1" || return 1
	cd "$1" || return 1
	cp firms.yaml luister/firms.d/
	(few_words luister/woorden) || return 1
	head -c 32 /dev/zero | tr '\0' k >luister/store.key    # pseudonyms stay the same
	chmod 400 luister/store.key
	while read -r n now day; do
		export LUISTER_NOW=$now
		cp "$n.yaml" luister/luister.yaml
		luister-store <"$n.ndjson" 2>>stored || return 1
		luister-db purge >/dev/null || return 1
		[ -n "$day" ] || continue
		mail=
		[ "$day" != 2026-11-16 ] || mail=--mail
		luister-report --date "$day" --all $mail --format json >"$n.json" || return 1
		luister-report --date "$day" --all $mail --format text,html,markdown,csv,eml --out "$n" || return 1
		luister-report --date "$day" --all $mail --lang en --format text,html,markdown,eml --out "$n.en" \
			|| return 1
	done <runs
}

# The telling pages: run, firm, pages.
telling() {
	cat <<-'END'
	02 duinzicht txt                                  first weeks
	05 duinzicht txt md                               25 hours
	08 duinzicht txt md                               an incident
	09 duinzicht txt                                  the day after: no second alarm
	11 duinzicht txt md html csv en.txt en.md         ordinary
	11 boskamp txt md html csv                        hostile
	11 molenwiek txt md                               one text many times, one long thread
	13 kuiper txt md en.txt                           incomplete
	13 boskamp txt md en.txt                          incomplete, and nothing found
	14 kuiper txt md en.txt                           the same day, whole: edited, deleted and late posts
	17 vuurtoren txt                                  Christmas
	19 duinzicht txt md                               New Year
	19 molenwiek txt                                  nothing found while a source is silent
	23 duinzicht txt en.txt                           nobody listened
	25 duinzicht txt md en.txt                        quiet
	25 kompas txt md en.txt                           strikingly quiet
	25 wegwijzer txt                                  few
	29 vuurtoren txt md                               23 hours
	30 kuiper txt md                                  a source that fails with hostile words
	END
}

# golden MONTH OUT: the telling pages of a planted month, as OUT/DAY[-ISSUE]-FIRM.PAGE.
golden() {
	local run firm rest page from day issue
	mkdir -p "$2" || return 1
	while read -r run firm rest; do
		for page in ${rest%%  *}; do
			from=$1/$run
			[ "${page#en.}" = "$page" ] || from=$from.en
			from=$(echo "$from/$firm"/2*."${page#en.}")
			day=$(basename "$from" ".${page#en.}")
			issue=$(jq -r "select(.firm == \"$firm\" and .issue > 1).issue" "$1/$run.json")
			cp "$from" "$2/$day${issue:+-$issue}-$firm.$page" || return 1
		done
	done < <(telling)
}
