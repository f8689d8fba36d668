// Loaded into the program before anything else (`node --import`): whatever it calls by TLS, it reaches this machine.
// Names, certificates and requests stay as they are; only the way there is another.
import { syncBuiltinESMExports } from 'node:module'
import tls from 'node:tls'

const { connect } = tls
const port = Number(process.env.PRETEND_INTERNET_PORT)

tls.connect = (options, ...others) => {
  if (typeof options !== 'object') throw new TypeError('Only tls.connect(options) is redirected.')
  const servername = options.servername || options.host
  return connect({ ...options, host: '127.0.0.1', port, servername }, ...others)
}
syncBuiltinESMExports()
