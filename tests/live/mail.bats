# A real mail server: exim on loopback, with TLS, logins and mailboxes, whose mails are opened as a mail client would.
load live

# The server runs from a folder of its own. As root it refuses to take mail: then it is nobody's.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return 1
	load live
	[ -e "$live_cache/exim/complete" ] || { missing "exim is not installed: tests/live/install fetches it"; return; }
	export box=$(mktemp -d) user=$(id -u)
	[ "$user" -ne 0 ] || user=65534
	mkdir -p "$box/lib" "$box/spool"
	cp "$live_cache"/exim/usr/sbin/exim4 "$box/exim"
	cp -P "$live_cache"/exim/usr/lib/*/*.so* "$box/lib/"
	{ cat /etc/passwd; echo "Debian-exim:x:$user:$user::/:/bin/false"; } >"$box/passwd"
	{ cat /etc/group; echo "Debian-exim:x:$user:"; } >"$box/group"
	export open=$(free_port) login=$(free_port) tls=$(free_port)
	openssl req -x509 -newkey rsa:2048 -nodes -keyout "$box/key" -out "$box/cert" -subj /CN=mail -days 30 \
		-addext subjectAltName=IP:127.0.0.1,DNS:localhost 2>/dev/null
	settings >"$box/conf"
	cat >"$box/run" <<-END
	#!/bin/sh
	[ \$(id -u) -ne 0 ] || exec setpriv --reuid=$user --regid=$user --clear-groups "\$0" "\$@"
	export NSS_WRAPPER_PASSWD=$box/passwd NSS_WRAPPER_GROUP=$box/group LD_LIBRARY_PATH=$box/lib LD_PRELOAD=$box/lib/libnss_wrapper.so
	exec $box/exim -C $box/conf "\$@"
	END
	chmod 755 "$box" "$box/run"
	chown -R "$user" "$box"
}

teardown_file() { # a connection that just ended may still be written to the log
	[ -n "${box-}" ] || return 0
	for _ in $(seq 50); do pgrep -f "$box/exim" >/dev/null || break; sleep 0.1; done
	rm -rf "$box"
}

# Three doors: open to this machine, STARTTLS with a login, TLS from the start with a login.
settings() {
	cat <<-END
	exim_path = $box/exim
	spool_directory = $box/spool
	log_file_path = $box/%slog
	pid_file_path = $box/pid
	keep_environment = ^LD_ : ^NSS_WRAPPER
	deliver_drop_privilege
	primary_hostname = mail.example
	local_interfaces = 127.0.0.1
	daemon_smtp_ports = $open : $login : $tls
	tls_on_connect_ports = $tls
	tls_advertise_hosts = *
	tls_certificate = $box/cert
	tls_privatekey = $box/key
	auth_advertise_hosts = \${if def:tls_in_cipher {*}}
	acl_smtp_rcpt = rcpt
	acl_smtp_data = data
	begin acl
	rcpt:
	  deny !authenticated = *
	       condition = \${if !eq{\$received_port}{$open}}
	       message = log in first
	  accept local_parts = lezer : partner : derde
	  deny message = <\$local_part@\$domain>: no such reader
	data:
	  deny condition = \${if >{\$max_received_linelength}{998}}
	  accept
	begin routers
	mailbox:
	  driver = accept
	  local_parts = lezer : partner : derde
	  transport = maildir
	begin transports
	maildir:
	  driver = appendfile
	  directory = $box/mail/\$local_part_data
	  maildir_format
	  return_path_add
	  delivery_date_add
	begin authenticators
	plain:
	  driver = plaintext
	  public_name = PLAIN
	  server_prompts = :
	  server_condition = \${if and{{eq{\$auth2}{luister}}{eq{\$auth3}{wacht woord}}}}
	END
}

setup() {
	there
	cd "$BATS_TEST_TMPDIR" || return 1
	unset LUISTER_CONFIG
	source "$LUISTER_SRC/tests/stage/report.bash"
	configure
	fill
	readers lezer@kantoor.example partner@kantoor.example
	(umask 077; echo 'wacht woord' >luister/geheim)
	rm -rf "$box/mail" "$box"/*log
	start
}
teardown() { [ -z "${server-}" ] || stop; }

start() {
	"$box/run" -bdf >server.log 2>&1 3>&- &
	server=$!
	for _ in $(seq 100); do (exec 3<>"/dev/tcp/127.0.0.1/$open" && read -r -u 3) 2>/dev/null && return; sleep 0.1; done
	return 1
}
stop() { { kill "$server" && wait "$server"; } 2>/dev/null || true; server=; }

readers() { # readers ADDRESS...: duinzicht's
	sed -i "s/^- {id: duinzicht, \(mail: .*}, \)\?name/- {id: duinzicht, mail: {to: [$(echo "$*" | tr ' ' ,)]}, name/" luister/firms.d/firms.yaml
}
by() { # by KEYS: how mail is to leave
	sed -i '/^mail:/d' luister/luister.yaml
	echo "mail: {from: luister@huis.example, $1}" >>luister/luister.yaml
}
send() { SSL_CERT_FILE=${trust-$box/cert} report --all --mail "$@"; }
password='user: luister, password_file: geheim'

# The server delivers in its own time.
arrived() { # arrived READER N
	for _ in $(seq 100); do
		[ "$(find "$box/mail/$1/new" -type f 2>/dev/null | wc -l)" -ge "$2" ] && break
		sleep 0.1
	done
	[ "$(find "$box/mail/$1/new" -type f 2>/dev/null | wc -l)" -eq "$2" ]
}
none() { [ ! -e "$box/mail/$1" ]; }

# opened FILE: the mail's headers as a mail client shows them, and its parts as part.text and part.html; any fault that the
# client finds fails.
opened() {
	python3 - "$1" <<-'END'
	import email, email.policy, sys
	with open(sys.argv[1], 'rb') as f:
	    raw = f.read()
	mail = email.message_from_bytes(raw, policy=email.policy.default)
	assert max(map(len, raw.split(b'\n'))) <= 998
	for part in mail.walk():
	    assert not part.defects, part.defects
	    for name, value in part.items():
	        assert not getattr(value, 'defects', ()), (name, value.defects)
	assert mail.get_content_type() == 'multipart/alternative'
	assert [p.get_content_type() for p in mail.iter_parts()] == ['text/plain', 'text/html']
	for kind, name in ('plain', 'text'), ('html', 'html'):
	    with open('part.' + name, 'w', encoding='utf-8', newline='') as f:
	        f.write(mail.get_body((kind,)).get_content())
	for name in 'From', 'To', 'Subject', 'Auto-Submitted', 'Return-path', 'Message-ID', 'In-Reply-To', 'References':
	    if name in mail:
	        print(name + ': ' + mail[name])
	print('Date:', mail['Date'].datetime.isoformat())
	END
}
mail_of() { find "$box/mail/$1/new" -type f | head -n 1; }

@test "exim: STARTTLS and a login; each reader's mail opens without a fault, and is the report" {
	by "smtp: \"smtp://127.0.0.1:$login\", $password"
	send
	arrived lezer 1
	arrived partner 1
	for name in lezer partner; do
		opened "$(mail_of $name)" >headers
		grep -qx 'From: luister@huis.example' headers
		grep -qx "To: $name@kantoor.example" headers
		grep -qx 'Subject: Dagrapport Accountantskantoor Duinzicht, donderdag 19 november 2026' headers
		grep -qx 'Date: 2026-11-20T06:30:00+01:00' headers
		grep -qx 'Return-path: <luister@huis.example>' headers
		grep -qx 'Auto-Submitted: auto-generated' headers
		for format in text html; do report --firm duinzicht --format $format | cmp - part.$format; done
		[ "$(grep -o '[a-z]*@kantoor.example' "$(mail_of $name)" | sort -u)" = "$name@kantoor.example" ]
	done
	grep -q 'P=esmtpsa' "$box/mainlog"
	send
	[ "$(grep -c '<= luister@huis.example' "$box/mainlog")" -eq 2 ]
}

@test "exim: TLS from the start, the password from the environment; a long name with accents in the subject" {
	sed -i 's/name: Accountantskantoor Duinzicht/name: "Café Šimůnek \& Zonen, voorheen Accountantskantoor Van der Duinzicht-Pekelharing (géén BV)"/' luister/firms.d/firms.yaml
	by "smtp: \"smtps://127.0.0.1:$tls\", user: luister, password_env: MAIL_PASSWORD"
	MAIL_PASSWORD='wacht woord' send
	arrived lezer 1
	opened "$(mail_of lezer)" >headers
	grep -qx 'Subject: Dagrapport Café Šimůnek & Zonen, voorheen Accountantskantoor Van der Duinzicht-Pekelharing (géén BV), donderdag 19 november 2026' headers
	report --firm duinzicht --format text | cmp - part.text
}

@test "exim: a reader that it does not know is refused, the other has the report; put right, the next run sends it" {
	by "smtp: \"smtp://127.0.0.1:$login\", $password"
	readers weg@kantoor.example partner@kantoor.example
	run send
	[ "$status" -eq 69 ]
	[ "$output" = 'luister-report: mail: duinzicht, reader 1, 2026-11-19: RCPT failed: 550; it was not taken, the next run tries again' ]
	arrived partner 1
	readers lezer@kantoor.example partner@kantoor.example
	send
	arrived lezer 1
	arrived partner 1
}

@test "exim: a certificate that nobody trusts gets no report and no password" {
	trust=/etc/ssl/certs/ca-certificates.crt
	for url in "smtp://127.0.0.1:$login" "smtps://127.0.0.1:$tls"; do
		by "smtp: \"$url\", $password"
		run send
		[ "$status" -eq 69 ]
		[[ $output == *"self-signed certificate (SSL_CERT_FILE may name"* ]]
	done
	! grep -q '<=' "$box/mainlog" || false
	none lezer
}

@test "exim: on this machine and without a login no TLS is asked, whatever it offers" {
	trust=/etc/ssl/certs/ca-certificates.crt
	by "smtp: \"smtp://127.0.0.1:$open\""
	send
	arrived lezer 1
	grep -q 'P=esmtp ' "$box/mainlog"
}

@test "exim: a wrong password is 77, is tried once a run, and the next run sends with the right one" {
	by "smtp: \"smtp://127.0.0.1:$login\", $password"
	echo anders >luister/geheim
	run send
	[ "$status" -eq 77 ]
	[[ $output == *"refuses user and password; it was not taken, the next run tries again"* ]]
	[ "$(grep -c 'authenticator failed' "$box/mainlog")" -eq 1 ]
	! grep -q anders <<<"$output" || false
	echo 'wacht woord' >luister/geheim
	send
	arrived lezer 1
	arrived partner 1
}

@test "exim: no login where one is needed is refused" {
	by "smtp: \"smtps://localhost:$tls\""
	run send
	[ "$status" -eq 69 ]
	[[ $output == *"RCPT failed: 550"* ]]
	none lezer
}

@test "exim: stopped, the mail fails; started again, the next run sends it once" {
	by "smtp: \"smtp://127.0.0.1:$login\", $password"
	stop
	run send
	[ "$status" -eq 69 ]
	[[ $output == *"it was not taken, the next run tries again"* ]]
	start
	send
	send
	arrived lezer 1
	arrived partner 1
}

@test "exim: its sendmail takes the report from standard input" {
	by "sendmail: $box/run"
	send
	arrived lezer 1
	arrived partner 1
	opened "$(mail_of partner)" >headers
	grep -qx 'To: partner@kantoor.example' headers
	grep -qx 'Return-path: <luister@huis.example>' headers
	for format in text html; do report --firm duinzicht --format $format | cmp - part.$format; done
	readers weg@@kantoor.example
	run send
	[ "$status" -eq 78 ]
}

@test "exim: the better report of a day that was incomplete answers the first in the mailbox" {
	broken
	by "smtp: \"smtp://127.0.0.1:$login\", $password"
	send
	arrived lezer 1
	opened "$(mail_of lezer)" >first
	grep -q 'volgt een verbeterd rapport met nummer 2026-11-19/2\.' part.text
	grep -q 'volgt een verbeterd rapport met nummer 2026-11-19/2\.' part.html
	mv "$box/mail/lezer/new/"* "$box/mail/lezer/cur/"
	mend 2026-11-21T05:07:00Z
	LUISTER_NOW=2026-11-22T05:30:00Z send
	LUISTER_NOW=2026-11-23T05:30:00Z send
	arrived lezer 1
	opened "$(mail_of lezer)" >second
	grep -qx 'Subject: Dagrapport Accountantskantoor Duinzicht, donderdag 19 november 2026, verbeterd rapport 2026-11-19/2' second
	id=$(sed -n 's/^Message-ID: //p' first)
	grep -qxF "In-Reply-To: $id" second
	grep -qxF "References: $id" second
	! grep -q ONVOLLEDIG part.text || false
}
