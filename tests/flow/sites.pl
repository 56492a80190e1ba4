#!/usr/bin/perl
# sites.pl DIR: whether the index pages of the reports DIR/NN.json (see month.bash), in DIR/NN and in English
# in DIR/NN.en, say what JSON says: sums, tables, and what the figures draw, measured in their own units. A
# day's JSON knows 64 days of the pages' 182: older ones are held to the page's own table. Says each
# difference with its page and figure; ends with 1 when there is one.
use strict;
use warnings;
use utf8;
use JSON::PP;
use List::Util qw(max sum0);

my $dir = shift or die "usage: sites.pl DIR\n";
my ($wrong, $compared, $where) = (0, 0);
binmode STDOUT, ':utf8';

sub slurp { open my $i, '<:raw', $_[0] or die "$_[0]: $!\n"; local $/; my $s = <$i>; utf8::decode($s); $s }

# ---- what a page says ----

my %entity = (lt => '<', gt => '>', quot => '"', '#39' => "'", amp => '&');
sub bare { $_[0] =~ s/<svg.*?<\/svg>//gsr =~ s/<[^>]*>/ /gr =~ s/&([^;]*);/$entity{$1}/gr =~ s/\s+/ /gr
	=~ s/^ | $//gr }

# A cell as a number: 12, 6,3%, "-26% (-57..+12)" as three; nothing for "-" and words.
sub number { my ($n) = bare($_[0]) =~ /^([+-]?\d+(?:[.,]\d)?)\b/; defined $n ? $n =~ tr/,/./r : undef }
sub numbers { map { tr/,/./r } $_[0] =~ /^([+-]\d+)% \(([+-]\d+)\.\.([+-]\d+)\)$/ }

sub net_of { my ($n) = numbers bare $_[0]; $n }

# The rows of the table after a heading: cells, a figure among them left as it is.
sub table {
	my ($page, $n) = @_;
	my @tables = $page =~ /<table>(.*?)<\/table>/gs;
	return map { [/<t[hd][^>]*>(.*?)<\/t[hd]>/gs] } $tables[$n] =~ /<tr>(.*?)<\/tr>/gs;
}

sub same { # FIGURE, IS, WANT, HOW NEAR
	my ($figure, $is, $want, $near) = @_;
	$compared++;
	my $off = defined $is && defined $want ? abs($is - $want) > ($near // 0) : defined $is
		|| defined $want;
	return if !$off;
	$wrong++;
	print "$where: $figure: the page says ", $is // 'nothing', ', not ', $want // 'nothing', "\n";
}

sub whole_percents { my $x = shift; defined $x ? 100 * $x : undef }

sub same_net { # FIGURE, CELL, NET SENTIMENT
	my ($figure, $cell, $net) = @_;
	my @is = numbers bare $cell;
	same("$figure.$_->[0]", $is[$_->[1]], whole_percents($net && $net->{$_->[0]}), .56)
		for ['value', 0], ['low', 1], ['high', 2];
}

# ---- what a figure draws: an axis of 130 units from 140 up, a slot a day ----

sub points { my ($path) = @_; my @n = split ' ', $path; map { [@n[2 * $_, 2 * $_ + 1]] } 0 .. $#n / 2 }
sub slot { my ($x, $left, $width, $n) = @_; int(($x - $left) / $width * $n) }

# The line's values by slot; dots of a single day are points too.
sub drawn {
	my ($svg, $left, $width, $n, $value) = @_;
	my @p = map { points $_ } $svg =~ /<path class="line" d="M([^"]*)"/g;
	push @p, map { [split ' '] } map { s/" cy="/ /r } $svg
		=~ /<circle class="dot" cx="([\d.]+" cy="[\d.]+)"/g;
	return { map { slot($_->[0], $left, $width, $n) => $value->($_->[1]) } @p };
}

sub spark { # FIGURE, CELL, 13 WEEKS
	my ($figure, $cell, @weeks) = @_;
	my $most = max 1, grep { defined } @weeks;
	my $is = drawn($cell, 2, 108, 13, sub { (21 - $_[0]) / 18 * $most });
	same("$figure, week " . ($_ + 1), $is->{$_}, $weeks[$_], $most * .004) for 0 .. 12;
}

sub chart { # FIGURE, SVG, LEAST, MOST, 90 VALUES
	my ($figure, $svg, $least, $most, @want) = @_;
	my $is = drawn($svg, 52, 584, 90, sub { $least + (140 - $_[0]) / 130 * ($most - $least) });
	same("$figure, day " . ($_ + 1), $is->{$_}, $want[$_], ($most - $least) * .0056) for 0 .. 89;
}

# ---- the firm's page ----

sub sums {
	my ($page, $d) = @_;
	my @dd = $page =~ /<dd>(.*?)<\/dd>/gs;
	same('mentions of 7 days', number($dd[0]), $d->{days7}{mentions});
	same('mentions of 28 days', number($dd[1]), $d->{days28}{mentions});
	same_net('net sentiment', $dd[2] =~ s/<small>/ /r, $d->{days28}{net_sentiment});
	my ($rate, $of) = $dd[3] =~ /^(.*?)<small>(.*)<\/small>/;
	my @of = $of =~ /(\d+)/g;
	my $g = $d->{dialogue};
	same('response rate', number($rate), whole_percents($g && $g->{response_rate}), .06);
	same('answered', $of[0], $g && $g->{answered});
	same('needing reply', $of[1], $g && $g->{needing_reply});
	same('rank', number($dd[4] =~ s/<small.*//r), $d->{benchmark}{mentions28}{rank});
}

sub processes {
	my ($page, $d) = @_;
	my (undef, @rows) = table($page, 0);
	my (undef, @weeks) = table($page, 1);
	my @names = qw(marketing service innovation recruitment business other);
	for my $i (0 .. 5) {
		my ($row, $p, $month) = ($rows[$i], "processes.$names[$i]",
			$d->{processes}{$names[$i]}{days28});
		my $k = 2;
		same("$p.days28.$_", number($row->[$k++]), $month->{$_}) for qw(mentions pos neg);
		my $all = $month->{pos} + $month->{neg};
		same("$p.net_sentiment", net_of($row->[5]), $all < 10 || $d->{incomplete} ? undef :
			100 * ($month->{pos} - $month->{neg}) / $all, .51);
		spark($p, $row->[1], map { number $weeks[12 - $_][$i + 1] } 0 .. 12);
	}
	my @now = map { number $weeks[0][$_] } 1 .. 6;
	same('processes of the last week', sum0(@now), $d->{days7}{mentions}) if defined $now[0];
}

sub firm {
	my ($page, $d) = @_;
	sums($page, $d);
	processes($page, $d);
	my (undef, @rows) = table($page, 2);     # newest first: day, mentions, pos, neg, 7 days, net
	my @days = map { my $r = $_; { n => number($r->[1]), pos => number($r->[2] // ''), neg =>
		number($r->[3] // ''),
		week => number($r->[4] // ''), net => [numbers bare($r->[5] // '')] } } @rows;
	for my $k (qw(n pos neg)) {
		for (['yesterday', 0, 1], ['days7', 0, 7], ['previous7', 7, 7], ['days28', 0, 28],
			['previous28', 28, 28]) {
			my ($w, $from, $n) = @$_;
			same("days, $w.$k", sum0(map { $days[$_]{$k} // 0 } $from .. $from + $n - 1),
				$d->{$w}{$k eq 'n' ? 'mentions' : $k});
		}
	}
	same('7 days', $days[0]{week}, $d->{days7}{mentions}) if defined $days[0]{week};
	same_net('net sentiment of the last day', $rows[0][5] // '', $d->{days28}{net_sentiment});
	my @svg = $page =~ /<svg viewBox(.*?)<\/svg>/gs;
	my @cells = map { /: (\d+)/ ? $1 : undef } $svg[0] =~ /<title>(.*?)<\/title>/g;
	same("calendar, day $_", $cells[$_], $days[181 - $_]{n}) for 0 .. 181;
	my ($most) = $svg[1] =~ /.*text-anchor="end">(\d+)</s;
	my %bar;
	while ($svg[1]
		=~ /<rect class="(?:bar|gap)" x="([\d.]+)" y="[\d.]+" width="[\d.]+" height="([\d.]+)"/g) {
		$bar{slot($1, 52, 584, 90)} = $2 / 130 * $most;
	}
	same("bar $_", $bar{$_} // 0, $days[89 - $_]{n} // 0, $most * .001) for 0 .. 89;
	chart('mean of 7 days', $svg[1], 0, $most, map { my $w = $days[89 - $_]{week}; defined $w ? $w / 7
		: undef } 0 .. 89);
	chart('tone', $svg[2], -100, 100, map { $days[89 - $_]{net}[0] } 0 .. 89) if $svg[2] && $svg[2]
		=~ /tone-t/;
	my @band = map { my @p = points $_; [@p[0 .. $#p / 2]], [reverse @p[@p / 2 .. $#p]] }
		map { s/ z$//r } ($svg[2] // '') =~ /<path class="band" d="M([^"]*)"/g;
	while (my ($high, $low) = splice @band, 0, 2) {
		for my $i (0 .. $#$high) {
			my $net = $days[89 - slot($high->[$i][0], 52, 584, 90)]{net};
			same("margin, high at $high->[$i][0]", (75 - $high->[$i][1]) / 65 * 100, $net->[2],
				.6);
			same("margin, low at $low->[$i][0]", (75 - $low->[$i][1]) / 65 * 100, $net->[1], .6);
		}
	}
}

# ---- the branch, and all ----

my %state = (absent => 'afwezig|absent', passive => 'passief|passive', sending => 'zendt|sends', dialogue =>
	'dialoog|dialogue');

sub branch {
	my ($page, @firms) = @_;
	my %by = map { $_->{name} => $_ } @firms;
	my (undef, @rows) = table($page, 0);
	my (undef, @weeks) = table($page, 1);
	my @feet = splice @rows, -3;
	same('firms', scalar @rows, scalar @firms);
	for my $i (0 .. $#rows) {
		my @c = @{$rows[$i]};
		my $d = $by{bare $c[0]} or next;
		my $f = $d->{firm};
		same("$f.rank", number($c[1]), $d->{benchmark}{mentions28}{rank});
		same("$f.mentions", number($c[2]), $d->{days28}{mentions});
		same("$f.share", number($c[3]), whole_percents($d->{benchmark}{share_of_voice}{days28}),
			.051);
		same_net("$f.net_sentiment", $c[5], $d->{days28}{net_sentiment});
		spark($f, $c[4], map { number $weeks[$i][$_] } 1 .. 13);
		same("$f, last week", number($weeks[$i][13]), $d->{days7}{mentions})
			if defined number($weeks[$i][13]);
	}
	my $all = $firms[0]{benchmark};
	for (['q3', 0], ['median', 1], ['q1', 2]) {
		my ($q, $i) = @$_;
		same("mentions, $q", number($feet[$i][2]), $all->{mentions28}{$q}, .051);
		same("net sentiment, $q", number($feet[$i][5]), whole_percents($all->{net_sentiment28}{$q}),
			.051);
	}
	my ($strip) = $page =~ /<svg viewBox(.*?)<\/svg>/s;
	my $most = max 1, map { $_->{days28}{mentions} } @firms;
	my @rings = sort { $a <=> $b } map { ($_ - 20) / 600 * $most } $strip
		=~ /<circle class="ring" cx="([\d.]+)"/g;
	my @want = sort { $a <=> $b } map { $_->{days28}{mentions} } @firms;
	same("ring $_", $rings[$_], $want[$_], $most * .0002) for 0 .. $#want;
	if (my ($x, $width, $median) = $strip
		=~ /class="band" x="([\d.]+)" y="10" width="([\d.]+)".*?class="line" d="M([\d.]+)/s) {
		same('box, q1', ($x - 20) / 600 * $most, $all->{mentions28}{q1}, $most * .0004 + .051);
		same('box, q3', ($x + $width - 20) / 600 * $most, max($all->{mentions28}{q3},
			$all->{mentions28}{q1} + $most / 600), $most * .0006 + .051);
		same('box, median', ($median - 20) / 600 * $most, $all->{mentions28}{median},
			$most * .0004 + .051);
	}
	presence($page, \%by);
}

sub presence {
	my ($page, $by) = @_;
	my ($head, @rows) = table($page, 2);
	return if !$head;
	my @feet = splice @rows, -4;
	my @platforms = map { bare $_ } @$head[1 .. $#$head];
	for my $k (0 .. $#platforms) {
		my $counts;
		for my $r (@rows) {
			my $d = $by->{bare $r->[0]} or next;
			my ($p) = grep { $_->{platform} eq $platforms[$k] } @{$d->{presence}};
			my $want = $p->{state} ? $state{$p->{state}} : '-';
			same("$d->{firm}, $platforms[$k]", bare($r->[$k + 1]) =~ /^(?:$want)$/ ? 1 : 0, 1);
			$counts = $p->{branch};
		}
		my $i = 0;
		same("firms $_, $platforms[$k]", number($feet[$i++][$k + 1]), $counts->{$_})
			for qw(absent passive sending dialogue);
	}
}

sub root {
	my ($page, @firms) = @_;
	my %by = map { $_->{name} => $_ } @firms;
	my $seen = 0;
	for my $n (0 .. (() = $page =~ /<table>/g) - 1) {
		my (undef, @rows) = table($page, $n);
		for my $c (@rows) {
			my $d = $by{bare $c->[0]} or next;
			$seen++;
			same("$d->{firm}.yesterday", number($c->[1]), $d->{yesterday}{mentions});
			same("$d->{firm}.days28", number($c->[2]), $d->{days28}{mentions});
			same_net("$d->{firm}.net_sentiment", $c->[4], $d->{days28}{net_sentiment});
		}
	}
	same('firms', $seen, scalar @firms);
}

for (grep { /\d \S+ \S/ } split /\n/, slurp "$dir/runs") {
	my ($run) = split / /;
	my @firms = map { JSON::PP->new->decode($_) } split /\n/, slurp "$dir/$run.json";
	my %branch;
	push @{$branch{$_->{branch}}}, $_ for @firms;
	for my $to ($run, "$run.en") {
		for my $d (@firms) {
			$where = "$to/$d->{firm}/index.html";
			firm(slurp("$dir/$where"), $d);
		}
		for my $b (keys %branch) {
			$where = "$to/branch-$b.html";
			branch(slurp("$dir/$where"), @{$branch{$b}});
		}
		$where = "$to/index.html";
		root(slurp("$dir/$where"), @firms);
	}
}
print "$wrong differences\n" if $wrong;
die "nothing compared\n" if !$compared;
exit !!$wrong;
