// Puts the widget of ALTCHA into the place that waits for it. Without this script the place says what to do.
for (const place of document.querySelectorAll('[data-altcha]')) {
  const { altcha, worker, words, language } = place.dataset
  globalThis.$altcha.algorithms.set('PBKDF2/SHA-256', () => new Worker(worker))
  globalThis.$altcha.i18n.set(language, JSON.parse(words))
  const widget = document.createElement('altcha-widget')
  widget.setAttribute('challenge', altcha)
  widget.setAttribute('language', language)
  widget.setAttribute('auto', 'onload')
  widget.setAttribute(
    'configuration',
    JSON.stringify({ hideFooter: true, hideLogo: true, humanInteractionSignature: false, minDuration: 0 }),
  )
  place.replaceChildren(widget)
}
