#!/usr/bin/perl
# smtp_server LOG MODE-FILE: a mail server on loopback that does what the word in MODE-FILE says: fine, refuse (554 to
# RCPT), busy (451 after the message), hangup (no word after the message), gone (hangs up at once). Prints its port; each
# message that it took or was given goes to LOG.
use strict;
use warnings;
use IO::Socket::INET;

my ($log, $mode_file) = @ARGV;
my $server = IO::Socket::INET->new(Listen => 5, LocalAddr => '127.0.0.1', ReuseAddr => 1) or die "listen: $!";
$| = 1;
print $server->sockport, "\n";
close STDOUT;
while (my $c = $server->accept) {
	open my $m, '<', $mode_file or die;
	chomp(my $mode = <$m>);
	if ($mode eq 'gone') { close $c; next }
	print $c "220 mail.example ESMTP\r\n";
	while (my $l = <$c>) {
		if ($l =~ /^EHLO/i) { print $c "250-mail.example\r\n250 8BITMIME\r\n" }
		elsif ($l =~ /^RCPT/i && $mode eq 'refuse') { print $c "554 5.7.1 no such reader\r\n" }
		elsif ($l =~ /^DATA/i) {
			print $c "354 go on\r\n";
			my $text = '';
			while (my $d = <$c>) { last if $d eq ".\r\n"; $text .= $d }
			open my $out, '>>', $log or die;
			print $out "MODE $mode\n$text";
			close $out;
			last if $mode eq 'hangup';
			print $c $mode eq 'busy' ? "451 4.3.0 later\r\n" : "250 2.0.0 taken\r\n";
		}
		elsif ($l =~ /^QUIT/i) { print $c "221 bye\r\n"; last }
		else { print $c "250 fine\r\n" }
	}
	close $c;
}
