#!/usr/bin/perl
# smtp_server LOG MODE-FILE: a mail server on loopback that does what the words in MODE-FILE say: fine, refuse (554 to
# RCPT), refuse NAME (the same to readers of that name alone; so grey: 451, and drop: hangs up), busy (451 after the message), hangup (no word after the
# message), gone (hangs up at once). Prints its port; each call is a line CALL in LOG, each message that it took or was
# given follows a line MODE mode READER.
use strict;
use warnings;
use IO::Handle;
use IO::Socket::INET;

my ($log, $mode_file) = @ARGV;
my $server = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1', ReuseAddr => 1) or die "listen: $!";
$| = 1;
print $server->sockport, "\n";
close STDOUT;
while (my $c = $server->accept) {
	open my $m, '<', $mode_file or die;
	chomp(my $mode = <$m>);
	($mode, my $only) = split ' ', $mode;
	open my $out, '>>', $log or die;
	$out->autoflush(1);
	print $out "CALL $mode\n";
	if ($mode eq 'gone') { close $c; next }
	my $to = '';
	print $c "220 mail.example ESMTP\r\n";
	while (my $l = <$c>) {
		if ($l =~ /^EHLO/i) { print $c "250-mail.example\r\n250 8BITMIME\r\n" }
		elsif ($l =~ /^RCPT TO:<([^>]*)>/i) {
			$to = $1;
			my $meant = index($to, $only // '') == 0;
			last if $mode eq 'drop' && $meant;
			print $c $mode eq 'refuse' && $meant ? "554 5.7.1 $to: no such reader\r\n" : $mode eq 'grey' && $meant ? "451 4.7.1 $to: later\r\n" : "250 fine\r\n";
		}
		elsif ($l =~ /^DATA/i) {
			print $c "354 go on\r\n";
			my $text = '';
			while (my $d = <$c>) { last if $d eq ".\r\n"; $text .= $d }
			print $out "MODE $mode $to\n$text";
			last if $mode eq 'hangup';
			print $c $mode eq 'busy' ? "451 4.3.0 later\r\n" : "250 2.0.0 taken\r\n";
		}
		elsif ($l =~ /^QUIT/i) { print $c "221 bye\r\n"; last }
		else { print $c "250 fine\r\n" }
	}
	close $c;
}
