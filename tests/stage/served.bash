# served.bash: the firm of a test that fetches for itself, and a folder over HTTP on this machine.

duinzicht() { # MORE...: lines of its file
	mkdir -p conf/firms.d
	cat > conf/firms.d/duinzicht.yaml <<-END
	id: duinzicht
	name: Accountantskantoor Duinzicht
	branch: accountancy
	purpose: weten wat klanten vragen
	audience: klanten
	names: [Duinzicht Accountants]
	END
	printf '%s\n' "$@" >> conf/firms.d/duinzicht.yaml
}

serve() { # FOLDER: until stop_serving; the port is in the file `port`
	"$LUISTER_SRC/pipelines/demo/serve" 0 "$1" port 3>&- &
	server=$!
	for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
}
stop_serving() { kill "$server" 2>/dev/null || true; }
