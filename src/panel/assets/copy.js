// Buttons that copy the field they name. Without this script they stay hidden: the field can be selected by hand.
for (const button of document.querySelectorAll('button[data-copy]')) {
  const field = document.getElementById(button.dataset.copy)
  const status = document.getElementById(`${button.dataset.copy}-status`)
  button.hidden = false
  button.addEventListener('click', async () => {
    field.select()
    try {
      await navigator.clipboard.writeText(field.value)
    } catch {
      document.execCommand('copy') // pages reached by http have no clipboard
    }
    status.textContent = button.dataset.done
  })
}
