// A small AT-protocol network on loopback (PLC, PDS, app view). Prints its addresses as JSON.
const { TestNetwork } = require(process.argv[2] + '/node_modules/@atproto/dev-env')

TestNetwork.create({ dbPostgresSchema: 'luister' })
	.then((net) => console.log(JSON.stringify({ pds: net.pds.url, bsky: net.bsky.url })))
	.catch((e) => { console.error(e); process.exit(1) })
