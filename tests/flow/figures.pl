#!/usr/bin/perl
# figures.pl DIR: every figure of the reports DIR/NN.json (JSON pages, one a line for each firm), counted
# again from what month.pl planted in DIR, by another and slow way, as reports are defined in luister-
# report(1) and luister(5). Says each difference with its firm, day and figure, and ends with 1 when there is
# one.
#
# Which texts are nearly the same is told by month.pl (`same`); tests/unit/store/test_near.c judges that.
use strict;
use warnings;
use utf8;
use JSON::PP;
use List::Util qw(sum0 min max uniq any first);
use POSIX qw(floor lgamma strftime);
use Time::Local qw(timegm);

my $json = JSON::PP->new->utf8;
my $dir = shift or die "usage: figures.pl DIR\n";
my @labels = qw(pos neu neg mixed none);
my @processes = qw(marketing service innovation recruitment business other);
my @categories = qw(network message review media location news forum blog);
my ($true, $false) = ('true', 'false');
sub yes { $_[0] ? $true : $false }

# ---- time: European summer time, and the holidays of the planted months as a calendar prints them ----

sub at { my ($y, $mo, $d, $h, $mi, $s) = $_[0]
	=~ /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)Z$/ or die "time $_[0]\n"; timegm $s, $mi, $h, $d, $mo - 1,
		$y }
sub iso { defined $_[0] ? strftime '%Y-%m-%dT%H:%M:%SZ', gmtime $_[0] : undef }
# from, to, from, to
my @summer = map { at($_) } '2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2027-03-28T01:00:00Z',
	'2027-10-31T01:00:00Z';
sub offset { grep({ $_ <= $_[0] } @summer) % 2 ? 7200 : 3600 }
sub day_of { floor(($_[0] + offset $_[0]) / 86400) }           # days since 1970
sub midnight { my $t = $_[0] * 86400 - 7200; day_of($t) == $_[0] ? $t : $t + 3600 }
sub date { strftime '%Y-%m-%d', gmtime $_[0] * 86400 }
sub weekday { ($_[0] + 4) % 7 }                                 # 0: Sunday
my %holiday = ('2026-12-25' => 'eerste kerstdag', '2026-12-26' => 'tweede kerstdag', '2027-01-01' =>
	'Nieuwjaarsdag', '2027-03-26' => 'Goede Vrijdag',
	'2027-03-28' => 'eerste paasdag', '2027-03-29' => 'tweede paasdag');

# Seconds of Monday to Friday, 9 to 17 o'clock, no holiday: hour by hour.
sub office {
	my ($from, $to) = @_;
	my $sum = 0;
	for (my $h = $from - $from % 3600; $h < $to; $h += 3600) {
		my ($day, $clock) = (day_of($h), ($h + offset $h) % 86400 / 3600);
		next if $clock < 9 || $clock >= 17 || weekday($day) % 6 == 0 || $holiday{date $day};
		$sum += min($to, $h + 3600) - max($from, $h);
	}
	return $sum;
}

# ---- numbers ----

sub half_up { my ($a, $b) = @_; $b < 0 ? die : floor((2 * $a + $b) / (2 * $b)) }     # a / b to a whole number
sub thousandth { my $x = shift; defined $x ? ($x < 0 ? -1 : 1) * floor(abs($x) * 1000 + .5 + 1e-9) / 1000
	: undef }
sub share { my ($a, $b) = @_; half_up(1000 * $a, $b) / 1000 }
sub median { my @x = sort { $a <=> $b } @_; @x ? floor(($x[$#x / 2] + $x[@x / 2]) / 2) : undef }

# The first time at which no more than half still wait; [wait, answered].
sub kaplan_meier {
	my $waiting = 1;
	for my $t (sort { $a <=> $b } uniq map { $_->[0] } @_) {
		my $risk = grep { $_->[0] >= $t } @_;
		$waiting *= 1 - grep({ $_->[0] == $t && $_->[1] } @_) / $risk;
		return $t if $waiting <= .5 + 1e-12;
	}
	return undef;
}

sub quantile { my ($q, @x) = @_; @x = sort { $a <=> $b } @x; my $at = $#x * $q; my $i = floor $at;
	$x[$i] + ($at - $i) * (($x[$i + 1] // $x[$i]) - $x[$i]) }

# Chances of 0, 1, ... $x after $n days that sum up to $sum, beta negative binomial, one by one from zero on.
sub chances {
	my ($x, $sum, $n, $d) = @_;
	my $b = $sum + .5;
	my @p = $d < 1e-6 ? ($n / ($n + 1)) ** $b : exp lgamma(($n + 1) / $d + 1) + lgamma($n / $d + 1 + $b) - lgamma($n / $d + 1) - lgamma(($n + 1) / $d + 1 + $b);
	push @p, $p[-1] * (1 + $_ * $d) / ($_ + 1) * ($b + $_) / ($n + 1 + $d * (1 + $b + $_)) for 0 .. $x - 1;
	return @p;
}

sub verdict { my $z = shift; $z >= 1.959964 ? 'more' : $z <= -1.959964 ? 'less' : 'none' }
sub tested_counts { my ($now, $was, $days, $d) = @_; $now + $was < 10 ? undef
	: verdict(($now - $was) / sqrt(($now + $was) * (1 + $d * ($now + $was) / (2 * $days)))) }
sub tested_shares {
	my ($k1, $n1, $k0, $n0) = @_;
	return undef if $n1 < 10 || $n0 < 10;
	my $p = ($k1 + $k0) / ($n1 + $n0);
	return undef if min($p, 1 - $p) * min($n1, $n0) < 5;
	return verdict(($k1 / $n1 - $k0 / $n0) / sqrt($p * (1 - $p) * (1 / $n1 + 1 / $n0)));
}

# ---- what the store was told ----

my (@firms, %told, %merged, @misses, %polls, %plans, %config);

sub slurp { open my $i, '<', $_[0] or die "$_[0]: $!\n"; local $/; <$i> }

sub words { join ' ', grep { length } map { my $w = lc; $w =~ /:\/\// ? '' : $w
	=~ s/[^\p{L}\p{N}]//gr } split /\s+/, $_[0] }

sub heard {
	my ($run, $now) = @_;
	my $c = $json->decode(slurp "$dir/$run.yaml");
	for my $s (@{$c->{sources}}) {
		$s->{seconds} = $1 * { h => 3600, d => 86400 }->{$2} if $s->{every} =~ /^(\d+)([hd])$/;
		my $p = $plans{$s->{id}} ||= [];
		push @$p, [$now, $s->{seconds}] if !@$p || $p->[-1][1] != $s->{seconds};
	}
	$config{$run} = $c;
	for my $line (split /\n/, slurp "$dir/$run.ndjson") {
		my $r = $json->decode($line);
		$r->{run} = $now;
		if ($r->{type} =~ /post|delete/) {
			push @{$told{$r->{id}}}, $r;
			delete $merged{$r->{id}};
		}
		push @misses, $r if $r->{type} eq 'miss';
		push @{$polls{$r->{source}}}, { %{$r->{poll}}, t => at($r->{poll}{at}) }
			if $r->{type} eq 'state';
		next if $r->{type} ne 'post';
		$r->{t} = at $r->{published};
		$r->{rank} = $r->{undated} ? floor($r->{t} / 86400) : $r->{updated} ? at $r->{updated}
			: $r->{t} > $now + 300 ? 0 : $r->{t};
		$r->{key} = $r->{same} // words $r->{text};
	}
}

# ---- one post of what was told of it ----

my @role_order = qw(own addressed mention context);
my %rank = map { $role_order[$_] => $_ } 0 .. 3;

sub merged {
	my ($id) = @_;
	my @all = @{$told{$id}};
	my $deleted = max map { at $_->{at} } grep { $_->{type} eq 'delete' } @all;
	my @said = grep { $_->{type} eq 'post' } @all;
	my $seen = min map { $_->{undated} ? min($_->{t}, $_->{run}) : $_->{run} } @said;
	@said = grep { !defined $deleted || $_->{rank} > $deleted } @said;
	return undef if !@said;
	my $best = (sort { $b->{rank} <=> $a->{rank} } @said)[0];
	my $name = (sort { $a->{source} cmp $b->{source} || $b->{rank} <=> $a->{rank} } @said)[0];
	my %roles;
	for my $r (sort { $a->{rank} <=> $b->{rank} } @said) {
		for my $f (@{$r->{firms}}) {
			next if $f->{role} =~ /addressed|mention/ && $r->{rank} < $best->{rank};
			next if $roles{$f->{id}} && $rank{$roles{$f->{id}}{role}} < $rank{$f->{role}};
			my $s = $r->{sentiment}{firms}{$f->{id}};
			$roles{$f->{id}} = { role => $f->{role}, label => $s->{label}, polarity =>
				$s->{polarity} };
		}
	}
	my $t = $best->{undated} ? $seen : min($best->{t}, $seen);
	my $sensitive = $best->{text} =~ /vertrouwelijk/i;
	my $key = !$sensitive && any { $_->{role} ne 'context' } values %roles;
	return { %$best, t => $t, seen => $seen, source => $name->{source}, platform => $name->{platform},
		category => $name->{category}, roles => \%roles,
		sensitive => $sensitive, day => day_of($t), key => $key && (split ' ',
			words $best->{text}) >= 8 ? $best->{key} : undef };
}

# All posts as they stand, each with its thread's first post and whether it is a copy.
sub posts {
	my (%by, %alias, %first);
	for my $id (sort keys %told) {
		my $p = $merged{$id} //= merged($id) || 0 or next;
		$by{$id} = $p;
		my ($host) = $p->{url} =~ m{://([^/]+)};
		$alias{"$p->{platform}:$host:$p->{local_id}"} = $id if $host && $p->{local_id};
		next if !defined $p->{key};
		$first{$p->{key}} = $p->{t} if !defined $first{$p->{key}} || $p->{t} < $first{$p->{key}};
	}
	for my $p (values %by) {
		my $root = my $at = $p;
		my $id = $p->{id};
		while ($at && defined(my $next = $at->{thread} // $at->{reply_to})) {
			$next = $alias{$next} // $next;
			last if $next eq $id;
			$id = $next;
			$at = $by{$id};
		}
		$p->{root} = $id;
		$p->{starts} = !grep { defined && ($alias{$_} // $_) ne $p->{id} } @$p{qw(thread reply_to context)};
		$p->{parent} = defined $p->{reply_to} ? $by{$alias{$p->{reply_to}} // $p->{reply_to}} : undef;
		$p->{copy} = defined $p->{key} && $first{$p->{key}} < $p->{t};
	}
	return [sort { $a->{t} <=> $b->{t} } values %by];
}

# ---- a run: what all firms share ----

# $w: { now, day (of the report), posts, of (firm to its posts with role, label, polarity), counts (firm to 64
# days of mentions) }
sub world {
	my ($run, $now, $day) = @_;
	my $w = { run => $run, now => $now, day => $day, from => midnight($day), to => midnight($day + 1),
		config => $config{$run} };
	for my $p (@{posts()}) {
		for my $f (keys %{$p->{roles}}) {
			$w->{first}{$f} //= $p->{t};
			next if $p->{day} < $day - 63;
			my $x = { %$p, %{$p->{roles}{$f}} };
			$x->{other} = $x->{role} =~ /addressed|mention/;
			$x->{mention} = $x->{other} && !$x->{copy} && !$x->{spam};
			push @{$w->{of}{$f}}, $x;
			my $i = $p->{day} - $day + 63;
			next if !$x->{mention} || $i < 0 || $i > 63;
			$w->{counts}{$f}{all}[$i]++;
			$w->{counts}{$f}{$x->{label}}[$i]++;
		}
	}
	for my $m (@misses) {
		$w->{misses}{$m->{firm}}{$m->{id}} = at $m->{published};
	}
	$w->{first_poll} = min map { map { $_->{t} } @$_ } values %polls;
	coverage($w);
	return $w;
}

sub count { my ($w, $f, $from, $to) = @_; sum0 map { $_ // 0 } @{$w->{counts}{$f}{all} || []}[$from .. $to] }

# ---- coverage ----

sub plan_at { my ($s, $t) = @_; my @p = @{$plans{$s}}; (first { $_->[0] <= $t } reverse @p) || $p[0] }

# Polls that were planned in [from, to), and those for which the source is not waited for: a later success
# fills a gap.
sub planned_done {
	my ($w, $s, $from, $to) = @_;
	my $last = first { $_->{t} < $to } reverse @{$w->{asked}{$s->{id}}};
	my $every = $last ? plan_at($s->{id}, $last->{t})->[1] : $s->{seconds};
	my $planned = max 1, floor(($to - $from) / $every);
	my $ok = $w->{heard}{$s->{id}};
	return ($planned, $planned) if defined $ok && $ok + $every >= $to;
	return ($planned, min $planned - 1, defined $ok && $ok > $from ? floor(($ok - $from) / $every) : 0);
}

sub source {
	my ($w, $s) = @_;
	my @asked = @{$w->{asked}{$s->{id}}};
	my ($planned, $done) = planned_done($w, $s, $w->{from}, min $w->{to}, $w->{now});
	my @today = grep { $_->{t} >= $w->{from} && $_->{t} < $w->{to} } @asked;
	my %s = (id => $s->{id}, state => 'fine', planned => $planned, done => $done, failed => scalar(grep {
		!$_->{ok} } @today),
		posts_read => sum0(map { $_->{posts} } grep { $_->{ok} } @today), since => undef,
			silent_days => 0, posts_a_day => undef, error => undef);
	return { %s, silent($w, @asked) } if $planned == $done;
	my $ok = $w->{heard}{$s->{id}};
	my @failed = grep { !$_->{ok} && (!defined $ok || $_->{t} > $ok) } @asked;
	return { %s, state => defined $ok ? 'behind' : 'never', since => @failed ? iso $failed[0]{t} : undef,
		error => @failed ? $failed[-1]{error} =~ s/[\x00-\x1f]/ /gr : undef };
}

# Days without a post up to the day, against what the days before were used to.
sub silent {
	my ($w, @asked) = @_;
	my %posts;
	$posts{day_of $_->{t}} += $_->{posts} for grep { $_->{ok} && $_->{t} < $w->{to} } @asked;
	my $silent = 0;
	$silent++ while $silent < 28 && defined $posts{$w->{day} - $silent}
		&& $posts{$w->{day} - $silent} == 0;
	my @used = grep { defined } map { $posts{$w->{day} - $_} } $silent .. 27;
	my $mean = @used ? sum0(@used) / @used : 0;
	return () if @used < 14 || $mean <= 0;
	my $var = sum0(map { ($_ - $mean) ** 2 } @used) / (@used - 1);
	my $zero = $var > $mean ? ($var / $mean) ** ($mean ** 2 / ($mean - $var)) : exp -$mean;      # negative binomial
	return (posts_a_day => thousandth $mean) if !$silent || $zero ** $silent >= .01;
	return (posts_a_day => thousandth($mean), state => 'silent', silent_days => $silent, since =>
		iso midnight($w->{day} - $silent + 1));
}

sub coverage {
	my ($w) = @_;
	my @s = sort { $a->{id} cmp $b->{id} } @{$w->{config}{sources}};
	for my $s (@s) {
		my @asked = grep { $_->{t} <= $w->{now}
			&& $_->{t} >= midnight($w->{day} - 27) } @{$polls{$s->{id}} || []};
		$w->{asked}{$s->{id}} = \@asked;
		$w->{heard}{$s->{id}} = max map { $_->{t} } grep { $_->{ok} } @asked;
	}
	$w->{sources} = [map { source($w, $_) } @s];
	my $sum = sub { my $k = shift; sum0 map { $_->{$k} } @{$w->{sources}} };
	$w->{coverage} = { planned => $sum->('planned'), done => $sum->('done'), posts_read =>
		$sum->('posts_read'), sources => scalar @s,
		sources_fine => scalar grep { $_->{state} eq 'fine' } @{$w->{sources}} };
	$w->{not_run} = !grep { $_->{t} >= $w->{from} } map { @$_ } values %{$w->{asked}};
	$w->{incomplete} = $w->{not_run} || $w->{coverage}{done} < .9 * $w->{coverage}{planned};
	for my $i (0 .. 63) {
		my @pd = map { [planned_done($w, $_, midnight($w->{day} - 63 + $i),
			min midnight($w->{day} - 62 + $i), $w->{now})] } @s;
		$w->{missing}[$i] = sum0(map { $_->[1] } @pd) < .9 * sum0 map { $_->[0] } @pd;
	}
}

# ---- a firm's day ----

sub window { # mentions and labels of posts
	my %n = (mentions => scalar @_, map { $_ => 0 } @labels);
	$n{$_->{label}}++ for @_;
	return \%n;
}

sub net { # Wilson's interval of the share of positive ones, as a difference
	my ($n) = @_;
	my $all = $n->{pos} + $n->{neg};
	return undef if $all < 10;
	my ($p, $z) = ($n->{pos} / $all, 1.959964);
	my $middle = ($n->{pos} + $z ** 2 / 2) / ($all + $z ** 2);
	my $half = $z * sqrt($all) / ($all + $z ** 2) * sqrt($p * (1 - $p) + $z ** 2 / (4 * $all));
	my ($low, $high) = (2 * ($middle - $half) - 1, 2 * ($middle + $half) - 1);
	return { value => thousandth(($n->{pos} - $n->{neg}) / $all), low => thousandth($low), high =>
		thousandth($high), judged => yes $low > 0 || $high < 0 };
}

sub since { # from when on a firm is known
	my ($w, $f) = @_;
	my $first = min grep { defined } $w->{first}{$f}, values %{$w->{misses}{$f} || {}};
	return defined $first ? max $first - $first % 3600, $w->{first_poll} : $w->{first_poll};
}

# Sums of a moments estimate: of each weekday's counts their scatter beyond Poisson's and their squared mean,
# weighted.
sub moments {
	my ($x, $skip) = @_;
	my ($num, $den) = (0, 0);
	for my $w (0 .. 6) {
		my @x = map { $x->[$_] // 0 } grep { $_ % 7 == $w && !$skip->[$_] } 0 .. 55;
		my $mean = @x ? sum0(@x) / @x : 0;
		next if @x < 2 || $mean <= 0;
		my $var = sum0(map { ($_ - $mean) ** 2 } @x) / (@x - 1);
		my $weight = (@x - 1) / (1 + $mean / 4) ** 2;
		$num += $weight * ($var - $mean);
		$den += $weight * ($mean ** 2 - $var / @x);
	}
	return ($num, $den);
}

# The firm's dispersion drawn to its branch's, which is drawn to 0.10.
sub dispersion {
	my ($own, @peers) = @_;
	my ($num, $den) = (sum0(map { $_->[0] } @peers), max 0, sum0 map { $_->[1] } @peers);
	my $common = max 0, ($num + 10 * .1) / ($den + 10);
	my $weight = min 400, $den + 10;
	return max 0, ($own->[0] + $weight * $common) / (max(0, $own->[1]) + $weight);
}

# A firm's threads with a mention (of a peer: those that began there), or its posts, of each of 64 days, and which
# of those days count for nothing: not heard, or holidays.
sub series {
	my ($w, $f, $label, $peer) = @_;
	return @{$w->{series}{join ' ', $f, $label, $peer ? 1 : 0} ||= do {
		my (%threads, $since);
		$since = since($w, $f);
		for my $p (@{$w->{of}{$f} || []}) {
			next if !$p->{mention} || ($label ne 'all' && $p->{label} ne $label) || ($peer && !$p->{starts});
			$threads{$p->{day} - $w->{day} + 63}{$peer ? $p->{id} : $p->{root}} = 1;
		}
		my @missing = map { $w->{missing}[$_] || midnight($w->{day} - 63 + $_) < $since } 0 .. 63;
		my @x = map { $label eq 'posts' ? $w->{counts}{$f}{all}[$_] // 0 : scalar keys %{$threads{$_} || {}} } 0 .. 63;
		[\@x, \@missing, [map { $missing[$_] || off($w, $_) } 0 .. 63]];
	}};
}
sub off { my ($w, $i) = @_; $holiday{date $w->{day} - 63 + $i} }
sub scatter { # of the 56 days before day $i
	my ($w, $f, $label, $i, $peer) = @_;
	my ($x, undef, $skip) = series($w, $f, $label, $peer);
	return $w->{moments}{join ' ', $f, $label, $i, $peer ? 1 : 0} ||=
		[moments([@$x[$i - 56 .. $i - 1]], [@$skip[$i - 56 .. $i - 1]])];
}

sub drawn { # the firm's, to its branch's
	my ($w, $f, $label, $i) = @_;
	my @peers = grep { $_ ne $f->{id} } map { $_->{id} } grep { $_->{branch} eq $f->{branch} } @firms;
	return dispersion(scatter($w, $f->{id}, $label, $i), map { scatter($w, $_, $label, $i, 1) } @peers);
}

# Day $i of 64 against the 56 before it.
sub judged_day {
	my ($w, $f, $label, $i) = @_;
	my ($x, $missing, $skip) = series($w, $f->{id}, $label);
	my $from = $i - 56;
	my @skip = @$skip[$from .. $i - 1];
	my @same = map { $x->[$from + $_] } grep { $_ % 7 == 0 && !$skip[$_] } 0 .. 55;
	return undef if @same < 4 || $missing->[$i];
	my $d = drawn($w, $f, $label, $i);
	my ($n, $sum) = (scalar @same, sum0 @same);
	my @p = chances($x->[$i], $sum, $n, $d);
	my ($most, $least) = (sum0(@p), 1 - sum0 @p[0 .. $x->[$i] - 1]);
	my $alarm = $least <= .005 && $x->[$i] >= 5 ? 'high' : $most <= .005 && $sum / $n >= 5 ? 'low'
		: 'none';
	return { threads => $x->[$i], expected => half_up(1000 * $sum, $n) / 1000, days => $n, dispersion =>
		thousandth($d), at_least => $least, at_most => $most,
		zero => $p[0], alarm => $alarm, elevated => yes($alarm eq 'none' && $least <= .05
			&& $x->[$i] >= 5), held_back => $false };
}

sub baseline {
	my ($w, $f, $label) = @_;
	my ($b, $rang) = (undef, 0);
	for my $i (56 .. 63) {
		$b = judged_day($w, $f, $label, $i);
		$b->{alarm} = 'none' if $b && $b->{alarm} eq 'low' && off($w, $i);
		@$b{qw(alarm held_back)} = ('none', $true) if $b && $rang && $b->{alarm} ne 'none';
		$rang = $b && $b->{alarm} ne 'none';
	}
	return since($w, $f->{id}) > $w->{from} - 28 * 86400 ? undef : $b;
}

sub post { # as a page shows it
	my ($w, $p) = @_;
	my $days = (any { $_->{role} eq 'own' } values %{$p->{roles}}) ? 30 : 10;
	my $young = $p->{seen} > $w->{now} - $days * 86400;      # with the text goes the address
	my $kept = $young && (!$p->{sensitive} || $p->{needs_reply});
	my $link = $p->{url} =~ m{^https?://[^ "<>]*$};
	return { published => iso($p->{t}), map({ $_ =>
		$p->{$_} } qw(platform category role label polarity process intent rating)),
		# why: tests/unit/report
		url => $kept && $link ? $p->{url} : undef, fragment => $kept && !$p->{sensitive}
			? fragment($p->{text}) : undef, author => $kept ? pseudonym($p->{author}) : undef,
				why => sub { 1 } };
}

# The first twenty words on one line, without what moves a terminal or turns the text.
sub fragment {
	my $t = shift =~ s/[\n\t\x{a0}]/ /gr;
	$t =~ s/[\x00-\x1f\x7f-\x9f\x{200e}\x{200f}\x{2028}\x{2029}\x{202a}-\x{202e}\x{2066}-\x{2069}\x{feff}]//g;
	my @w = grep { length } split / +/, $t;
	return join ' ', @w > 20 ? (@w[0 .. 19], '…') : @w;
}

# Keyed, so not known here: four digits, always the same ones for an author.
my %pseudonym;
sub pseudonym { my $a = shift; sub { my $is = shift // ''; $is =~ /^[0-9a-f]{4}$/
	&& ($pseudonym{$a} //= $is) eq $is } }

sub answer { my ($q, $own) = @_; min map { $_->{t} } grep { $_->{root} eq $q->{root} && $_->{t} >= $q->{t}
	&& $_->{id} ne $_->{root} && $_->{id} ne $q->{id} } @$own }
sub answers_other { my $p = shift; $p->{root} ne $p->{id} && !($p->{parent} && any {
	$_->{role} eq 'own' } values %{$p->{parent}{roles}}) }

sub dialogue {
	my ($w, $own, $asked) = @_;
	my @old = grep { $w->{now} - $_->{t} >= 86400 } @$asked;
	my @waits = map { [($_->{answer} // $w->{now}) - $_->{t}, defined $_->{answer}] } @old;
	my @office = map { [office($_->{t}, $_->{answer} // $w->{now}), defined $_->{answer}] } @old;
	my (%missed, %ours);
	$ours{$_->{root}} = 1 for @$own;
	for my $q (grep { !defined $_->{answer} && !$ours{$_->{root}} } @old) {
		$missed{$q->{root}} ||= 'missed_not_addressed';
		$missed{$q->{root}} = 'missed_addressed' if $q->{role} eq 'addressed';
	}
	my @day = grep { $_->{t} >= $w->{from} } @$asked;
	my $answered = grep { $_->[1] } @waits;
	return { needing_reply => scalar @old, answered => $answered, response_rate => @old < 5
		|| $w->{incomplete} ? undef : share($answered, scalar @old),
		map({ my $k = $_; $k => scalar grep {
			$_ eq $k } values %missed } qw(missed_addressed missed_not_addressed)),
		median_response_seconds => median(map { $_->[0] } grep { $_->[1] } @waits),
			median_response_office_seconds => median(map { $_->[0] } grep { $_->[1] } @office),
		kaplan_meier_seconds => kaplan_meier(@waits), kaplan_meier_office_seconds =>
			kaplan_meier(@office), day_needing_reply => scalar @day,
		day_answered => scalar(grep { defined $_->{answer} } @day), open_under_24_hours => scalar
			grep { !defined $_->{answer} && $w->{now} - $_->{t} < 86400 } @$asked };
}

# ---- own accounts ----

sub activity { # platform to { posts, replies } of a firm in 28 days; an account counts without posts too
	my ($w, $f) = @_;
	return $w->{activity}{$f->{id}} if $w->{activity}{$f->{id}};
	my %on = map { $_ => { posts => 0, replies => 0 } } keys %{$f->{accounts} || {}};
	for my $p (grep { $_->{role} eq 'own' && $_->{day} > $w->{day} - 28
		&& $_->{day} <= $w->{day} } @{$w->{of}{$f->{id}} || []}) {
		$on{$p->{platform}}{posts}++;
		$on{$p->{platform}}{replies} += answers_other($p) ? 1 : 0;
	}
	return $w->{activity}{$f->{id}} = \%on;
}
sub state { my $on = shift; !$on ? 'absent' : $on->{posts} < 4 ? 'passive'
	: $on->{replies} < $on->{posts} / 10 ? 'sending' : 'dialogue' }

sub presence {
	my ($w, $f) = @_;
	my @branch = map { activity($w, $_) } grep { $_->{branch} eq $f->{branch} } @firms;
	my $mine = activity($w, $f);
	my @out;
	for my $platform (sort(uniq(map { keys %$_ } @branch))) {
		my $measured = any { $_->{connector} eq $platform } @{$w->{config}{sources}};
		$measured ||= any { $_->{$platform} && $_->{$platform}{posts} } @branch;
		my %n = map { my $s = $_; $s => $measured ? scalar grep {
			state($_->{$platform}) eq $s } @branch : undef } qw(absent passive sending dialogue);
		push @out, { platform => $platform, measured => yes($measured), branch => \%n, state =>
			$measured ? state($mine->{$platform}) : undef,
			map { $_ => $measured ? ($mine->{$platform} || {})->{$_} // 0
				: undef } qw(posts replies) };
	}
	return \@out;
}

sub continuity {
	my ($w, @own) = @_;
	my %days = map { $_->{day} => 1 } @own;
	my ($silence, $longest) = (0, 0);
	for my $d ($w->{day} - 27 .. $w->{day}) {
		$silence = $days{$d} ? 0 : $silence + 1;
		$longest = max $longest, $silence;
	}
	return { active_days => scalar keys %days, longest_silence_days => $longest, repliers =>
		scalar uniq map { $_->{author} } grep { answers_other($_) } @own };
}

sub goals {
	my ($f, $dialogue, $continuity) = @_;
	my $office = $dialogue && $dialogue->{median_response_office_seconds};
	my %is = $dialogue ? (response_rate => $dialogue->{response_rate}, median_response_hours =>
		defined $office ? half_up($office * 1000, 3600) / 1000 : undef,
		active_days => $continuity->{active_days}, repliers => $continuity->{repliers}) : ();
	my %goal = map { my $g = $_; my ($target, $is) = ($f->{goals}{$g}, $is{$g});
		$g => { goal => $g, target => $target, value => $is, met => !defined $is ? undef
			: yes($g eq 'median_response_hours' ? $is <= $target
				: $is >= $target) } } keys %{$f->{goals} || {}};
	return [map { $goal{$_} } sort keys %goal];
}

# ---- the branch ----

sub rank { my ($own, @all) = @_;
	my @q = map { @all >= 5 ? thousandth quantile($_, @all) : undef } .25, .5, .75;
	return { firms => scalar @all, rank => defined $own ? 1 + grep({ $_ > $own } @all) : undef, value =>
		$own, q1 => $q[0], median => $q[1], q3 => $q[2] } }

sub benchmark {
	my ($w, $f, $net) = @_;
	my @ids = map { $_->{id} } grep { $_->{branch} eq $f->{branch} } @firms;
	my %span = (yesterday => [63, 63], days7 => [57, 63], previous7 => [50, 56], days28 => [36, 63],
		previous28 => [8, 35]);
	my (%own, %all, %share);
	for my $k (keys %span) {
		$own{$k} = count($w, $f->{id}, @{$span{$k}});
		$all{$k} = sum0 map { count($w, $_, @{$span{$k}}) } @ids;
		$share{$k} = @ids < 5 || $all{$k} < 50 || $w->{incomplete} ? undef : share($own{$k},
			$all{$k});
	}
	for (['days7', 'previous7'], ['days28', 'previous28']) {
		my ($k, $was) = @$_;
		$share{"${k}_change"} = defined $share{$k} && defined $share{$was} ? tested_shares($own{$k},
			$all{$k}, $own{$was}, $all{$was}) : undef;
	}
	my @nets = grep { defined } map { my $id = $_; my $n = net({ map { my $l = $_; $l => sum0 map {
		$_ // 0 } @{$w->{counts}{$id}{$l} || []}[36 .. 63] } @labels }); $n && $n->{value} } @ids;
	return { firms => scalar @ids, share_of_voice => \%share, mentions7 => rank($own{days7}, map {
		count($w, $_, 57, 63) } @ids),
		mentions28 => rank($own{days28}, map { count($w, $_, 36, 63) } @ids), net_sentiment28 =>
			rank($w->{incomplete} ? undef : $net && $net->{value}, @nets) };
}

# ---- the page ----

sub windows {
	my ($w, $mentions, $dispersion, $young) = @_;
	my %span = (yesterday => [0, 0], days7 => [0, 6], previous7 => [7, 13], days28 => [0, 27],
		previous28 => [28, 55]);
	my %out;
	for my $k (keys %span) {
		my ($a, $b) = map { $w->{day} - $_ } @{$span{$k}};
		$out{$k} = window(grep { $_->{day} <= $a && $_->{day} >= $b } @$mentions);
	}
	for (['days7', 'previous7', 7], ['days28', 'previous28', 28]) {
		my ($now, $was, $days) = ($out{$_->[0]}, $out{$_->[1]}, $_->[2]);
		my $can = !$w->{incomplete} && !$young;
		$now->{mentions_change} = $can ? tested_counts($now->{mentions}, $was->{mentions}, $days,
			$dispersion) : undef;
		$now->{net_sentiment_change} = $can ? tested_shares($now->{pos}, $now->{pos} + $now->{neg},
			$was->{pos}, $was->{pos} + $was->{neg}) : undef;
	}
	$_->{net_sentiment} = $w->{incomplete} ? undef : net($_) for values %out;
	return %out;
}

sub processes {
	my ($w, $mentions, $open) = @_;
	my %out;
	for my $p (@processes) {
		my @of = grep { $_->{process} eq $p } @$mentions;
		my $month = window(grep { $_->{day} > $w->{day} - 28 } @of);
		$out{$p} = { %{window(grep { $_->{day} == $w->{day} } @of)}, open => scalar(grep {
			$_->{process} eq $p } @$open), per_day28 => half_up(1000 * $month->{mentions},
				28) / 1000,
			days28 => $month };
	}
	return \%out;
}

sub platforms {
	my (%n, @out);
	push @{$n{$_->{platform}}}, $_ for @_;
	push @out, { platform => $_, map { $_->[0] => $_->[1] } ['mentions', scalar @{$n{$_}}], map { my $l =
		$_; [$l, 0] } qw(pos neg) } for keys %n;
	for my $o (@out) { for my $l (qw(pos neg)) { $o->{$l} = grep {
		$_->{label} eq $l } @{$n{$o->{platform}}} } }
	return [sort { $b->{mentions} <=> $a->{mentions} || $a->{platform} cmp $b->{platform} } @out];
}

sub kind {
	my ($w, $young, $yesterday, $normal) = @_;
	return 'not_run' if $w->{not_run};
	return 'incomplete' if $w->{incomplete} || (!$yesterday
		&& $w->{coverage}{sources_fine} < $w->{coverage}{sources});
	return $normal && $normal->{zero} < .01 ? 'strikingly_quiet' : 'quiet' if !$yesterday;
	return $young ? 'first_weeks' : 'ordinary';
}

my %issue;                                           # no two reports of a day have the same figures here

sub page {
	my ($w, $f) = @_;
	my @of = @{$w->{of}{$f->{id}} || []};
	my @mentions = grep { $_->{mention} && $_->{day} <= $w->{day} } @of;
	my @today = grep { $_->{day} == $w->{day} } @mentions;
	my @own = grep { $_->{role} eq 'own' && $_->{t} <= $w->{now} } @of;
	my @month = grep { $_->{day} > $w->{day} - 28 && $_->{day} <= $w->{day} } @own;
	my @asked = grep { $_->{needs_reply} && $_->{day} > $w->{day} - 7 } @mentions;
	$_->{answer} = answer($_, \@own) for @asked;
	my @open = grep { !defined $_->{answer} } @asked;
	my $young = since($w, $f->{id}) > $w->{from} - 28 * 86400;
	my ($normal, $negative) = map { baseline($w, $f, $_) } qw(all neg);
	my %windows = windows($w, \@mentions, drawn($w, $f, 'posts', 63), $young);
	my $dialogue = @month ? dialogue($w, \@own, \@asked) : undef;
	my $continuity = @month ? continuity($w, @month) : undef;
	my $yesterday = @today;
	my $day_of = sub { my $test = shift; scalar grep { $_->{day} == $w->{day} && $test->($_) } @of };
	my ($copies, $ours) = ($day_of->(sub { $_[0]{other} && $_[0]{copy} && !$_[0]{spam} }), $day_of->(sub {
		$_[0]{role} eq 'own' }));
	my $spam = $day_of->(sub { $_[0]{other} && $_[0]{spam} });
	my $missed = grep { day_of($_) == $w->{day} } values %{$w->{misses}{$f->{id}} || {}};
	my @before = grep { $_->{day} == $w->{day} - 1 } @mentions;
	return {
		firm => $f->{id}, map({ $_ => $f->{$_} } qw(name branch purpose audience)), house_purpose =>
			$w->{config}{purpose}, basis => $w->{config}{basis}, date => date($w->{day}),
		issue => ++$issue{date($w->{day}) . $f->{id}}, from => iso($w->{from}), to => iso($w->{to}),
			made => iso($w->{now}), kind => kind($w, $young, $yesterday, $normal), holiday =>
				$holiday{date $w->{day}},
		provisional => yes($w->{now} < $w->{to} + 72 * 3600), incomplete => yes($w->{incomplete}),
			%windows, baseline => { mentions => $normal, negative => $negative },
		processes => processes($w, \@mentions, \@open), categories => { map { my $c = $_; $c => scalar
			grep { $_->{category} eq $c } @today } @categories },
		platforms => platforms(@today), dialogue => $dialogue, open => [map { post($w, $_) } @open],
		posts => [map { post($w, $_) } sort { abs($b->{polarity}) <=> abs($a->{polarity})
			|| $a->{t} <=> $b->{t} } @today],
		stars => [map { post($w, $_) } reverse grep { defined $_->{rating} && $_->{label} eq 'mixed'
			&& $_->{day} > $w->{day} - 28 } @mentions],
		presence => presence($w, $f), continuity => $continuity, goals => goals($f, $dialogue,
			$continuity), benchmark => benchmark($w, $f, net($windows{days28})),
		waterfall => { hits => $yesterday + $copies + $missed + $ours + $spam, copies => $copies,
			misses => $missed, own => $ours, spam => sub { ($_[0] // 0) == $spam }, mentions =>
				$yesterday },
		not_dutch => scalar(grep { $_->{label} eq 'none' && $_->{sentiment}{lang} ne 'nl' } @today),
		late => { mentions => $young ? 0 : scalar(grep { $_->{seen} > $w->{now} - 86400 } @before),
			day_before => scalar @before }, coverage => $w->{coverage}, sources => $w->{sources},
		last_mention => @mentions ? iso($mentions[-1]{t}) : undef };
}

# ---- the comparison ----

my $wrong = 0;
sub shown { my $x = shift; !defined $x ? 'null' : JSON::PP::is_bool($x) ? yes($x) : $x }

sub compare {
	my ($where, $figure, $is, $counted) = @_;
	if (ref $counted eq 'HASH' && ref $is eq 'HASH') {
		compare($where, $figure eq '' ? $_ : "$figure.$_", $is->{$_}, $counted->{$_})
			for sort(uniq(keys %$is, keys %$counted));
	} elsif (ref $counted eq 'ARRAY' && ref $is eq 'ARRAY') {
		compare($where, "$figure\[$_]", $is->[$_], $counted->[$_]) for 0 .. max($#$is, $#$counted);
	} elsif (ref $counted eq 'CODE') {
		differs($where, $figure, shown($is), 'another') if !$counted->($is);
	} else {
		($is, $counted) = (shown($is), shown($counted));
		my $number = $is =~ /^-?[\d.]+(e-?\d+)?$/ && $counted =~ /^-?[\d.]+(e-?\d+)?$/;
		differs($where, $figure, $is, $counted) if $number ? abs($is - $counted) > ($figure
			=~ /at_least|at_most|zero/ ? 1e-6 : 1e-9) : $is ne $counted;
	}
}

sub differs { my ($where, $figure, $is, $counted) = @_;
	print "$where: $figure: the report says $is, counted $counted\n" if $wrong++ < 20000 }

binmode STDOUT, ':utf8';
@firms = @{$json->decode(slurp "$dir/firms.yaml")};
for (split /\n/, slurp "$dir/runs") {
	my ($run, $now, $date) = split / /;
	heard($run, at $now);
	next if !$date;
	my $w = world($run, at($now), floor(at("${date}T00:00:00Z") / 86400));
	my %reported = map { my $p = $json->decode($_); $p->{firm} => $p } split /\n/, slurp "$dir/$run.json";
	compare("$_->{id} on $date (run $run)", '', $reported{$_->{id}} || {}, page($w, $_)) for @firms;
}
print "$wrong differences\n" if $wrong;
exit !!$wrong;
