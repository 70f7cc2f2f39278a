// Forms that a passkey answers. Without this script, or in browsers that know none, their button stays hidden and a text says why.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
const named = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }))

/** Has the browser make a passkey. */
async function create(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials),
    },
  })
  const { attestationObject } = made.response
  return answer(made, { attestationObject: text(attestationObject), transports: made.response.getTransports?.() ?? [] })
}

/** Has the browser sign with one that is there. */
async function get(options) {
  const used = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) },
  })
  const { authenticatorData, signature } = used.response
  return answer(used, { authenticatorData: text(authenticatorData), signature: text(signature) })
}

const answer = ({ id, type, response }, more) =>
  JSON.stringify({
    id,
    rawId: id,
    type,
    response: { clientDataJSON: text(response.clientDataJSON), ...more },
    clientExtensionResults: {},
  })

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const { passkey, options, failed, there } = form.dataset
  if (!globalThis.PublicKeyCredential) continue
  const button = form.querySelector('button')
  const status = form.querySelector('[role=status]')
  button.hidden = false
  form.querySelector('[data-without]').hidden = true
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    button.disabled = true
    status.textContent = ''
    try {
      form.elements.answer.value = await (passkey === 'create' ? create : get)(JSON.parse(options))
      form.submit()
    } catch (error) {
      status.textContent = error.name === 'InvalidStateError' && there ? there : failed
      button.disabled = false
    }
  })
}
