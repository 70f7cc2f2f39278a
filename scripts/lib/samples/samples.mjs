import { curlSample } from './curl.mjs'
import { javascriptSample } from './javascript.mjs'
import { kotlinSample } from './kotlin.mjs'
import { sampleRequest } from './request.mjs'
import { swiftSample } from './swift.mjs'

const LANGUAGES = [
  { lang: 'Shell', label: 'curl', write: curlSample },
  { lang: 'JavaScript', label: 'JavaScript', write: javascriptSample },
  { lang: 'Kotlin', label: 'Kotlin', write: kotlinSample },
  { lang: 'Swift', label: 'Swift', write: swiftSample },
]
const METHODS = new Set(['get', 'put', 'post', 'delete', 'patch'])

/** The paths of a contract in one piece, with code samples for each operation (`x-codeSamples`, which Redoc shows). */
export const withSamples = (contract) =>
  mapEntries(contract.paths, (path, item) =>
    mapEntries(item, (method, operation) => {
      if (!METHODS.has(method)) return operation
      const request = sampleRequest(contract, path, method, item)
      const { responses, ...rest } = operation
      return { ...rest, 'x-codeSamples': LANGUAGES.map(({ write, ...language }) => ({ ...language, source: write(request) })), responses }
    }),
  )

const mapEntries = (object, change) => Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(key, value)]))
