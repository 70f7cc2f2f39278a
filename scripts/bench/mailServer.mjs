// An SMTP server that can be told to hang: while it hangs, connections are taken and nothing is ever said on them. A process of its own, so that
// what it costs is not the service's. Tells its port over IPC; 'hang' and 'heal' switch it, 'count' asks how many mails it has taken, and of how many recipients.
import { createServer } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { portOf } from '../lib/processTree.mjs'

/** How long a mail takes until it is safe. Milliseconds. */
const takes = Number(process.argv[2] ?? 0)
let hanging = false
let mails = 0
const recipients = new Set()
const open = new Set()

const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  onRcptTo({ address }, _session, done) {
    recipients.add(address)
    done()
  },
  onData(stream, _session, done) {
    stream.resume().on('end', () => {
      mails++
      setTimeout(done, takes)
    })
  },
})
smtp.on('error', () => undefined) // clients that hang up

const front = createServer((socket) => {
  open.add(socket)
  socket.on('close', () => open.delete(socket)).on('error', () => undefined)
  if (hanging) socket.resume()
  else smtp.server.emit('connection', socket)
})

process.on('message', (message) => {
  if (message === 'count') process.send?.({ mails, recipients: recipients.size })
  if (message === 'hang' || message === 'heal') {
    hanging = message === 'hang'
    for (const socket of open) hanging ? socket.pause() : socket.destroy()
  }
  if (message === 'stop') process.exit(0)
})
process.on('disconnect', () => process.exit(0))
front.listen(0, '127.0.0.1', () => process.send?.({ port: portOf(front) }))
