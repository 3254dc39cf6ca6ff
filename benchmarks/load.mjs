// A plan as JSON on standard input in (url, clients, each, bodies); what the requests took, as JSON, out.
// Clients begin at different places of the bodies, so that all kinds of them are under way at any time.
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'

const autocannon = createRequire(process.argv[2] + '/')('autocannon')
const plan = JSON.parse(readFileSync(0, 'utf8'))
const headers = { 'content-type': 'application/sparql-query', accept: 'application/sparql-results+json' }
const requests = plan.bodies.map((body) => ({ method: 'POST', headers, body }))
const times = []
let failures = 0
let bytes = 0
let made = 0

const turned = () => {
  const at = Math.floor((made++ * requests.length) / plan.clients) % requests.length
  return [...requests.slice(at), ...requests.slice(0, at)]
}
const instance = autocannon({
  url: plan.url,
  connections: plan.clients,
  amount: plan.clients * plan.each,
  timeout: 300,
  requests,
  setupClient: (client) => client.setRequests(turned())
}, () => {
  times.sort((a, b) => a - b)
  const p95 = times.length ? times[Math.ceil(times.length * 0.95) - 1] : 0
  console.log(JSON.stringify({ requests: times.length, seconds: (last - begun) / 1000, p95, failures, bytes }))
})
const begun = performance.now()
let last = begun
instance.on('response', (_client, status, length, milliseconds) => {
  last = performance.now()
  bytes += length
  if (status === 200) times.push(milliseconds)
  else failures++
})
instance.on('reqError', () => { failures++ })
