// Runs programs one after the other, each told as the path of its file, as `node program.mjs` would: without the half second that a process takes to start.

import { pathToFileURL } from 'node:url'
import { format } from 'node:util'

process.on('message', async (/** @type {string} */ file) => {
  let output = ''
  console.log = (...values) => {
    output += `${format(...values)}\n`
  }
  try {
    await import(pathToFileURL(file).href)
    process.send?.({ output })
  } catch (error) {
    process.send?.({ fault: error instanceof Error ? error.stack : String(error) })
  }
})
