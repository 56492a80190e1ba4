#!/usr/bin/perl
# month.pl DIR: the planted months. Three branches of 26, 5 and 5 made-up firms from 17 August 2026 to 29
# March 2027, as they leave luister-score: both changes of the clock, holidays and New Year, and on single
# days what a report must show (see the events below). Seeded: always the same bytes.
#
# Writes DIR/NN.ndjson and DIR/NN.yaml: what one run of luister-store reads, and its luister.yaml;
# DIR/firms.yaml; and DIR/runs, one line a run: NN, its time, and DAY when the report of that day is made
# then. Both yaml files are JSON too. A post carries `same`, a name of its own words, when another text of
# that name is nearly the same (a copy).
use strict;
use warnings;
use utf8;
use JSON::PP;
use POSIX qw(floor strftime);
use Time::Local qw(timegm);

srand 20261119;
my $json = JSON::PP->new->utf8->canonical;
my $dir = shift or die "usage: month.pl DIR\n";

sub at { my ($y, $mo, $d, $h, $mi) = $_[0] =~ /^(\d+)-(\d+)-(\d+)(?:T(\d+):(\d+))?/; timegm(0, $mi // 0,
	$h // 0, $d, $mo - 1, $y) }
sub iso { strftime '%Y-%m-%dT%H:%M:%SZ', gmtime $_[0] }
sub pick { $_[int rand @_] }
sub chance { rand() < $_[0] }
sub true { $_[0] ? JSON::PP::true : JSON::PP::false }
# Poisson
sub some { my ($mean, $n, $p) = ($_[0], 0, rand); for (my $q = exp -$mean; $p > $q && $n < 99;
	$q *= $mean / $n) { $p -= $q; $n++ } $n }

# ---- firms ----

my %topics = (
	accountancy => ['de jaarrekening', 'onze btw-aangifte', 'het salarisstrookje', 'een subsidieaanvraag',
		'mijn belastingaanslag',
		'die bedrijfsoverdracht', 'elektronisch factureren', 'tussentijdse cijfers',
			'pensioenopbouw'],
	advocatuur => ['een ontslagzaak', 'het huurcontract', 'mijn echtscheiding', 'die vergunning',
		'concurrentiebedingen', 'letselschade',
		'onze statuten', 'auteursrecht'],
	consultancy => ['de reorganisatie', 'een rekenmodel', 'het inkooptraject', 'onze strategie',
		'mijn loopbaan', 'dat klantonderzoek',
		'roosterplanning', 'duurzaam vervoer']);
my @who = ('mijn zus', 'onze penningmeester', 'een collega', 'de buurman', 'haar vader', 'het bestuur',
	'zijn vennoot', 'menig ondernemer',
	'iedereen hier');
my @where = qw(Haarlem Zwolle Breda Leiden Venlo Gouda Hoorn Tilburg Deventer Middelburg Sneek Oss);
my @when = ('vanmorgen', 'gistermiddag', 'vorige week', 'eergisteren', 'onlangs', 'dit kwartaal',
	'deze maand', 'in september', 'zojuist');

my %names = (
	accountancy =>
		[qw(Duinzicht Eikenhorst Brinkhof Kadewerk Molenwiek Polderblik Zandvaart Terpland Veerhuys Sluiswacht Lindelaan Rietoever
		Boskamp Heideroos Waterlijn Grachtzijde Dorpsplein Kerkpad Buitenveld Vogelweide Hazelgaard Klaverblad Dijkgraaf Zomerkade
		Vestingwal Stilteplein)],
	advocatuur => [qw(Kuiper Lansink Ottevanger Roemers Wijngaarden)],
	consultancy => [qw(Vuurtoren Kompas Stuurboord Ankertouw Wegwijzer)]);
my %kind = (accountancy => 'Accountants', advocatuur => 'Advocaten', consultancy => 'Advies');
# busy: mentions on a working day; answers: the share that it answers; posts: own posts in 28 days
my %like = (duinzicht => { busy => 2.4, answers => .6, posts => 10 }, molenwiek => { busy => .8, answers =>
	.8, posts => 20 },
	kuiper => { busy => 1.7, answers => .3, posts => 6 }, vuurtoren => { busy => 1.3, answers => .9,
		posts => 12 },
	zandvaart => { busy => .6, answers => 0, posts => 9 }, stilteplein => { busy => 0, answers => 0,
		posts => 0 },
	kadewerk => { busy => .5, answers => .5, posts => 2 }, stuurboord => { busy => .4, answers => 0,
		posts => 0 },
	hazelgaard => { busy => .4, answers => .4, posts => 5, since => at('2026-10-12') });
my (@firms, %firm);
for my $branch (sort keys %names) {
	for my $name (@{$names{$branch}}) {
		my $id = lc $name;
		my $f = { id => $id, branch => $branch, name => $branch eq 'accountancy' && @firms % 2
			? "Kantoor $name" : "$name $kind{$branch}",
			busy => .1 + .9 * rand() ** 4, answers => rand() ** 2, posts => int 14 * rand() ** 2,
				handle => $id, %{$like{$id} || {}} };
		$f->{busy} = .2 + .4 * rand if $branch ne 'accountancy' && !$like{$id};
		push @firms, $f;
		$firm{$id} = $f;
	}
}
# one that is hostile wherever a name is printed
$firm{boskamp}{name} = q(=1+1 <b>Boskamp</b> & "Zn.");

sub conf {
	my $f = shift;
	my %accounts = $f->{posts} ? (mastodon => ["$f->{handle}\@vb.example"], $f->{posts} > 8 ? (bluesky =>
		["$f->{handle}.example"]) : ()) : ();
	my %goals = $f->{posts} > 4 ? (response_rate => .8, median_response_hours => 8, active_days => 6,
		repliers => 2) : ();
	$accounts{linkedin} = [$f->{id}] if $f->{id} eq 'duinzicht';
	return { id => $f->{id}, name => $f->{name}, branch => $f->{branch}, purpose =>
		'weten wat klanten vragen', audience => 'klanten en relaties',
		names => [ucfirst $f->{id}], %accounts ? (accounts => \%accounts) : (), %goals ? (goals =>
			\%goals) : () };
}

my %source = (
	mastodon => { connector => 'mastodon', category => 'message', every => '3h', host =>
		'https://vb.example', tag => 'x' },
	bluesky => { connector => 'bluesky', category => 'message', every => '4h', query => 'x' },
	forum => { connector => 'discourse', category => 'forum', every => '6h', url =>
		'https://forum.example', search => 'x' },
	nieuws => { connector => 'feed', category => 'news', every => '12h', url =>
		'https://nieuws.example/feed' },
	recensies => { connector => 'trustpilot', category => 'review', every => '1d', business => 'x' },
	linkedin => { connector => 'file', category => 'network', every => '7d', path => 'linkedin.csv' });
my %hours = (mastodon => 3, bluesky => 4, forum => 6, nieuws => 12, recensies => 24);

sub house {
	my $now = shift;
	# configured late, never heard
	my @ids = grep { $_ ne 'linkedin' || $now > at('2027-03-20') } sort keys %source;
	my %s = map { $_ => { %{$source{$_}}, id => $_, basis => 'gerechtvaardigd belang', terms_checked =>
		'2026-08-01' } } @ids;
	$s{forum}{every} = '8h' if $now > at('2026-12-01');
	return { timezone => 'Europe/Amsterdam', lexicon => 'woorden', purpose => 'horen wat er gezegd wordt',
		basis => 'gerechtvaardigd belang', sources => [@s{@ids}] };
}

# ---- sources that fail ----

# [source, from, to, error]: asked in vain; an empty error: not asked at all
my @broken = (['mastodon', '2026-11-16T09:00', '2026-11-17T12:00', 'HTTP 401'], ['bluesky',
	'2026-11-16T13:00', '2026-11-17T12:00', 'tijdslimiet'],
	['forum', '2026-11-05T10:00', '2026-11-05T15:00', 'HTTP 502'], ['recensies', '2026-12-24T20:00',
		'2026-12-27T00:00', 'HTTP 429'],
	(map { [$_, '2027-01-17T22:30', '2027-01-19T12:00', ''] } keys %hours), ['mastodon',
		'2027-03-29T18:00', '2027-03-31T00:00', "HTTP 503 \e[31m<b>"]);

# Since when what it should have told by then is there.
sub back { my ($source, $t) = @_; my ($b) = grep { $_->[0] eq $source && $t >= at($_->[1])
	&& $t < at($_->[2]) } @broken; $b ? at($b->[2]) + 600 : $t }

# ---- records: each with the time at which the store first gets it ----

my (@records, %taken, $number);

sub emit { my ($seen, $r) = @_; push @records, [$r->{type} eq 'post' ? back($r->{source}, $seen) : $seen,
	scalar @records, $r]; $r }

# said FIRM TIME FIELDS: a post. `platform`, `role`, `label`, `milli` (polarity), `process`, `intent`, `asks`,
# `text`, `to` (the post that it answers), `late` (seconds until the store gets it)
sub said {
	my ($f, $t, %o) = @_;
	$t++ while $taken{$t}++;                     # no two at one second: their order is that of time
	my $n = 100 + ++$number;
	my $platform = $o{platform} || pick(qw(mastodon mastodon bluesky forum));
	my $source = $o{source} || ($platform eq 'trustpilot' ? 'recensies' : $platform eq 'feed' ? 'nieuws'
		: $platform);
	my $host = $platform eq 'mastodon' ? 'vb.example' : "$platform.example";
	my $url = $o{url} // "https://$host/p/$n";
	my ($label, $polarity) = ($o{label} || 'neu', ($o{milli} || 0) / 1000);
	my %score = ($f->{id} => { label => $label, polarity => $polarity });
	my @roles = ({ id => $f->{id}, role => $o{role} || 'mention', at => [] });
	if ($o{also}) {
		push @roles, { id => $o{also}{id}, role => 'mention', at => [] };
		$score{$o{also}{id}} = { label => $label eq 'pos' ? 'neg' : 'pos', polarity => -$polarity };
	}
	my $to = $o{to};
	my $reply = $to && ($to->{platform} eq 'mastodon' && chance(.4)
		? "mastodon:vb.example:$to->{local_id}" : $to->{id});
	return emit $t + ($o{late} || 600), { type => 'post', v => 1, id => "$platform:$url", source =>
		$source, platform => $platform,
		category => $o{category} || $source{$source}{category}, url => $url, published => iso($t),
			lang => $o{lang} || 'nl',
		author => $o{author} || 'a' . int(400 * rand) . "\@$host", text => $o{text}, reply_to =>
			$reply, thread => $o{thread},
		rating => $o{rating}, likes => int 9 * rand, reposts => 0, replies => 0, local_id => "$n",
			firms => [sort { $a->{id} cmp $b->{id} } @roles],
		sentiment => { label => $label, polarity => $polarity, hits => 1, words => 9, lang => $o{lang}
			|| 'nl', firms => \%score },
		process => $o{process} || 'other', intent => $o{intent} || 'none', needs_reply =>
			true($o{asks}),
		$o{same} ? (same => $o{same}) : (), $o{undated} ? (undated => JSON::PP::true) : () };
}

# again POST SEEN FIELDS: the same post as the store gets it later: edited (`updated`), or from another source
sub again { my ($p, $seen, %o) = @_; emit $seen, { %$p, %o } }
sub relabel { my ($p, $label, $polarity) = @_; my $s = { label => $label, polarity => $polarity };
	(sentiment => { %{$p->{sentiment}}, %$s, firms => { map { $_ =>
		$s } keys %{$p->{sentiment}{firms}} } }) }
sub gone { my ($p, $t) = @_; emit $t + 600, { type => 'delete', v => 1, id => $p->{id}, source =>
	$p->{source}, at => iso($t) } }
sub missed { my ($f, $t) = @_; $number++; emit $t + 600, { type => 'miss', v => 1, id =>
	"mastodon:https://vb.example/p/m$number", firm => $f->{id}, published => iso($t), reason => 'not' } }

# ---- what people say ----

my @templates = (
	# label, polarity from and to, process, intent, asks, text
	['pos', 300, 700, 'service', 'compliment', 0,
		'{F} heeft {W} {D} prettig geholpen met {T}, snel en duidelijk.'],
	['pos', 400, 800, 'service', 'compliment', 0,
		'Niets dan lof voor {F}: {T} was {D} keurig geregeld, vindt {W}.'],
	['pos', 200, 500, 'marketing', 'none', 0,
		'Mooi verhaal van {F} over {T}, {D} gelezen door {W} in {P}.'],
	['pos', 200, 600, 'recruitment', 'none', 0,
		'Fijne werkplek, dat {F} in {P}, zegt {W} die er {D} begon.'],
	['neg', -800, -400, 'service', 'complaint', 1,
		'{F} laat {W} al weken wachten op antwoord over {T}, {D} weer niets.'],
	['neg', -600, -300, 'service', 'complaint', 1,
		'De nota van {F} voor {T} viel {D} veel hoger uit dan beloofd, klaagt {W}.'],
	['neg', -500, -200, 'business', 'none', 0,
		'Slechte beurt van {F}: {T} bleef {D} liggen in {P} volgens {W}.'],
	['neu', 0, 0, 'business', 'question', 1,
		'Wie kent {F} in {P}? Zoekt {W} hulp bij {T}, dan hoor ik het graag.'],
	['neu', 0, 0, 'service', 'question', 1, 'Doet {F} in {P} ook {T}, vroeg {W} mij {D} aan tafel?'],
	['neu', 0, 0, 'recruitment', 'question', 1,
		'Heeft {F} in {P} nog een stageplek, wil {W} graag weten over {T}?'],
	['neu', 0, 0, 'marketing', 'none', 0, '{F} spreekt {D} in {P} over {T}, en {W} gaat erheen.'],
	['neu', 0, 0, 'innovation', 'idea', 1,
		'Tip voor {F}: laat {W} uit {P} zelf {T} bijhouden op de telefoon.'],
	['mixed', -100, 100, 'service', 'none', 0,
		'{F} was {D} vriendelijk maar traag met {T}, zegt {W} uit {P}.']);
my %used;

# words of a firm that were not used before, and what they mean
sub words {
	my ($f, $want) = @_;
	for (1 .. 50) {
		my ($label, $least, $most, $process, $intent, $asks, $text) = @{pick grep { !$want
			|| $want->($_) } @templates};
		my %slot = (F => ucfirst $f->{id}, T => pick(@{$topics{$f->{branch}}}), W => pick(@who), P =>
			pick(@where), D => pick(@when));
		$text =~ s/\{(\w)\}/$slot{$1}/g;
		next if $used{$text}++;
		return (label => $label, milli => int($least + rand($most - $least + 1)), process => $process,
			intent => $intent, asks => $asks, text => $text);
	}
	die "no new words of $f->{id}\n";
}

sub addressed { my ($f, %o) = @_; (%o, role => 'addressed', text => "\@$f->{handle} " . $o{text}) }
sub own { my ($f, $t, %o) = @_; said $f, $t, role => 'own', author => $o{who} || $f->{handle}, %o }

my @thanks = ('Dank voor uw bericht, we bellen u.', 'Wat vervelend, stuurt u ons een bericht?',
	'Goede vraag, het antwoord staat hier.',
	'Zeker, kom gerust langs.', 'Excuses, we zoeken het uit.');

# What follows a question: others who answer, the asker once more, the firm or nobody.
sub thread {
	my ($f, $q, $t, $share) = @_;
	said $f, $t + 900 + rand 7200, platform => $q->{platform}, role => 'context', to => $q, text =>
		'Dat heb ik ook, sterkte ermee.' if chance .25;
	if (chance $share) {
		my $wait = 600 + 86400 * 5 * rand() ** 4;
		my $who = $f->{handle} . pick('', '', '-anna', '-bram');
		own $f, $t + $wait, who => $who, platform => $q->{platform}, to => $q, text => pick @thanks;
		own $f, $t + $wait + 60, who => $who, platform => $q->{platform}, to => $q, text =>
			'En hier nog de link.' if chance .1;
	}
	said $f, $t + 43200 + rand 86400, addressed($f, words $f, sub { $_[0][4] eq 'complaint' }),
		platform => $q->{platform}, to => $q,
		author => $q->{author} if chance .15;
}

# One ordinary post and what comes of it.
sub ordinary {
	my ($f, $t) = @_;
	my %o = words $f;
	my $r = rand;
	%o = (%o, platform => 'trustpilot', rating => $o{label} eq 'pos' ? 5 : $o{label} eq 'neg' ? 1 : 3,
		$o{label} eq 'mixed' ? () : (asks => 1)) if $r < .08;
	%o = (%o, platform => 'trustpilot', rating => 5, label => 'mixed', asks => 1) if $r >= .08 && $r < .1
		&& $o{label} eq 'neg';
	%o = (%o, platform => 'feed', asks => 0) if $r >= .1 && $r < .2;
	%o = addressed $f, %o if $r >= .2 && $r < .45;
	%o = (%o, lang => 'en', label => 'none', milli => 0, asks => 0, text => ucfirst($f->{id}) .
		" in $where[rand @where] handled " . int(1e6 * rand) . ' things for us and was lovely.')
		if $r >= .45 && $r < .49;
	%o = (%o, label => 'none', milli => 0, asks => 0, text => ucfirst($f->{id}) . ' weer.') if $r >= .49
		&& $r < .52;
	%o = (%o, text => "$o{text} Dit is vertrouwelijk.") if $r >= .52 && $r < .53;
	%o = (%o, undated => 1) if $r >= .53 && $r < .54;
	$o{also} = pick grep { $_->{branch} eq $f->{branch} && $_ != $f && $_->{busy} } @firms if $r >= .54
		&& $r < .57;
	my $p = said $f, $t, %o;
	if (chance(.03) && $p->{text} !~ /weer\.$|vertrouwelijk/) {
		$p->{same} = $p->{id};
		said $f, $t + 3000 + rand 50000, %o, text => "RT $p->{text}", same => $p->{id}, role =>
			'mention', platform => 'bluesky', rating => undef, asks => 0, undated => 0;
	}
	# the feed still lists it the day after
	again $p, $t + 90000, published => iso($t + 88000) if $o{undated};
	thread $f, $p, $t, $f->{answers} if $o{asks};
	# another source tells of it too
	again $p, $t + 4000, source => 'aanvulling', category => 'network' if chance .03;
	again $p, $t + 7200, updated => iso($t + 3600), relabel($p, 'pos', .25) if chance .02;
	again $p, $t + 200000, updated => iso($t + 190000), published => iso($t + 86400) if chance .01;
	gone $p, $t + 5000 + rand 400000 if chance .03;
}

# ---- days ----

my %holiday = map { $_ => 1 } qw(2026-12-25 2026-12-26 2027-01-01 2027-03-26 2027-03-28 2027-03-29);
my ($begin, $end) = (at('2026-08-17'), at('2027-03-30'));
my %stops;                                          # firm day: nobody speaks of it

sub hour { my $h = 7 + 14 * (rand() + rand()) / 2; $h >= 21 ? 20.9 : $h } # UTC: within the local day

sub day {
	my ($t) = @_;
	my $date = substr iso($t), 0, 10;
	my $weekend = (gmtime $t)[6] % 6 == 0;
	for my $f (@firms) {
		my $busy = $f->{busy} * ($holiday{$date} ? .2 : $weekend ? .35 : 1);
		next if $f->{since} && $t < $f->{since};
		if ($f->{busy} && !$stops{"$f->{id} $date"}) {
			ordinary $f, int $t + 3600 * hour() for 1 .. some($busy * (.5 + rand));
			missed $f, int $t + 3600 * hour() if chance .08;
		}
		next if !chance $f->{posts} / 28;
		my $p = own $f, int($t + 3600 * hour()), platform => pick('mastodon', 'mastodon',
			$f->{posts} > 8 ? 'bluesky' : 'mastodon'), label => 'pos', milli => 300,
			process => 'marketing', text => 'Vandaag in ' . pick(@where) .
				': onze mensen vertellen over ' . pick(@{$topics{$f->{branch}}}) . '.';
		own $f, at($p->{published}) + 1800, platform => $p->{platform}, to => $p, text =>
			'Inschrijven kan nog.' if chance .2;
	}
}

# ---- events ----

# An outage: many complain, most of them without an @, in a dozen threads; less the day after.
sub incident {
	my ($f, $t, $n) = @_;
	my ($first, $m);
	for (1 .. $n) {
		my $at = int $t + 3600 * (7 + 12 * $_ / $n);
		my %o = (label => 'neg', milli => -400 - int rand 500, process => 'service', intent =>
			'complaint', asks => 1,
			text => ucfirst "$who[$_ % @who] komt " . pick(qw(weer alweer opnieuw)) .
				" niet in het portaal van " . ucfirst($f->{id}) . ', melding ' .
					(100 * (gmtime $t)[3] + ++$m) . ' vandaag.');
		%o = addressed $f, %o if chance .3;
		my $p = said $f, $at, %o, $first && chance(.3) ? (to => $first, platform =>
			$first->{platform}) : (platform => pick qw(mastodon bluesky forum));
		$first ||= $p;
		own $f, $at + 1500 + rand 9000, platform => $p->{platform}, to => $p, text =>
			'Excuses, we zoeken het uit.' if chance .4;
	}
}

# A press release, taken over with and without changes; and one thread in which many speak.
sub viral {
	my ($f, $t) = @_;
	my $text = ucfirst($f->{id}) .
		' opent volgend jaar een tweede kantoor aan de haven van Hoorn en neemt twintig jonge vakmensen in dienst';
	my @ways = (sub { "$_[0]." }, sub { "Persbericht: $_[0]" }, sub {
		"$_[0]. Lees verder op https://nieuws.example/1 #kantoor" }, sub { $_[0] =~ s/jonge/jnoge/r },
		sub { substr($_[0], 0, 88) . '...' }, sub { uc $_[0] }, sub { "$_[0] 🎉" });
	my @posts;
	push @posts, said $f, int($t + 3600 * (8 + $_ / 2)), platform => $_ % 3 ? 'feed' : 'mastodon',
		label => 'pos', milli => 350, process => 'marketing', same => 'persbericht',
		text => $ways[$_ % @ways]->($text) for 0 .. 14;
	my $q = said $f, $t + 30000, words($f, sub { $_[0][4] eq 'question' }), platform => 'forum';
	said $f, $t + 30000 + 600 * $_, words($f, sub { !$_[0][5] }), platform => 'forum', to => $q, thread =>
		$q->{id} for 1 .. 9;
	return @posts;
}

# Whatever a stranger can put in a post to leave it.
sub hostile {
	my ($f, $t) = @_;
	my @texts = ('<script>alert(1)</script> Boskamp <img src=x onerror=alert(2)> & "zo"',
		"Boskamp \e[31mrood\e[0m en \e]0;titel\a weg",
		"Boskamp \x{202e}egnaro\x{202c} en \x{2066}links\x{2069} van \x{200f}rechts",
			'=HYPERLINK("https://kwaad.example","Boskamp")',
				'| Boskamp | **vet** [klik](javascript:alert(3)) `x`',
		"Boskamp\nregel twee\r\nregel drie\ttab",
			'</q></li></ol><h1>Boskamp</h1><style>*{display:none}</style>',
				"Boskamp \x{85}\x{2028}\x{feff}\x{1}\x{9b}31m");
	said $f, $t + 30000 + 500 * $_, text => $texts[$_], label => 'neg', milli => -900 + $_, asks => 1,
		platform => 'mastodon',
		url => ('javascript:alert(4)', 'https://vb.example/"onmouseover="alert(5)',
			'https://vb.example/p/<b>', 'https://vb.example/p/(h)_*')[$_ % 4] . ($_ > 3 ? ''
				: '#' . $_) for 0 .. $#texts;
	said $f, $t + 40000, text => 'Boskamp via een tabel', platform => '=cmd|calc', source => 'tabel',
		category => 'network';
}

# The morning's reports: of a day, made the morning after unless a time is told.
my @reports = (['2026-09-08'], ['2026-10-25'], ['2026-11-05'], ['2026-11-06'], ['2026-11-12'], ['2026-11-16'],
	['2026-11-16', '2026-11-20T05:30'], ['2026-12-25'],
	['2027-01-01'], ['2027-01-04'], ['2027-01-18'], ['2027-02-10'], ['2027-03-28'], ['2027-03-29']);

sub events {
	my $f = \%firm;
	incident $f->{duinzicht}, at('2026-11-05'), 18;
	incident $f->{duinzicht}, at('2026-11-06'), 17;
	hostile $f->{boskamp}, at('2026-11-12');
	my @viral = viral $f->{molenwiek}, at('2026-11-12');
	gone $viral[0], at('2026-11-14');           # the first one goes: its first copy is the mention
	# the words of 12 November come back after the texts are gone
	said $f->{molenwiek}, at('2026-12-25T10:00'), text => $viral[1]{text}, same => 'persbericht',
		platform => 'feed', label => 'pos', milli => 350, process => 'marketing';
	# a text that the firm wrote itself and others took over
	my $release =
		'Zandvaart zoekt vijf ervaren collega’s voor het kantoor in Gouda en betaalt hun opleiding volledig zelf';
	own $f->{zandvaart}, at('2026-11-12T08:00'), text => $release, platform => 'mastodon', process =>
		'recruitment';
	said $f->{zandvaart}, at('2026-11-12T09:00') + 600 * $_, text => $release, platform => 'feed',
		process => 'recruitment' for 1 .. 2;
	# late: what was said the day before the report's day, and of the day itself after its report
	for my $r (@reports) {
		my $day = at($r->[0]);
		said $firms[$_], int($day - 86400 + 3600 * hour()), words($firms[$_]), late => 3600 * 26 for
			grep { $firms[$_]{busy} && chance .4 } 0 .. $#firms;
	}
	for (1 .. 3) {
		said $f->{duinzicht}, at('2026-11-16T10:00') + 1000 * $_, words($f->{duinzicht}), late =>
			2 * 86400;
		my $p = said $f->{kuiper}, at('2026-11-16T11:00') + 1000 * $_, words($f->{kuiper});
		gone $p, at('2026-11-18') if $_ == 1;
		again $p, at('2026-11-19'), updated => iso(at('2026-11-18')), relabel($p, 'neg', -.7), text =>
			"$p->{text} Bij nader inzien slecht." if $_ == 2;
		again $p, at('2026-11-19'), updated => iso(at('2026-11-18')), published =>
			iso(at('2026-11-15T11:00')) if $_ == 3;
	}
	# an account that is found by its words too; a post that came from the future; an answer before its
	# question
	my $p = own $f->{duinzicht}, at('2026-11-05T09:00'), text =>
		'Duinzicht werkt aan de storing in het portaal, meer nieuws volgt vandaag.', platform =>
			'mastodon';
	again $p, at('2026-11-05T12:00'), firms => [{ id => 'duinzicht', role => 'mention', at => [] }];
	again said($f->{kuiper}, at('2026-12-24T11:00'), words $f->{kuiper}), at('2026-12-24T12:00'), id =>
		'mastodon:toekomst', published => iso(at('2027-01-03'));
	my $q = said $f->{vuurtoren}, at('2027-01-04T09:00'), addressed($f->{vuurtoren},
		words $f->{vuurtoren}, sub { $_[0][4] eq 'question' }), late => 20000, platform => 'mastodon';
	own $f->{vuurtoren}, at('2027-01-04T09:30'), to => $q, platform => 'mastodon', text => $thanks[0];
	# questions at the change of the clock and around New Year, answered: office hours count neither night
	# nor holiday
	for my $t (map { at $_ } '2026-10-24T21:50', '2026-10-25T00:30', '2026-10-25T01:30',
		'2026-12-24T15:30', '2026-12-31T15:55', '2027-01-01T12:00', '2027-03-25T15:00',
			'2027-03-28T00:50',
		'2027-03-28T21:50', '2027-03-27T22:55') {
		for my $id (qw(duinzicht kuiper vuurtoren)) {
			my $q = said $f->{$id}, $t + rand 300, addressed($f->{$id}, words $f->{$id}, sub {
				$_[0][4] eq 'question' });
			own $f->{$id}, $t + 3000 + rand 90000, to => $q, platform => $q->{platform}, text =>
				pick @thanks if $id ne 'kuiper';
		}
	}
	# much said for two months, then nothing, or one word: strikingly quiet, and few
	for my $id (qw(kompas wegwijzer)) {
		for my $d (0 .. 57) {
			my $t = at("2026-12-15") + 86400 * $d;
			ordinary $f->{$id}, int $t + 3600 * hour() for 1 .. (substr(iso($t), 0,
				10) eq '2027-02-10' ? $id eq 'kompas' ? 0 : 1 : some($id eq 'kompas' ? 6
					: 10));
		}
		$stops{"$id 2027-02-10"} = 1;
	}
}

# ---- polls ----

sub polls {
	for my $s (sort keys %hours) {
		for (my $t = $begin + 600; $t < $end + 86400; $t += 3600 * $hours{$s}) {
			my $date = iso $t;
			my ($b) = grep { $_->[0] eq $s && $t >= at($_->[1]) && $t < at($_->[2]) } @broken;
			next if $b && $b->[3] eq '';
			my $posts = $b || $s eq 'nieuws' && $t > at('2026-12-30') && $t < at('2027-01-10') ? 0
				: some 20;
			emit $t + 60, { type => 'state', v => 1, source => $s, poll => { at => iso($t), ok =>
				true(!$b), status => !$b ? 200 : $b->[3] =~ /(\d+)/ ? 0 + $1 : 0, posts =>
					$posts,
				error => $b ? $b->[3] : undef } };
		}
	}
	emit at("2027-03-2${_}T06:00"), { type => 'state', v => 1, source => 'linkedin', poll => { at =>
		iso(at("2027-03-2${_}T06:00")), ok => true(0), status => 0, posts => 0, error =>
			'linkedin.csv ontbreekt' } } for 7, 9;
}

# ---- runs of the store ----

events;
for (my $t = $begin; $t < $end; $t += 86400) { day $t }
polls;
my %run;
for (@reports) {
	my $now = at($_->[1] || iso(at($_->[0]) + 86400 + 19800));
	$run{$now} = $_->[0];
	# the morning before, so that not all of the day before is late
	$run{at($_->[0]) + 18000} //= '';
}
sub put { my ($name, $text) = @_; open my $o, '>', "$dir/$name" or die "$dir/$name: $!\n";
	print $o $text or die "$!\n"; close $o or die "$!\n" }
$run{at($_)} //= "" for qw(2026-10-01 2026-12-01 2027-03-01); # no store waits for months
my ($runs, $n, @waiting) = ('', 0, sort { $a->[0] <=> $b->[0] || $a->[1] <=> $b->[1] } @records);
put 'firms.yaml', $json->encode([map { conf $_ } @firms]) . "\n";
for my $now (sort { $a <=> $b } keys %run) {
	my ($posts, $out) = (0, '');
	while (@waiting && $waiting[0][0] <= $now) {
		my $r = (shift @waiting)->[2];
		$posts += $r->{type} eq 'post';
		$out .= $json->encode($r) . "\n";
	}
	my $name = sprintf '%02d', ++$n;
	put "$name.yaml", $json->encode(house $now) . "\n";
	put "$name.ndjson", $out . $json->encode({ type => 'end', v => 1, stages => [{ stage => 'planted',
		made => $posts, in => 0, out => $posts, dropped => 0, rejected => 0 }] }) . "\n";
	$runs .= "$name " . iso($now) . " $run{$now}\n";
}
put 'runs', $runs;
