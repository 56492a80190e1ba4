#!/usr/bin/perl
# formats.pl DIR: whether the pages of the reports DIR/NN.json (see month.bash) say what JSON says: DIR/NN
# (Dutch) with text, Markdown, HTML, mail and CSV, DIR/NN.en (English) with all but the last. A page's lines
# are known here by what they look like: `#` where a figure stands, `~` where nothing is compared. A line with
# a digit that is none of these is a difference too. Says each difference with its firm, day, format and
# figure; ends with 1 when there is one.
use strict;
use warnings;
use utf8;
use JSON::PP;
use List::Util qw(max min);
use MIME::QuotedPrint qw(decode_qp);
use POSIX qw(floor);
use Time::Local qw(timegm);

my $json = JSON::PP->new->utf8;
my $dir = shift or die "usage: formats.pl DIR\n";
my @labels = qw(pos neu neg mixed none);
my @processes = qw(marketing service innovation recruitment business other);
my @windows = qw(yesterday days7 previous7 days28 previous28);
my ($wrong, $compared, $where, $d, $english, @lines) = (0, 0);
binmode STDOUT, ':utf8';

sub slurp { open my $i, '<:raw', $_[0] or die "$_[0]: $!\n"; local $/; <$i> }
sub differs { my ($figure, $what) = @_; $wrong++; print "$where: $figure: $what\n" }
sub W { $_[$english ? 1 : 0] }
sub get {
	my $x = $d;
	$x = ref $x eq 'ARRAY' ? $x->[$_] : ref $x eq 'HASH' ? $x->{$_} : undef for split /\./, $_[0];
	return $x;
}

# ---- a figure of JSON as a page prints it: [its name, its text] ----

sub whole { my $x = get $_[0]; [$_[0], $x // '-'] }
sub thousandths { my $x = shift; ($x < 0 ? -1 : 1) * floor(abs($x) * 1000 + .5) }
sub tenths {
	my ($n, $unit) = @_;
	my $text = abs($n) % 10 ? sprintf '%d%s%d', abs($n) / 10, W(',', '.'), abs($n) % 10 :
		int(abs($n) / 10);
	return ($n < 0 ? '-' : '') . $text . $unit;
}
sub percent { my $x = shift; defined $x ? tenths(thousandths($x), '%') : '-' }
sub decimal { my $x = shift; defined $x ? tenths(floor((thousandths($x) + 50) / 100), '') : '-' }
sub share { [$_[0], percent(get $_[0])] }
sub rounded_share { [$_[0], percent(floor(thousandths(get $_[0]) / 10 + .5) / 100)] } # for a terminal
sub milli { [$_[0], decimal(get $_[0])] }
sub seconds {
	my $s = shift;
	return defined $s ? sprintf W('%d u %02d', '%d h %02d'), $s / 3600, $s % 3600 / 60 : '-';
}
sub span { [$_[0], seconds(get $_[0])] }
sub odds {
	my $m = floor(get($_[0]) * 1e6 + .5);
	return [$_[0], $m < 100 ? W('minder dan 1 van de 10.000', 'less than 1 in 10,000') :
		W('1 van de ', '1 in ') . int(1e6 / $m)];
}
sub word { my ($figure, %words) = @_; my $x = get $figure; [$figure, W(@{$words{$x // 'null'}})] }

# Net sentiment and its margin in whole percents, rounded once: from the labels, when JSON gives it.
sub net {
	my $w = shift;
	return ('-', '-', '-') if !defined get "$w.net_sentiment";
	my ($pos, $neg) = map { get "$w.$_" } qw(pos neg);
	my ($n, $z) = ($pos + $neg, 1.959963984540054);
	my $p = $pos / $n;
	my $middle = ($p + $z * $z / (2 * $n)) / (1 + $z * $z / $n);
	my $half = $z / (1 + $z * $z / $n) * sqrt($p * (1 - $p) / $n + $z * $z / (4 * $n * $n));
	return map { sprintf '%+d', ($_ < 0 ? -1 : 1) * floor(abs($_) * 100 + .5) } 2 * $p - 1,
		2 * ($middle - $half) - 1, 2 * ($middle + $half) - 1;
}
sub net_value { my ($net) = net $_[0]; ["$_[0].net_sentiment.value", $net eq '-' ? $net : "$net%"] }
sub net_margin { my (undef, $low, $high) = net $_[0]; ["$_[0].net_sentiment.low, high", $low eq '-' ? $low :
	"$low%..$high%"] }
sub net_both { my ($net, $low, $high) = net $_[0]; ["$_[0].net_sentiment", $net eq '-' ? $net :
	"$net% ($low..$high)"] }

# ---- a line of a page ----

# line FIGURES, NL, EN: there is one such line, and its figures are these.
sub line {
	my ($figures, $nl, $en) = @_;
	my ($look, @figures) = (W($nl, $en // $nl), @$figures);
	my @value = @figures;
	my $words = sub { my $blanks = (shift @value)->[1] =~ tr/ //; "(\\S+(?: \\S+){$blanks})" };
	my $match = join '', map { $_ eq '#' ? $words->() : $_ eq '~' ? '.*' : quotemeta }
		split /([#~])/, $look;
	my ($best, @best);
	for my $i (0 .. $#lines) {
		my @is = $lines[$i] =~ /^$match$/ or next;
		my $off = grep { $is[$_] ne $figures[$_][1] } 0 .. $#figures;
		($best, @best) = ($i, @is) if !defined $best || !$off;
	}
	return differs(join(' ', map { $_->[0] } @figures) || 'words', "no line \"$look\"") if !defined $best;
	splice @lines, $best, 1;
	for (0 .. $#figures) {
		$compared++;
		differs($figures[$_][0], "the page says $best[$_], JSON $figures[$_][1]")
			if $best[$_] ne $figures[$_][1];
	}
}

# ---- words ----

my %label = (pos => ['positief', 'positive'], neu => ['neutraal', 'neutral'], neg => ['negatief', 'negative'],
	mixed => ['gemengd', 'mixed'], none => ['niet gescoord', 'not scored']);
my %process = (marketing => ['Marketing en merk', 'Marketing and brand'],
	service => ['Klantenservice', 'Customer service'],
	innovation => ['Innovatie en cocreatie', 'Innovation'],
	recruitment => ['Werving en selectie', 'Recruitment'], business => ['Extra business', 'New business'],
	other => ['Overig', 'Other']);
my %presence = (absent => ['afwezig', 'absent'], passive => ['passief', 'passive'],
	sending => ['zendt', 'sends'], dialogue => ['dialoog', 'dialogue']);
my %change = (null => ['te weinig', 'too few'], none => ['geen verschil', 'no difference'],
	more => ['meer', 'more'], less => ['minder', 'fewer']);
my %tone = (%change, more => ['beter', 'better'], less => ['slechter', 'worse']);
my @days = ([qw(zondag maandag dinsdag woensdag donderdag vrijdag zaterdag)],
	[qw(Sunday Monday Tuesday Wednesday Thursday Friday Saturday)]);
my @months = ([qw(januari februari maart april mei juni juli augustus september oktober november december)],
	[qw(January February March April May June July August September October November December)]);
my %kind = (first_weeks => ['Nog geen vergelijking: eerst vier weken luisteren.',
	'No comparison yet: first four weeks of listening.'],
	quiet => ['Stille dag: geen vermeldingen.', 'Quiet day: no mentions.'], strikingly_quiet =>
		['Opvallend stil: geen vermeldingen.', 'Strikingly quiet: no mentions.'],
	incomplete => ['Onvolledig: geen percentages en geen vergelijking met normaal.',
		'Incomplete: no percentages, and no comparison with normal.'],
	not_run => ['Niet geluisterd: op deze dag is niets opgehaald.',
		'Not run: nothing was fetched on this day.']);

sub date {
	my ($y, $m, $day) = split /-/, $d->{date};
	my $weekday = (gmtime timegm 0, 0, 0, $day, $m - 1, $y)[6];
	return (W(@days)->[$weekday], $day + 0, W(@months)->[$m - 1], $y);
}
sub issue { ['issue', "$d->{date}/$d->{issue}"] }
sub weekday { (date)[0] }
sub before { my $w = (gmtime timegm(0, 0, 0, (split /-/, $d->{date})[2], (split /-/, $d->{date})[1] - 1,
	(split /-/, $d->{date})[0]) - 86400)[6]; W(@days)->[$w] }
sub mentions { (get($_[0]) == 1 ? W('vermelding', 'mention') : W('vermeldingen', 'mentions')) }
sub threads { (get($_[0]) == 1 ? W('gesprek', 'thread') : W('gesprekken', 'threads')) }
sub days { ((get($_[0]) // 0) == 1 ? W('dag', 'day') : W('dagen', 'days')) }
sub asked {
	return get($_[0]) == 1 ? W('vraag of klacht', 'question or complaint') :
		W('vragen en klachten', 'questions and complaints');
}
sub rings {
	my $b = get $_[0];
	return $b->{alarm} eq 'high' ? 1 : $b->{alarm} eq 'low' ? 2 : $b->{held_back} ? 3 :
		$b->{elevated} ? 4 : 0;
}
sub count { my $x = get $_[0]; [$_[0], scalar @$x] }

# ---- Markdown and HTML: the same lines ----

sub state {
	my $state = $d->{incomplete} ? W('ONVOLLEDIG', 'INCOMPLETE') : $d->{provisional} ?
		W('voorlopig, definitief na 72 uur', 'provisional, final after 72 hours') : W('definitief',
		'final');
	my $issue = $d->{issue} > 1 ? W(' - rapport #', ' - report #') : '';
	line([whole('coverage.sources_fine'), whole('coverage.sources'), $issue ? issue() : ()],
		"Gemaakt ~ - $state - # van # bronnen$issue", "Made ~ - $state - # of # sources$issue");
}

# The promise of a better report; what the line holds of JSON is its number.
sub promise {
	my $next = ['issue', "$d->{date}/" . ($d->{issue} + 1)];
	line([$next], "$_[0]Zodra het gat dicht is, volgt een verbeterd rapport met nummer #.",
		"$_[0]Once the gap is closed a better report follows, with number #.");
}

sub rows {
	my ($names, $value, @columns) = @_;
	line([map { $value->($_) } @columns], join(' | ', $names, ('#') x @columns));
}

sub waterfall {
	my ($indent, $end) = @_;
	my $hits = get('waterfall.hits') == 1 ? W('treffer', 'hit') : W('treffers', 'hits');
	line([map { whole "waterfall.$_" } qw(hits copies misses own spam mentions)],
		"$indent# $hits - # dubbel - # andere betekenis - # eigen - # spam = #$end",
		"$indent# $hits - # duplicate - # other meaning - # own - # spam = #$end");
}

sub late {
	my ($late, $all, $day) = (get('late.mentions'), get('late.day_before'), before);
	line([whole('late.mentions'), ['late.day_before - late.mentions', $all - $late],
		whole('late.day_before')],
		"$_[0]Nagekomen voor $day: # (# wordt #).", "$_[0]Came in late for $day: # (# becomes #).")
			if $late;
}

sub page {
	line([['date', join ' ', date]], '#');
	state;
	line([], W(@{$kind{$d->{kind}}})) if $kind{$d->{kind}};
	promise('') if $d->{kind} =~ /incomplete|not_run/;
	line([whole('yesterday.mentions'), whole('days7.mentions'), whole('days28.mentions')], '# ' .
		mentions('yesterday.mentions') . '; in 7 dagen #, in 28 dagen #.',
		'# ' . mentions('yesterday.mentions') . '; # in 7 days, # in 28 days.');
	for (['mentions', 'Vermeldingen', 'Mentions'], ['negative', 'Negatief', 'Negative']) {
		my $b = "baseline.$_->[0]";
		next if !get $b;
		my $what = W(@{(['gewoon', 'ordinary'], ['alarm: veel', 'alarm: many'],
			['alarm: weinig', 'alarm: few'],
			['nog ongewoon, gisteren gemeld', 'still unusual, told yesterday'],
			['verhoogd, geen alarm', 'raised, no alarm'])[rings $b]});
		my $threads = threads "$b.threads";
		line([whole("$b.threads"), milli("$b.expected"), whole("$b.days")],
			"$_->[1]: # $threads, normaal # (# weken) - $what.",
			"$_->[2]: # $threads, normally # (# weeks) - $what.");
	}
	rows(W('Vermeldingen', 'Mentions'), sub { whole "$_[0].mentions" }, @windows);
	for my $l (@labels) { rows(W(@{$label{$l}}), sub { whole "$_[0].$l" }, @windows) }
	rows(W('Nettosentiment (95%-marge)', 'Net sentiment (95% margin)'), \&net_both, @windows);
	my $net = get 'days28.net_sentiment';
	line([], 'Te weinig voor een uitspraak over de toon van 28 dagen: de marge bevat 0.',
		'Too few to judge the tone of 28 days: the margin holds 0.') if $net && !$net->{judged};
	if (defined get('days7.mentions_change') || defined get('days28.mentions_change')) {
		line([map { word("$_.mentions_change", %change) } qw(days7 days28)],
			'Vermeldingen tegenover de vorige 7 dagen: #; tegenover de vorige 28: #.',
			'Mentions against the previous 7 days: #; against the previous 28: #.');
		line([map { word("$_.net_sentiment_change", %tone) } qw(days7 days28)],
			'Toon tegenover de vorige 7 dagen: #; tegenover de vorige 28: #.',
			'Tone against the previous 7 days: #; against the previous 28: #.');
	}
	if ($d->{dialogue}) {
		my $rate = defined get 'dialogue.response_rate';
		line([map({ whole "dialogue.$_" } qw(answered needing_reply)),
			$rate ? share('dialogue.response_rate') : ()], 'Beantwoord: # van #' . ($rate
				? ' (#).' : '.'),
			'Answered: # of #' . ($rate ? ' (#).' : '.'));
		my ($median, $waiting) = map {
			get "dialogue.$_" } qw(median_response_seconds kaplan_meier_seconds);
		line([map { span "dialogue.median_response_$_" } qw(office_seconds seconds)],
			'Mediaan reactietijd: # kantooruren, # klok.',
			'Median response time: # office hours, # clock.') if defined $median;
		line([], 'Wachtenden meegeteld: meer dan de helft wacht nog (Kaplan-Meier).',
			'Counting those who wait: more than half still wait (Kaplan-Meier).')
			if defined $median && !defined $waiting;
		line([map { span "dialogue.kaplan_meier_$_" } qw(office_seconds seconds)],
			'Wachtenden meegeteld: # kantooruren, # klok (Kaplan-Meier).',
			'Counting those who wait: # office hours, # clock (Kaplan-Meier).')
			if defined $median && defined $waiting && $waiting != $median;
		my $threads = threads 'dialogue.missed_addressed';
		line([map { whole "dialogue.$_" } qw(missed_addressed missed_not_addressed)],
			"Gemiste dialoog: # $threads met @, # zonder @.",
			"Missed dialogue: # $threads with @, # without @.");
		my $asked = asked 'dialogue.day_needing_reply';
		line([map { whole "dialogue.$_" } qw(day_needing_reply day_answered open_under_24_hours)],
			"Gisteren: # $asked, # beantwoord; # open en jonger dan 24 uur.",
			"Yesterday: # $asked, # answered; # open and under 24 hours old.");
	}
	my %goal = (response_rate => ['beantwoord', 'answered'],
		median_response_hours => ['reactietijd (kantooruren)', 'response time (office hours)'],
		active_days => ['actieve dagen', 'active days'],
		repliers => ['mensen die reageren', 'people who reply']);
	for my $i (0 .. $#{$d->{goals}}) {
		my ($g, $f) = ("goals.$i", $d->{goals}[$i]{goal});
		my $met = ["$g.met", !defined get("$g.met") ? '-' : get("$g.met") ? W('gehaald', 'met') :
			W('niet gehaald', 'missed')];
		line([map({ $f eq 'response_rate' ? share("$g.$_") : milli("$g.$_") } qw(target value)),
			$met], W(@{$goal{$f}}) . ' | # | # | #');
	}
	for my $p (@processes) {
		line([map({ whole "processes.$p.$_" } qw(mentions pos neg open)),
			milli("processes.$p.per_day28")], W(@{$process{$p}}) . ' | # | # | # | # | #');
	}
	for my $i (0 .. $#{$d->{platforms}}) {
		rows($d->{platforms}[$i]{platform}, sub { whole "platforms.$i.$_[0]" }, qw(mentions pos neg));
	}
	for my $i (0 .. $#{$d->{presence}}) {
		my $p = "presence.$i";
		my $name = get "$p.platform";
		my @state = get("$p.measured") ? (whole("$p.posts"), whole("$p.replies"),
			word("$p.state", %presence),
			map { whole "$p.branch.$_" } qw(absent passive sending dialogue)) : ();
		line(\@state, "$name | " . (@state ? '# | # | # | # / # / # / #' :
			W('- | - | niet gemeten | -', '- | - | not measured | -')));
	}
	my $days = days('continuity.longest_silence_days');
	line([map { whole "continuity.$_" } qw(active_days longest_silence_days repliers)],
		"Actief op # van 28 dagen; langste stilte: # $days; accounts die reageerden: #.",
		"Active on # of 28 days; longest silence: # $days; accounts that replied: #.")
		if $d->{dialogue} && @{$d->{presence}};
	my $b = 'benchmark.share_of_voice';
	line([whole('benchmark.firms'), map({ share "$b.$_" } qw(days7 previous7)), word("$b.days7_change",
		%change),
		map({ share "$b.$_" } qw(days28 previous28)), word("$b.days28_change", %change)],
		'Aandeel in de vermeldingen van # kantoren: 7 dagen # (vorige 7: #, #), 28 dagen # ' .
		'(vorige 28: #, #).', 'Share of the mentions of # firms: 7 days # (previous 7: #, #), ' .
		'28 days # (previous 28: #, #).');
	for (['mentions7', 'Vermeldingen, 7 dagen', 'Mentions, 7 days'],
			['mentions28', 'Vermeldingen, 28 dagen', 'Mentions, 28 days'],
			['net_sentiment28', 'Nettosentiment, 28 dagen', 'Net sentiment, 28 days']) {
		my ($k, @name) = @$_;
		my $r = "benchmark.$k";
		my $ranked = defined get "$r.rank";
		line([map({ $k =~ /^net/ ? share("$r.$_") : milli("$r.$_") } qw(value q1 median q3)),
			$ranked ? (whole("$r.rank"), whole("$r.firms")) : ()],
			W(@name) . ' | # | # | # | # | ' . ($ranked ? W('# van #', '# of #') : '-'));
	}
	waterfall('', ' ' . mentions('waterfall.mentions') . '.');
	line([whole('not_dutch')], 'Niet in het Nederlands en dus niet gescoord: #.',
		'Not in Dutch and so not scored: #.') if $d->{not_dutch};
	late('');
	for my $i (0 .. $#{$d->{sources}}) {
		my $s = $d->{sources}[$i];
		next if $s->{state} eq 'fine';
		if ($s->{state} eq 'silent') {
			line([whole("sources.$i.silent_days")], "Bron stil: $s->{id}, leeg sinds # dagen.",
				"Silent source: $s->{id}, empty for # days.");
			next;
		}
		line([whole("sources.$i.done"), whole("sources.$i.planned")],
			"Bron uit: $s->{id} (# van # rondes)~", "Source down: $s->{id} (# of # polls)~");
	}
	line([['open, posts, stars', @{$d->{open}} + @{$d->{posts}} + @{$d->{stars}}]], 'ITEMS #');
}

my %entity = (lt => '<', gt => '>', quot => '"', '#39' => "'", amp => '&');
sub bare { $_[0] =~ s/<[^>]*>//gr =~ s/&([^;]*);/$entity{$1}/gr =~ s/ +/ /gr =~ s/^ | $//gr }

sub html {
	local $_ = shift;
	my $items = () = /<li>/g;
	s/.*<main>//s; s/<nav>.*?<\/nav>//s; s/<ol>.*?<\/ol>//gs; s/<thead>.*?<\/thead>//gs;
	s/<h([12])>.*?<\/h\1>//gs; s/<br>/\n/g; s/<\/t[hd]><t[hd][^>]*>/ | /g;
	return map({ bare $_ } split /\n/), "ITEMS $items";
}

sub markdown {
	my (@all, $items) = split /\n/, shift;
	my @kept;
	for my $i (0 .. $#all) {
		local $_ = $all[$i];
		if (/^\d+\. /) { $items++; next }
		next if /^#|^\| ---/ || ($all[$i + 1] // '') =~ /^\| ---/;
		s/^\| | \|$//g; s/\\(.)/$1/g; s/ +/ /g;
		push @kept, $_;
	}
	return @kept, 'ITEMS ' . ($items // 0);
}

# ---- the page for a terminal: its own lines, and of a silent day a few ----

sub goal {
	my ($which) = @_;
	my ($i) = grep { $d->{goals}[$_]{goal} eq $which } 0 .. $#{$d->{goals}};
	return '' if !defined $i;
	my ($target, $met) = @{$d->{goals}[$i]}{qw(target met)};
	my $says = !defined $met ? W('niet te zeggen', 'cannot know') : $met ? W('JA', 'YES') :
		W('NIET GEHAALD', 'NOT MET');
	my $text = $which eq 'response_rate' ? percent $target : $which eq 'median_response_hours' ?
		seconds $target * 3600
		: $target;
	return (W(' doel #: #', ' goal #: #'), ["goals.$i.target", $text], ["goals.$i.met", $says]);
}

# A line of figures with a goal after it, when there is one.
sub with_goal {
	my ($figures, $which, $nl, $en) = @_;
	my ($look, @more) = goal $which;
	line([@$figures, @more], $nl . $look, $en . $look);
}

sub source_lines {
	my @off = grep { $d->{sources}[$_]{state} ne 'fine' } 0 .. $#{$d->{sources}};
	for my $i (@off[0 .. min(2, $#off)]) {
		my $s = "sources.$i";
		my $id = get "$s.id";
		if (get("$s.state") eq 'silent') {
			line([whole("$s.silent_days"), milli("$s.posts_a_day")],
				" Bron stil: $id, leeg sinds # " . days("$s.silent_days") .
					' (normaal # per dag)',
				" Source silent: $id, empty for # " . days("$s.silent_days") .
					' (usually # a day)');
		} else {
			line([whole("$s.done"), whole("$s.planned")], " Bron uit: $id~ (# van # rondes)~",
				" Source down: $id~ (# of # polls)~");
		}
	}
	line([['sources', @off - 3]], ' en nog # bronnen.', ' and # sources more.') if @off > 3;
}

sub terminal_head {
	my $state = $d->{incomplete} ? W('ONVOLLEDIG', 'INCOMPLETE') : $d->{provisional} ?
		W('VOORLOPIG, definitief na 72 uur', 'PROVISIONAL, final after 72 hours') : W('DEFINITIEF',
			'FINAL');
	my ($holiday, $issue) = ($d->{holiday} ? " ($d->{holiday})" : '', $d->{issue} > 1);
	line([], W('DAGRAPPORT', 'DAILY REPORT') . " $d->{name} " . W('branche', 'branch') .
		": $d->{branch}");
	line([['date', join ' ', date], $issue ? issue() : ()], "Over: #, 00:00-24:00$holiday" .
		($issue ? ', rapport #' : ''),
		"About: #, 00:00-24:00$holiday" . ($issue ? ', report #' : ''));
	line([map { whole "coverage.$_" } qw(sources_fine sources)], "Gemaakt: ~ - $state - # van # bronnen",
		"Made: ~ - $state - # of # sources");
}

sub terminal_brief {
	my ($b, $n) = ($d->{baseline}{mentions}, $d->{baseline}{negative});
	my ($named, $day) = (mentions('yesterday.mentions'), weekday);
	line([map { whole "$_.mentions" } qw(yesterday days7 days28)],
		" # $named; in 7 dagen #, in 28 dagen #.",
		" # $named; # in 7 days, # in 28 days.");
	if ($b) {
		my ($threads, $rings, $more) = (threads('baseline.mentions.threads'),
			rings('baseline.mentions'));
		my $bang = $rings =~ /[12]/ ? '! ' : '';
		$more = $rings == 3 ? W(' Nog ongewoon; gisteren gemeld.',
			' Still unusual; told yesterday.') :
			$rings == 4 ? W(' Verhoogd, geen alarm.', ' Raised, no alarm.') : '';
		line([whole('baseline.mentions.threads'), milli('baseline.mentions.expected'),
			whole('baseline.mentions.days')],
			" $bang# $threads; normaal op $day # (# weken).$more",
				" $bang# $threads; normal on a $day # (# weeks).$more");
		line([odds($rings == 1 ? 'baseline.mentions.at_least' : 'baseline.mentions.at_most')],
			' Zo ' . W('hoog', 'high') x ($rings == 1) . W('laag', 'low') x ($rings == 2) .
			' is het normaal op # dagen (alarm: 1 op 200).', ' Normally it is so ' .
			W('hoog', 'high') x ($rings == 1) . W('laag', 'low') x ($rings == 2) .
				' on # days (alarm: 1 in 200).') if $bang;
	}
	line([map { whole "yesterday.$_" } qw(pos neg mixed neu none)],
		' Toon: # positief, # negatief, # gemengd, # neutraal, # niet gescoord.',
		' Tone: # positive, # negative, # mixed, # neutral, # not scored.');
	my ($net, $incomplete) = ($d->{yesterday}{net_sentiment}, $d->{incomplete});
	line([], ' Te weinig berichten voor een uitspraak over de toon.',
		' Too few posts to judge the tone.') if !$incomplete && !$net;
	line([], ' Te weinig voor een uitspraak: de marge van het nettosentiment bevat 0.',
		' Too few to judge: the margin of net sentiment holds 0.') if $net && !$net->{judged};
	if ($n && ($n->{alarm} eq 'high' || $n->{elevated})) {
		my ($threads, $rings) = (threads('baseline.negative.threads'), $n->{alarm} ne 'none');
		my ($bang, $what) = ($rings ? '! ' : '', $rings ? 'alarm' : W('verhoogd, geen alarm',
			'raised, no alarm'));
		line([whole('baseline.negative.threads'), milli('baseline.negative.expected'),
			odds('baseline.negative.at_least')],
			" ${bang}Negatief in # $threads, normaal # (#): $what.",
				" ${bang}Negative in # $threads, normal is # (#): $what.");
	}
	my $missed = ['dialogue.missed', (get('dialogue.missed_addressed') //
		0) + (get('dialogue.missed_not_addressed') // 0)];
	line([count('open'), $missed, whole('dialogue.missed_not_addressed')],
		' Open vragen en klachten: #; gemiste gesprekken: #, waarvan # zonder @.',
		' Open questions and complaints: #; missed conversations: #, # without @.') if get 'dialogue';
	source_lines;
	promise(' ') if $d->{kind} =~ /incomplete|not_run/;
}

sub terminal_figures {
	my @w = qw(yesterday days7 days28 previous28);
	my $columns = ' #' x @w;
	line([map { whole "$_.mentions" } @w], " Vermeldingen$columns", " Mentions$columns");
	for (['pos', 'neg'], ['neu', 'mixed']) {
		my ($x, $y) = @$_;
		line([map { my $w = $_; map { whole "$w.$_" } $x, $y } @w],
			' ' . W(@{$label{$x}}) . ' / ' . W(@{$label{$y}}) . ' # / #' x @w);
	}
	line([map { whole "$_.none" } @w], ' ' . W(@{$label{none}}) . $columns);
	line([map { net_value $_ } @w], " Nettosentiment$columns", " Net sentiment$columns");
	line([map { net_margin $_ } @w], " 95%-marge$columns", " 95% margin$columns");
	my $b = 'benchmark.share_of_voice';
	if (defined get "$b.days28") {
		line([whole('benchmark.firms'), map { share "$b.$_" } @w], " Aandeel (# kantoren)$columns",
			" Share (# firms)$columns");
		line([['benchmark.mentions7.rank', get('benchmark.mentions7.rank') // 0],
			whole('benchmark.mentions7.firms'),
			share("$b.previous7"), word("$b.days7_change", %change)],
				' 7 dagen: plaats # van #; vorige 7 dagen #: #.',
			' 7 days: rank # of #; previous 7 days #: #.');
	}
	return if !defined get('days7.mentions_change') && !defined get('days28.mentions_change');
	line([map { word("$_.mentions_change", %change) } qw(days7 days28)],
		' Vermeldingen tegen vorige 7: #; tegen vorige 28: #.',
		' Mentions against previous 7: #; against previous 28: #.');
	line([map { word("$_.net_sentiment_change", %tone) } qw(days7 days28)],
		' Toon tegen vorige 7: #; tegen vorige 28: #.',
		' Tone against previous 7: #; against previous 28: #.');
}

sub terminal_dialogue {
	my $g = 'dialogue';
	if (!get $g) {
		line([], ' Niet te zeggen: van dit kantoor wordt geen eigen account gevolgd.',
			' Cannot know: no account of this firm is followed.');
		return;
	}
	my $rate = defined get "$g.response_rate";
	with_goal([whole("$g.answered"), whole("$g.needing_reply"), $rate ?
		rounded_share("$g.response_rate") : ()],
		'response_rate', ' Beantwoord # van #' . ($rate ? ' (#)' : ''), ' Answered # of #' . ($rate ?
			' (#)' : ''));
	my ($median, $waiting) = map { get "$g.$_" } qw(median_response_seconds kaplan_meier_seconds);
	if (defined $median) {
		line([map { span "$g.median_response_$_" } qw(office_seconds seconds)],
			' Mediaan reactietijd # kantooruren, # klok',
				' Median response time # office hours, # clock');
		with_goal([], 'median_response_hours', '', '') if goal 'median_response_hours';
		if (!defined $waiting) {
			line([], ' wachtenden meegeteld meer dan de helft wacht nog (Kaplan-Meier)',
				' counting those who wait more than half still wait (Kaplan-Meier)');
		} elsif ($waiting != $median) {
			line([map { span "$g.kaplan_meier_$_" } qw(office_seconds seconds)],
				' wachtenden meegeteld # kantooruren, # klok (Kaplan-Meier)',
				' counting those who wait # office hours, # clock (Kaplan-Meier)');
		}
	}
	line([map { whole "$g.$_" } qw(missed_addressed missed_not_addressed)],
		' Gemiste dialoog # met @, # zonder @',
		' Missed dialogue # with @, # without @');
	my $asked = asked "$g.day_needing_reply";
	line([map { whole "$g.$_" } qw(day_needing_reply day_answered)], " Gisteren: # $asked, # beantwoord.",
		" Yesterday: # $asked, # answered.");
}

sub terminal_where {
	my @platforms = @{$d->{platforms}}[0 .. min(6, $#{$d->{platforms}})];
	for my $i (0 .. max($#processes, $#platforms)) {
		my ($look, @figures) = '';
		if (my $p = $processes[$i]) {
			$look = ' ' . W(@{$process{$p}}) . ' #' x 5;
			@figures = (map({ whole "processes.$p.$_" } qw(mentions pos neg open)),
				milli("processes.$p.per_day28"));
		}
		if ($platforms[$i]) {
			$look .= ' ' . substr($platforms[$i]{platform}, 0, 11) . ' #' x 3;
			push @figures, map { whole "platforms.$i.$_" } qw(mentions pos neg);
		}
		line(\@figures, $look);
	}
}

sub terminal_presence {
	# unheard: a line, without figures, if the firm has an account there, which JSON does not say
	my $unheard = W('niet gemeten', 'not measured');
	my @there = grep { my $p = $d->{presence}[$_]; $p->{measured} ? $p->{state} ne 'absent' :
		grep { $_ eq ' ' . substr($p->{platform}, 0, 20) . " $unheard" } @lines }
		0 .. $#{$d->{presence}};
	return if !@there;
	line([], ' Aanwezigheid, 28 dagen eigen reacties stand afwezig/passief/zendt/dialoog',
		' Presence, 28 days own replies state absent/passive/sends/dialogue');
	for my $i (@there[0 .. min(3, $#there)]) {
		my $p = "presence.$i";
		my $name = substr get("$p.platform"), 0, 20;
		line(!get("$p.measured") ? ([], " $name $unheard") : ([whole("$p.posts"),
			whole("$p.replies"), word("$p.state", %presence),
			map { whole "$p.branch.$_" } qw(absent passive sending dialogue)],
				" $name # # # # / # / # / #"));
	}
	return if !get 'dialogue';
	my $days = days('continuity.longest_silence_days');
	with_goal([map { whole "continuity.$_" } qw(active_days longest_silence_days)], 'active_days',
		" Actief op # van 28 dagen, langste stilte # $days",
		" Active on # of 28 days, longest silence # $days");
	with_goal([whole('continuity.repliers')], 'repliers', ' Accounts die reageerden: #',
		' Accounts that replied: #');
}

sub terminal_trust {
	waterfall(' ', '');
	line([whole('not_dutch')], ' Niet in het Nederlands en dus niet gescoord: #.',
		' Not in Dutch and therefore not scored: #.') if $d->{not_dutch};
	late(' ');
	line([count('stars')], ' Sterren en woorden spreken elkaar tegen: # in 28 dagen.',
		' Stars and words contradict each other: # in 28 days.') if @{$d->{stars}};
}

sub terminal_quiet {
	my $b = $d->{baseline}{mentions};
	my $says = $d->{kind} eq 'strikingly_quiet' ? W('OPVALLEND STIL: geen vermeldingen.',
		'STRIKINGLY QUIET: no mentions.') :
		W('STILLE DAG: geen vermeldingen.', 'QUIET DAY: no mentions.');
	my ($day, @normal) = (weekday, $b ? (milli('baseline.mentions.expected'),
		['baseline.mentions.zero', percent(floor($b->{zero} * 1000 + .5 + 1e-9) / 1000)]) : ());
	line(\@normal, $says . ($b ? " Normaal op $day # (kans op nul #)." : ''),
		$says . ($b ? " Normal on a $day # (chance of zero #)." : ''));
	line([whole('coverage.posts_read')], 'Alle bronnen volledig: # berichten. Laatste vermelding: ~.',
		'All sources complete: # posts. Last mention: ~.');
	waterfall('', '');
	my $oldest = @{$d->{open}} ? W(' (oudste ~)', ' (oldest ~)') : '';
	line([count('open')], "Nog open van eerder: #$oldest.", "Still open from before: #$oldest.");
	my $rate = defined get 'dialogue.response_rate';
	my $named = mentions 'days7.mentions';
	line([map({ whole "days7.$_" } qw(mentions pos neg)), $rate ?
		rounded_share('dialogue.response_rate') : ()],
		"Laatste 7 dagen: # $named, # positief, # negatief" . ($rate ? ', # beantwoord.' : '.'),
		"Last 7 days: # $named, # positive, # negative" . ($rate ? ', # answered.' : '.'));
}

sub terminal {
	terminal_head;
	if (!$d->{yesterday}{mentions} && $d->{kind} =~ /incomplete|not_run/) {
		line([], 'STILTE NIET VAST TE STELLEN: 0 vermeldingen, maar bronnen gaven fouten:',
			'SILENCE CANNOT BE TOLD: 0 mentions, but sources failed:')
				if $d->{kind} eq 'incomplete';
		source_lines if $d->{kind} eq 'incomplete';
		promise('');
	} elsif (!$d->{yesterday}{mentions}) {
		terminal_quiet;
	} else {
		terminal_brief;
		line([count('open')], 'OPEN #');
		terminal_figures;
		terminal_dialogue;
		terminal_where;
		terminal_presence;
		terminal_trust;
	}
}

# Without headings and posts; of the open ones the number, those that are listed and those that are not.
sub text {
	my ($section, $open, @kept) = ('', 0);
	for (split /\n/, shift) {
		if (/^(\d)\. /) { $section = $1; push @kept, "OPEN $open" if $section == 3; next }
		s/ +/ /g;
		if ($section eq '2') { $open += /^ \d+ / ? 1 : /^ (?:en nog|and) (\d+)/ ? $1 : 0 }
		push @kept, $_ if $section !~ /[27]/;
	}
	return @kept;
}

# ---- CSV: a row a figure, in any order ----

# What JSON holds and CSV does not: words that are no figure; of posts their number.
my %no_figure = map { $_ => 1 } qw(firm name branch purpose audience house_purpose basis date);
my %item = (platforms => 'platform', presence => 'platform', goals => 'goal', sources => 'id');
my @net = qw(value low high judged);

# figures VALUE, SECTION, KEY: each figure of JSON as [section, figure, value].
sub figures {
	my ($x, $section, $key) = @_;
	$x = { map { $_ => undef } @net } if !$x && $key eq 'net_sentiment';
	# all of it is unknown
	return if !defined $x && "$section.$key" =~ /^report\.(?:dialogue|continuity)$|^baseline\./;
	return [$section, $key, scalar @$x] if ref $x eq 'ARRAY' && $key =~ /^(?:open|posts|stars)$/;
	return [$section, $key, $x] if !ref $x || JSON::PP::is_bool($x);
	my $into = $section eq 'report' ? $key : "$section.$key";
	if (ref $x eq 'ARRAY') {
		my $name = $item{$key};
		return map { my $i = $_; map { figures($i->{$_}, "$into.$i->{$name}", $_) }
			grep { $_ ne $name && $_ ne 'error' } keys %$i } @$x;
	}
	return map { figures($x->{$_}, $into, $_) } keys %$x;
}

sub unit {
	local $_ = join ' ', @_;
	return ''
		if /(?:issue|kind|holiday|provisional|incomplete|dispersion|alarm|elevated|held_back|judged)$/;
	return '' if /(?:_change|measured|state|met)$/;
	return 'time' if / (?:from|to|made|since|last_mention)$/;
	return 'chance' if / (?:at_least|at_most|zero)$/;
	return 'firms' if / firms$|\.branch /;
	return 'rank' if / rank$/;
	return 'share' if /share_of_voice|net_sentiment|response_rate/;
	return 'hours' if /median_response_hours/;
	return 'accounts' if /repliers/;
	return 'days' if /days$|^goals.active_days/;
	return 'seconds' if /seconds$/;
	return 'threads' if /threads$|expected$|missed_/;
	return 'polls' if / (?:planned|done|failed)$/;
	return 'sources' if /^coverage sources/;
	return 'posts';
}

# Whole numbers stand as they are, others with their three decimals, chances with six.
sub written {
	my ($x, $unit, $figure) = @_;
	return '' if !defined $x;
	return $x ? 'true' : 'false' if JSON::PP::is_bool($x);
	return sprintf '%.6f', $x if $unit eq 'chance';
	return sprintf '%.3f', $x if $unit =~ /^(?:share|hours)$/ || $figure =~ /^(?:expected|dispersion)$/;
	return sprintf '%.3f', $x if $figure =~ /^(?:per_day28|posts_a_day|value|q1|median|q3)$/
		&& $unit eq 'posts';
	return $x;
}

sub cells { map { s/^"(.*)"$/$1/sr =~ s/""/"/gr } $_[0] =~ /\G((?:"(?:[^"]|"")*"|[^",]*))(?:,|$)/g }

sub table {
	my ($head, @rows) = split /\r\n/, shift;
	differs('heading', $head) if $head ne 'firm,date,section,figure,value,unit';
	my %row;
	for (@rows) {
		my ($firm, $date, $section, $figure, @value) = cells($_);
		differs("$section.$figure", 'another firm or day')
			if "$firm $date" ne "$d->{firm} $d->{date}";
		differs("$section.$figure", 'a figure twice') if $row{"$section.$figure"};
		differs("$section.$figure", 'a formula') if grep { /^[=+@\t\r]|^-(?![\d.]+$)/ } $section,
			$figure, @value;
		$row{"$section.$figure"} = join ',', @value[0, 1];
	}
	for (map { figures($d->{$_}, 'report', $_) } grep { !$no_figure{$_} } keys %$d) {
		my ($section, $figure, $x) = @$_;
		my $unit = unit($section, $figure);
		my $want = written($x, $unit, $figure) . ",$unit";
		my $is = delete $row{"$section.$figure"} // 'nothing';
		$compared++;
		differs("$section.$figure", "the page says $is, JSON $want") if $is ne $want;
	}
	differs($_, 'a row that no figure is known for') for sort keys %row;
}

# ---- the comparison ----

# The parts of a mail, with their types.
sub mail {
	my ($head, $body) = split /\r\n\r\n/, $_[0], 2;
	my ($boundary) = $head =~ /^Content-Type: multipart\/alternative; boundary="([^"]+)"\r?$/m or return;
	my @parts = split /^--\Q$boundary\E(?:--)?\r\n/m, $body;
	return map { /^Content-Type: text\/(\w+); .*?\r\n\r\n(.*)/s ? [$1, decode_qp($2)] : () } @parts;
}

sub lines_of {
	my ($page, $format) = @_;
	utf8::decode($page);
	@lines = $format eq 'html' ? html($page) : $format eq 'md' ? markdown($page) : text($page);
	$format eq 'txt' ? terminal() : page();
	differs('a line that no figure is known for', $_) for grep { /\d/ } @lines;
}

sub compare {
	my ($file, $format) = @_;
	$where = "$d->{firm} on $d->{date} (" . ($file =~ /([^\/]+)\/[^\/]+\/[^\/]+$/)[0] . "), $format";
	my $page = slurp $file;
	return lines_of($page, $format) if $format !~ /csv|eml/;
	if ($format eq 'csv') {
		utf8::decode($page);
		return table($page);
	}
	my @parts = mail($page);
	differs('parts', 'other than plain and html') if "@{[map { $_->[0] } @parts]}" ne 'plain html';
	lines_of($_->[1], $_->[0] eq 'html' ? 'html' : 'txt') for @parts;
}

for (grep { /\d \S+ \S/ } split /\n/, slurp "$dir/runs") {
	my ($run, undef, $date) = split / /;
	for (split /\n/, slurp "$dir/$run.json") {
		$d = $json->decode($_);
		for my $to ($run, "$run.en") {
			$english = $to ne $run;
			for my $format (qw(txt md html eml), $english ? () : 'csv') {
				compare("$dir/$to/$d->{firm}/$date.$format", $format);
			}
		}
	}
}
print "$wrong differences\n" if $wrong;
die "nothing compared\n" if !$compared;
exit !!$wrong;
