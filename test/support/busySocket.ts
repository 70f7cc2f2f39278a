import { Worker } from 'node:worker_threads'

/** Serves one command after the other, `ms` milliseconds each, and accepts nobody meanwhile: as Flexisip does, with its backlog of 1. */
const PROGRAM = `
const { createServer } = require('node:net')
const { parentPort, workerData: { path, ms } } = require('node:worker_threads')
const never = new Int32Array(new SharedArrayBuffer(4))
let served = 0
const serve = (connection) => connection.on('error', () => undefined).once('data', () => {
  Atomics.wait(never, 0, 0, ms)
  served++
  connection.end('{"contacts":[]}')
})
const server = createServer({ allowHalfOpen: true }, serve)
server.listen({ path, backlog: 1 }, () => parentPort.postMessage('listens'))
parentPort.on('message', () => parentPort.postMessage(served))
`

export interface BusySocket {
  /** @returns how many commands it has served */
  served(): Promise<number>
  close(): Promise<unknown>
}

export async function busySocket(path: string, ms: number): Promise<BusySocket> {
  const worker = new Worker(PROGRAM, { eval: true, workerData: { path, ms } })
  const said = () => new Promise<unknown>((resolve, reject) => worker.once('message', resolve).once('error', reject))
  await said()
  return {
    async served() {
      const answer = said()
      worker.postMessage('how many')
      return Number(await answer)
    },
    close: () => worker.terminate(),
  }
}
