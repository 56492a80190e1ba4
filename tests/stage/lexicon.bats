#!/usr/bin/env bats
# luister-lexicon: the editor's tool.

@test "the shipped lexicon has no errors" {
	run luister-lexicon check
	[ "$status" -eq 0 ]
	[[ "$output" != *": error: "* ]]
	[[ "${lines[-1]}" == *"polar forms"* ]]
}

@test "check names a mistake with file and line and ends 78" {
	mkdir "$BATS_TEST_TMPDIR/lx"
	printf 'mooi\tadj\t~\t0.5\t0.5\t1\t-\t-\nlelijk\tbijv\t~\t-0.5\t0.5\t1\t-\t-\n' > "$BATS_TEST_TMPDIR/lx/adjectives.tsv"
	run luister-lexicon --lexicon "$BATS_TEST_TMPDIR/lx" check
	[ "$status" -eq 78 ]
	[[ "$output" == *"adjectives.tsv:2: error: unknown part of speech: bijv"* ]]
}

@test "eval counts by hand" {
	# pos right, pos as none, neg right, neu right (none), a row without a label
	printf 'pos\tGeweldig kantoor\npos\tDe deur is open\nneg\tWaardeloos kantoor\nneu\tDe zaal is op de eerste verdieping\nx\ty\n' > "$BATS_TEST_TMPDIR/f"
	run bash -c "luister-lexicon --json eval '$BATS_TEST_TMPDIR/f' | jq -c '[.rows, .skipped, .none, .acc, .bal, .right, .classes.pos.said.neu]'"
	[ "$output" = '[4,1,2,0.667,0.750,0.750,1]' ] || [ "$output" = '[4,1,2,0.667,0.75,0.75,1]' ]
}

@test "eval takes halves and lists errors" {
	printf 'pos\tGeweldig kantoor\nneg\tGeweldig kantoor\n' > "$BATS_TEST_TMPDIR/f"
	run luister-lexicon --half odd eval "$BATS_TEST_TMPDIR/f"
	[[ "$output" == *"rows 1 "*"acc 100.0"* ]]
	run luister-lexicon --half even --errors eval "$BATS_TEST_TMPDIR/f"
	[[ "${lines[0]}" == $'2\tneg\tpos\t'* ]]
}

@test "eval of a missing file is 66, of an empty one 65" {
	run luister-lexicon eval /nonexistent.tsv
	[ "$status" -eq 66 ]
	: > "$BATS_TEST_TMPDIR/f"
	run luister-lexicon eval "$BATS_TEST_TMPDIR/f"
	[ "$status" -eq 65 ]
}

@test "explain shows the entry, its line and the rule" {
	run luister-lexicon explain "niet tevreden"
	[ "$status" -eq 0 ]
	[[ "$output" == *"tevreden"*"adjectives.tsv:"*"word"* ]]
	[[ "$output" == *"niet"*"negators.tsv:"*"negated"* ]]
	luister-lexicon --json explain "niet tevreden" | jq -e '.label == "neg" and (.why | length > 1)'
}

@test "expand prints forms; an unknown lemma is 66" {
	run luister-lexicon expand vriendelijk
	[ "$status" -eq 0 ]
	[[ "$output" == *"vriendelijke"*"vriendelijkst"* ]]
	run luister-lexicon expand blorkje
	[ "$status" -eq 66 ]
}

@test "import reads afinn, vader and pattern" {
	printf 'mooi\t3\nlelijk\t-3\nheel mooi\t4\n' > "$BATS_TEST_TMPDIR/a"
	run bash -c "luister-lexicon import afinn '$BATS_TEST_TMPDIR/a' 2>/dev/null | tail -n +2 | cut -f1,4"
	[ "$output" = $'mooi\t0.600\nlelijk\t-0.600' ]
	printf 'mooi\t2.0\t0.5\t[2]\n' > "$BATS_TEST_TMPDIR/v"
	run bash -c "luister-lexicon import vader '$BATS_TEST_TMPDIR/v' 2>/dev/null | tail -n +2 | cut -f1,4"
	[ "$output" = $'mooi\t0.500' ]
	printf '<word form="mooi" pos="JJ" polarity="0.7" subjectivity="0.9" />\n' > "$BATS_TEST_TMPDIR/p"
	run bash -c "luister-lexicon import pattern '$BATS_TEST_TMPDIR/p' 2>/dev/null | tail -n +2 | cut -f1,2,4"
	[ "$output" = $'mooi\tadj\t0.7' ]
	run luister-lexicon import xml "$BATS_TEST_TMPDIR/p"
	[ "$status" -eq 64 ]
}

@test "what import prints is a lexicon again" {
	printf 'mooi\t3\nlelijk\t-3\n' > "$BATS_TEST_TMPDIR/a"
	mkdir "$BATS_TEST_TMPDIR/lx"
	luister-lexicon import afinn "$BATS_TEST_TMPDIR/a" > "$BATS_TEST_TMPDIR/lx/other.tsv" 2>/dev/null
	run luister-lexicon --lexicon "$BATS_TEST_TMPDIR/lx" explain "lelijk"
	[ "$status" -eq 0 ]
	[[ "$output" == *"neg -"* ]]
}

@test "wrong usage is 64" {
	run luister-lexicon
	[ "$status" -eq 64 ]
	run luister-lexicon --half third eval x
	[ "$status" -eq 64 ]
}
